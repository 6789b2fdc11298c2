/** ℓ0 regularisation, its relatives and its baselines (arXiv 2505.17469): the side of the page. */
import { buffersOfL0, l0CheckpointSchema, type L0Checkpoint } from '../../../compression/l0/checkpoint.ts';
import { L0_PACE, l0Cost, l0TrainingStep } from '../../../compression/l0/cost.ts';
import { cautions, companionsOf, l0JobSchema, leastEpochs, nothingLeft, refusals, type L0Job } from '../../../compression/l0/job.ts';
import { trainingMemory } from '../../../compression/l0/memory.ts';
import { planOf } from '../../../compression/l0/plan.ts';
import { l0MethodOf, l0Methods } from '../../../compression/l0/methods/index.ts';
import { l0StepSchema, l0SummarySchema, type L0Step, type L0Summary } from '../../../compression/l0/record.ts';
import { BITS_PER_NAT } from '../../../coding/data-length.ts';
import { jobModels, type JobModel } from '../../../nn/models/catalogue.ts';
import { seedSchema } from '../../../data/setting.ts';
import { STEP_OVERHEAD } from '../../../compression/step-overhead.ts';
import { loadPart } from '../../../data/load-part.ts';
import { lazily } from '../../../data/registry.ts';
import { percent } from '../../../math/number-text.ts';
import type { Cost, Family } from '../../family.ts';
import { l0JobColumns, l0StepColumns } from './columns.ts';
import { l0OnOwn } from './own-data.ts';
import { l0PaperWords } from './paper.ts';
import { l0Presets } from './presets.ts';
import { L0_PUBLISHED_SOURCE, l0Citation, loadL0Published, packedText, withTexts, type L0Published } from './published.ts';
import { medianTable } from './rows.ts';
import { l0Digest } from './digest.ts';
import { l0Expected } from './expected.ts';
import { l0Finding } from './finding.ts';
import { l0MeasuredNothing } from './hollow.ts';
import { l0RunOf, type L0Run } from './run.ts';
import { l0Described, l0Seed } from './settings.ts';
import { l0Standing } from './standing.ts';
import { l0Unit } from './unit.ts';
import { l0FirstView } from './view.ts';
import { l0Verdict } from './verdict.ts';

/** Phases end where the loss converges, between their least and their most epochs. */
function mayEndEarly(job: L0Job): boolean {
  const { minEpochs, maxEpochs, fineTuneMin, fineTuneMax, window } = job.training;
  if (l0MethodOf(job).along) return false;
  return leastEpochs(minEpochs, window) < maxEpochs || leastEpochs(fineTuneMin, window) < fineTuneMax;
}

/** At most: a phase that converges ends earlier. */
function cost(job: L0Job): Cost {
  const { steps, perSample, batchSize, total } = l0Cost(job);
  return { steps, total, stages: [], largestStep: batchSize * (perSample + STEP_OVERHEAD), silence: null };
}

/** A network with widths of its own is told by them; one whose channels scale, with its factor. */
function modelOf({ model: { name, hidden, width } }: L0Job): ReturnType<Family<L0Job>['modelOf']> {
  const { title, scales, hasOwnWidths }: JobModel = jobModels[name];
  return { title: hasOwnWidths ? null : scales && width !== 1 ? `${title}, width ${width}` : title, hidden };
}

/** At α = 0 a penalty adds nothing: all methods that train towards few weights by one train plainly, and prune alike. */
function idlePaths(job: L0Job): string[] {
  const { traits, settings } = l0MethodOf(job);
  if (!traits.regularises || job.compression.alpha !== 0) return [];
  return ['compression.method', ...Object.keys(settings).map((name) => `compression.${name}`)];
}

/** Settings of methods that code while they learn: what they are set to changes how long a job is. */
const alongPaths = lazily(() =>
  l0Methods.all.flatMap(({ along, settings }) => (along ? Object.keys(settings).map((name) => `compression.${name}`) : [])),
);

export const l0: Family<L0Job, L0Step, L0Summary, L0Checkpoint, L0Run> = {
  id: 'l0',
  title: 'ℓ0 regularisation',
  summary: 'Train towards few weights, prune at a threshold, fine-tune, and count what network and data take in bytes.',
  methods: l0Methods,
  ...l0Described,
  jobSchema: lazily(() => l0JobSchema(seedSchema.default(l0Seed.default))),
  stepSchema: () => l0StepSchema,
  summarySchema: () => l0SummarySchema,
  checkpointSchema: () => l0CheckpointSchema,
  buffersOf: buffersOfL0,
  companionsOf,
  onOwn: (job, own) => ({ jobs: l0OnOwn(job, own), dropped: ['model.name', 'training.loss'] }),
  idlePaths,
  cost,
  memory: trainingMemory,
  trainingStep: l0TrainingStep,
  refusals: (job) => [...refusals(job), ...nothingLeft(job)],
  cautions,
  pace: () => L0_PACE,
  lengthSetting: 'training.maxEpochs',
  unitOf: l0Unit,
  unitsOf: (job) => (l0MethodOf(job).along ? l0MethodOf(job).epochs(job) : job.training.maxEpochs + job.training.fineTuneMax),
  mayEndEarly,
  get unitPaths() {
    return ['compression.method', ...alongPaths()];
  },
  runOf: l0RunOf,
  stepNumbers: ({ steps }) => steps.map(({ epoch }) => epoch),
  firstView: l0FirstView,
  studyView: ['task', 'run'],
  isKnown: ({ steps, summary }) => steps.length > 0 || summary !== null,
  digest: l0Digest,
  verdict: l0Verdict,
  comparedFrom: 'the end of a job',
  outcomeOf(record) {
    const { summary, steps } = record;
    const accuracy = summary?.testAccuracy ?? steps.at(-1)?.testAccuracy ?? null;
    // How small a network is that gives the same for every input is no outcome.
    if (l0MeasuredNothing(record) !== null) return { accuracy, compressionRate: null, descriptionBytes: null };
    return summary ? { accuracy, compressionRate: summary.compressionRate, descriptionBytes: summary.descriptionBytes } : { accuracy };
  },
  measuredNothing: l0MeasuredNothing,
  finding: (runs, nameOf, values) => l0Finding(runs, nameOf, values as L0Published | null),
  standing: l0Standing,
  headline: ({ testAccuracy, testLoss, text }) =>
    text
      ? `${(testLoss * BITS_PER_NAT).toFixed(2)} bits per byte`
      : testAccuracy === null
        ? `test loss ${Number(testLoss.toPrecision(3))}`
        : `test accuracy ${percent(testAccuracy)}`,
  columns: { steps: l0StepColumns, jobs: l0JobColumns },
  table: medianTable,
  presets: l0Presets,
  published: {
    source: L0_PUBLISHED_SOURCE,
    load: loadL0Published,
    standBehind: () => true,
    expected: l0Expected,
    packed: packedText,
    paper: async () => (await loadPart(() => import('./published-paper.ts'))).l0Paper,
    withTexts,
  },
  citation: l0Citation,
  paper: l0PaperWords,
  modelOf,
  layersOf: (job) => jobModels[job.model.name].size(planOf(job)).layers,
  codecOf: ({ compression }) => compression.codec,
  trialRefusal: null,
  thresholdOf: ({ threshold }) => threshold,
};
