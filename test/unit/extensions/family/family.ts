/** A toy family: a network is “compressed” by tossing coins, which tells heads from tails and measures nothing else. The side of the page. */
import { jobSchemaOf } from '../../../../src/compression/job-schema.ts';
import { choice, number, seedSchema, settingsSchema } from '../../../../src/data/setting.ts';
import { lazily } from '../../../../src/data/registry.ts';
import { z } from '../../../../src/data/zod.ts';
import { checked } from '../../../../src/study/checked.ts';
import type { Family } from '../../../../src/study/family.ts';
import type { Job } from '../../../../src/study/job.ts';
import type { JobRecord, Run } from '../../../../src/study/job-record.ts';

const methods = [{ id: 'fair-coin', title: 'Fair coin', look: ['green', 'star'] }] as const;

const compression = {
  method: choice({
    title: 'Method',
    help: 'Which coin.',
    options: methods.map(({ id, title }) => ({ value: id, title })),
    default: 'fair-coin',
  }),
  tosses: number({ title: 'Tosses', help: 'How often it is tossed.', default: 5, min: 1, max: 100, integer: true }),
};
/** Generated: a coin needs no files. */
const data = {
  name: choice({
    title: 'Data',
    help: 'Nothing is read of them.',
    options: [{ value: 'teacher-student', title: 'None' }],
    default: 'teacher-student',
  }),
};
const seed = number({ title: 'Seed', help: 'Of the tosses.', default: 1, min: 0, max: 0xffffffff, integer: true });

export interface CoinJob extends Job {
  readonly compression: { readonly method: string; readonly tosses: number };
}

const stepSchema = z.strictObject({
  kind: z.literal('coin'),
  toss: z.int().min(1),
  heads: z.int().min(0),
  seconds: z.number().min(0),
});
export type CoinStep = z.output<typeof stepSchema>;

const summarySchema = z.strictObject({ kind: z.literal('coin'), share: z.number().min(0).max(1) });
export type CoinSummary = z.output<typeof summarySchema>;

const checkpointSchema = z.strictObject({ kind: z.literal('coin'), trainingSteps: z.int().min(0), heads: z.int().min(0) });
export type CoinCheckpoint = z.output<typeof checkpointSchema>;

export interface CoinRun extends Run {
  readonly job: CoinJob;
  readonly steps: readonly CoinStep[];
  readonly summary: CoinSummary | null;
}

const runOf = ({ job, status, steps, summary }: JobRecord<CoinJob, CoinStep, CoinSummary>): CoinRun => ({
  kind: 'coin',
  job,
  status,
  steps,
  summary,
});

/** Heads after each toss, of each job. */
const payloadSchema = z.array(z.array(z.int().min(0)));

export const coin: Family<CoinJob, CoinStep, CoinSummary, CoinCheckpoint, CoinRun> = {
  id: 'coin',
  title: 'Coins',
  summary: 'Toss a coin and see how often it shows heads.',
  methods,
  sections: lazily(() => ({ compression, model: {}, training: {}, data })),
  seed,
  jobSchema: lazily(() =>
    jobSchemaOf<CoinJob>(
      {
        data: settingsSchema(data).prefault({}),
        model: settingsSchema({}).prefault({}),
        training: settingsSchema({}).prefault({}),
        compression: settingsSchema(compression).prefault({}),
        seed: seedSchema.default(1),
      },
      () => [],
    ),
  ),
  stepSchema: () => stepSchema,
  summarySchema: () => summarySchema,
  checkpointSchema: () => checkpointSchema,
  buffersOf: () => [],
  companionsOf: () => [],
  onOwn: (job, own) => ({ jobs: [{ ...job, ...own }], dropped: [] }),
  cost: ({ compression: { tosses } }) => ({ steps: tosses, total: tosses, stages: Array(tosses).fill(1), largestStep: 1, silence: null }),
  memory: () => ({ parameters: 1, bytes: 4, setting: 'training.batchSize' }),
  refusals: () => [],
  lengthSetting: 'compression.tosses',
  idlePaths: () => [],
  unitOf: () => ({ one: 'toss', many: 'tosses', first: 1 }),
  unitsOf: (job) => job.compression.tosses,
  mayEndEarly: () => false,
  pace: () => 1,
  unitPaths: ['compression.tosses'],
  runOf,
  stepNumbers: () => [],
  firstView: {},
  studyView: [],
  isKnown: ({ steps }) => steps.length > 0,
  digest: {
    pack: (runs) => runs.map(({ steps }) => steps.map(({ heads }) => heads)),
    unpack: (payload, jobs, fail) => {
      const counts = checked(payloadSchema, payload, [], fail);
      return jobs.map(({ job, status }, index): CoinRun => {
        const steps = counts[index].map((heads, at): CoinStep => ({ kind: 'coin', toss: at + 1, heads, seconds: 0 }));
        return { kind: 'coin', job: job as CoinJob, status, steps, summary: null };
      });
    },
    exact: ({ toss, heads }) => ({ toss, heads }),
  },
  verdict(shared, reproduced) {
    const heads = ({ jobs }: typeof shared): number[] => jobs.map(({ run }) => run.steps.at(-1)?.heads ?? 0);
    const isSame = String(heads(shared)) === String(heads(reproduced));
    return { kind: isSame ? 'identical' : 'different', text: isSame ? 'The same tosses.' : 'Other tosses.' };
  },
  comparedFrom: 'a first toss',
  outcomeOf: () => ({ accuracy: null }),
  measuredNothing: () => null,
  // As if each toss took a number away from a network of 100.
  standing: ({ steps }) =>
    steps.map(({ toss, heads }) => ({ label: `toss ${toss}`, share: 1 - toss / 100, bytes: 4 * (100 - toss), accuracy: heads / toss })),
  headline: ({ share }) => `share of heads ${share.toFixed(2)}`,
  columns: {
    steps: [
      { name: 'toss', cell: ({ toss }) => toss },
      { name: 'heads', cell: ({ heads }) => heads },
    ],
    jobs: [{ name: 'share of heads', cell: ({ share }) => share }],
  },
  table: (_study, records) => ({
    columns: [
      { title: 'coin', digits: null },
      { title: 'share', digits: 2 },
    ],
    rows: records.flatMap(({ job, summary }) => (summary ? [[job.compression.method, summary.share]] : [])),
    empty: 'No coin was tossed.',
  }),
  presets: [
    {
      name: 'coins',
      title: 'Coins',
      kind: 'quick',
      line: 'How often does a coin show heads?',
      help: 'Three coins.',
      study: { job: { compression: { method: 'fair-coin' } } },
    },
  ],
  published: null,
  citation: null,
  modelOf: () => ({ title: 'Coin', hidden: [] }),
  layersOf: () => [],
  codecOf: () => 'values',
  trialRefusal: 'A coin has no weights to prune.',
  thresholdOf: () => null,
};
