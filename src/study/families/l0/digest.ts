/**
 * What of an ℓ0 study goes into a link: of each job its summary, for tables and most figures, and its curves, thinned. Numbers that the
 * jobs share are written once, and the same number of all jobs is a column, which packs better than a row.
 */
import { l0StepSchema, l0SummarySchema, type L0Step, type L0Summary } from '../../../compression/l0/record.ts';
import { z } from '../../../data/zod.ts';
import { compressionRate } from '../../../math/compression-metrics.ts';
import { differences, lossOver, over, quantise, quantiseLoss, sums } from '../../digest-numbers.ts';
import { checked, type Fail } from '../../checked.ts';
import { fieldWords } from '../../field-words.ts';
import type { FamilyDigest } from '../../family.ts';
import { MAX_JOBS, type Job } from '../../job.ts';
import type { StoredStatus } from '../../job-record.ts';
import { packCurve, packedCurves, packedSeries, stepsOf } from './curve-digest.ts';
import { mapped, placeOf } from './digest-tables.ts';
import { packEnding, unpackEnding } from './ending.ts';
import type { L0Run } from './run.ts';
import { packedTexts, packTexts, quantisedText, unpackText } from './text-digest.ts';
import { pointsOfOne, thinnedSteps } from './thinning.ts';
import type { L0Job } from './types.ts';

/** Of one unit of accuracy, and of the logarithm of a loss: to 10⁻⁵ and 0.05 %. */
const ACCURACY_STEPS = 1e5;
const LOSS_STEPS = 1000;
/** Significant digits of thresholds and σ. */
const DIGITS = 4;

/** Numbers of what is left in each tensor, over all jobs; beyond it they are left out. */
const MOST_LAYERS = 400;

const whole = z.int().min(-1e12).max(1e12).nullable();
const column = z.array(whole).max(MAX_JOBS);
const numbers = z.array(z.number().nullable()).max(MAX_JOBS);

/** One number of each job; columns of whole numbers as differences. */
const summaryColumns = {
  parameters: column,
  nonzero: column,
  trainLoss: column,
  validationLoss: column,
  testLoss: column,
  testAccuracy: column,
  lossBefore: column,
  accuracyBefore: column,
  lossAfter: column,
  accuracyAfter: column,
  modelBytes: column,
  dataBytes: column,
  regularised: column,
  admm: column,
  fineTuning: column,
  /** How it ended, see `ending.ts`. */
  converged: column,
  trainingSteps: column,
};
type SummaryColumn = keyof typeof summaryColumns;

const formatSchema = z.strictObject({
  ...summaryColumns,
  threshold: numbers,
  sigma: numbers,
  /** Tensors and their sizes, shared by jobs; a job names its table and counts what is left in each. Left out where there are too many. */
  tensors: z.array(z.strictObject({ names: z.array(z.string().max(80)).max(400), sizes: packedSeries })).max(MAX_JOBS),
  layers: z.array(z.strictObject({ of: z.int().min(0), nonzero: packedSeries }).nullable()).max(MAX_JOBS),
  ...packedCurves,
  /** Left out where no job has any, as in links of early versions. */
  effective: column.optional(),
  texts: packedTexts.optional(),
});
type L0Format = z.output<typeof formatSchema>;

/** The numbers of a summary as a link carries them. */
export function quantisedSummary(summary: L0Summary): L0Summary {
  const loss = (value: number): number => lossOver(quantiseLoss(value, LOSS_STEPS), LOSS_STEPS);
  const accuracy = (value: number | null): number | null => (value === null ? null : quantise(value, ACCURACY_STEPS) / ACCURACY_STEPS);
  const figures = (own: L0Summary['before']): L0Summary['before'] =>
    own && { testAccuracy: accuracy(own.testAccuracy), testLoss: loss(own.testLoss) };
  const [modelBytes, dataBytes] = [Math.round(summary.modelBytes) + 0, Math.round(summary.dataBytes) + 0];
  return {
    ...summary,
    trainLoss: loss(summary.trainLoss),
    validationLoss: loss(summary.validationLoss),
    testLoss: loss(summary.testLoss),
    testAccuracy: accuracy(summary.testAccuracy),
    before: figures(summary.before),
    after: figures(summary.after),
    threshold: digits(summary.threshold),
    sigma: digits(summary.sigma),
    modelBytes,
    dataBytes,
    descriptionBytes: modelBytes + dataBytes,
    ...(summary.text ? { text: quantisedText(summary.text, LOSS_STEPS) } : {}),
  };
}

function pack(jobs: readonly Pick<L0Run, 'steps' | 'summary'>[]): L0Format {
  const summaries = jobs.map((job) => job.summary);
  const columnOf = (read: (summary: L0Summary) => number | null | undefined): (number | null)[] =>
    differences(summaries.map((summary) => (summary && read(summary)) ?? null));
  const losses = (read: (summary: L0Summary) => number | null | undefined) =>
    columnOf((summary) => mapped(read(summary), (loss) => quantiseLoss(loss, LOSS_STEPS)));
  const accuracies = (read: (summary: L0Summary) => number | null | undefined) =>
    columnOf((summary) => mapped(read(summary), (accuracy) => quantise(accuracy, ACCURACY_STEPS)));
  const grids: L0Format['grids'] = [];
  const tensors: L0Format['tensors'] = [];
  const counts = summaries.reduce((sum, summary) => sum + (summary?.layers.length ?? 0), 0);
  return {
    parameters: columnOf((summary) => summary.parameters),
    nonzero: columnOf((summary) => summary.nonzero),
    trainLoss: losses((summary) => summary.trainLoss),
    validationLoss: losses((summary) => summary.validationLoss),
    testLoss: losses((summary) => summary.testLoss),
    testAccuracy: accuracies((summary) => summary.testAccuracy),
    lossBefore: losses((summary) => summary.before?.testLoss),
    accuracyBefore: accuracies((summary) => summary.before?.testAccuracy),
    lossAfter: losses((summary) => summary.after?.testLoss),
    accuracyAfter: accuracies((summary) => summary.after?.testAccuracy),
    modelBytes: columnOf((summary) => Math.round(summary.modelBytes)),
    dataBytes: columnOf((summary) => Math.round(summary.dataBytes)),
    regularised: columnOf((summary) => summary.epochs.regularised),
    admm: columnOf((summary) => summary.epochs.admm),
    fineTuning: columnOf((summary) => summary.epochs.fineTuning),
    converged: columnOf(packEnding),
    trainingSteps: columnOf((summary) => summary.trainingSteps),
    threshold: summaries.map((summary) => digits(summary?.threshold ?? null)),
    sigma: summaries.map((summary) => digits(summary?.sigma ?? null)),
    layers: summaries.map((summary) => (summary === null || counts > MOST_LAYERS ? null : packLayers(tensors, summary))),
    tensors,
    curves: jobs.map(({ steps }) =>
      steps.length === 0 ? null : packCurve(grids, thinnedSteps(steps, pointsOfOne(jobs.length)), jobs.length),
    ),
    grids,
    ...(summaries.some((summary) => summary?.effective !== undefined) ? { effective: columnOf((summary) => summary.effective) } : {}),
    ...packTexts(summaries, LOSS_STEPS),
  };
}

function packLayers(tensors: L0Format['tensors'], { layers }: L0Summary): L0Format['layers'][number] {
  const table = { names: layers.map(({ name }) => name), sizes: differences(layers.map(({ size }) => size)) };
  return { of: placeOf(tensors, table), nonzero: differences(layers.map(({ nonzero }) => nonzero)) };
}

/** Of a link's payload; null where it carries nothing of any job, as links of version 1 did. */
function unpack(payload: unknown, jobs: readonly { readonly job: Job; readonly status: StoredStatus }[], fail: Fail): L0Run[] {
  const runs = jobs.map(({ job, status }): L0Run => ({ kind: 'l0', job: job as L0Job, status, steps: [], summary: null, isDigest: true }));
  const format = checked(formatSchema.nullable(), payload, [], fail);
  if (format === null) return runs;
  const columns = Object.fromEntries(
    (Object.keys(summaryColumns) as SummaryColumn[]).map((name) => {
      if (format[name].length !== jobs.length)
        fail(`${fieldWords([name])} holds ${format[name].length} values where ${jobs.length} are needed.`);
      return [name, sums(format[name])];
    }),
  ) as Record<SummaryColumn, (number | null)[]>;
  for (const name of ['threshold', 'sigma', 'layers', 'curves'] as const) {
    if (format[name].length !== jobs.length)
      fail(`${fieldWords([name])} holds ${format[name].length} values where ${jobs.length} are needed.`);
  }
  const effective = format.effective && sums(format.effective);
  if (effective && effective.length !== jobs.length)
    fail(`${fieldWords(['effective'])} holds ${effective.length} values where ${jobs.length} are needed.`);
  return runs.map((run, index) => {
    const summary =
      columns.parameters[index] === null
        ? null
        : checked(
            l0SummarySchema,
            { ...summaryOf(format, columns, run.job, index, fail), ...effectiveOf(effective?.[index]) },
            ['summaries', index],
            fail,
          );
    const raw = stepsOf(format, index, columns.parameters[index] ?? null, summary?.threshold ?? null, fail);
    return { ...run, summary, steps: checked(z.array(l0StepSchema), raw, ['curves', index], fail) };
  });
}

function summaryOf(format: L0Format, columns: Record<SummaryColumn, (number | null)[]>, job: L0Job, index: number, fail: Fail): object {
  const at = (name: SummaryColumn): number | null => columns[name][index];
  const loss = (name: SummaryColumn): number | null => mapped(at(name), (value) => lossOver(value, LOSS_STEPS));
  const accuracy = (name: SummaryColumn): number | null => over(at(name), ACCURACY_STEPS);
  const [parameters, nonzero] = [at('parameters') ?? 0, at('nonzero') ?? 0];
  const figures = (when: 'Before' | 'After') =>
    at(`loss${when}`) === null ? null : { testAccuracy: accuracy(`accuracy${when}`), testLoss: loss(`loss${when}`) };
  const packed = format.layers[index];
  const text = format.texts?.[index];
  const table = packed && (format.tensors[packed.of] ?? fail(`the table of layers of job ${index + 1} is not there.`));
  const [sizes, left] = [sums(table?.sizes ?? []), sums(packed?.nonzero ?? [])];
  return {
    kind: 'l0',
    parameters,
    nonzero,
    compressionRate: compressionRate(parameters, nonzero),
    trainLoss: loss('trainLoss'),
    validationLoss: loss('validationLoss'),
    testLoss: loss('testLoss'),
    testAccuracy: accuracy('testAccuracy'),
    before: figures('Before'),
    after: figures('After'),
    threshold: format.threshold[index],
    codec: job.compression.codec,
    modelBytes: at('modelBytes'),
    dataBytes: at('dataBytes'),
    descriptionBytes: (at('modelBytes') ?? 0) + (at('dataBytes') ?? 0),
    epochs: { regularised: at('regularised'), admm: at('admm'), fineTuning: at('fineTuning') },
    ...unpackEnding(at('converged') ?? 0, table?.names ?? []),
    sigma: format.sigma[index],
    layers: (table?.names ?? []).map((name, layer) => ({ name, size: sizes[layer], nonzero: left[layer] })),
    trainingSteps: at('trainingSteps'),
    ...(text ? { text: unpackText(text, LOSS_STEPS) } : {}),
  };
}

const effectiveOf = (count: number | null | undefined) => (count === null || count === undefined ? {} : { effective: count });

const digits = (value: number | null): number | null => mapped(value, (own) => Number(own.toPrecision(DIGITS)));

/** Where a link of version 2 had the payload; one of version 1 has none. */
const fromVersion2: FamilyDigest['fromVersion2'] = ({ l0 = null, ladders: _ladders, jobs: _jobs, ...rest }) =>
  l0 === null ? null : { ...rest, ...(l0 as object) };

const exact = ({ phase, epoch, trainLoss, validationLoss, testLoss, testAccuracy, nonzero, threshold }: L0Step) => ({
  phase,
  epoch,
  trainLoss,
  validationLoss,
  testLoss,
  testAccuracy,
  nonzero,
  threshold,
});

export const l0Digest: FamilyDigest<L0Run, L0Step> = {
  // Of a study of which nothing has been run there is nothing to carry.
  pack: (runs) => (runs.every(({ steps }) => steps.length === 0) ? null : pack(runs)),
  unpack,
  exact,
  fromVersion2,
};
