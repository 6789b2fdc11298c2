/**
 * What of a study of Dual Tomographic Compression goes into a link: curves without the measurement vectors and rays behind them, as
 * differences of whole numbers, and the ladders that the jobs share.
 */
import { z } from '../../../data/zod.ts';
import { checked, type Fail } from '../../checked.ts';
import { fieldWords } from '../../field-words.ts';
import { differences, over, quantise, sums } from '../../digest-numbers.ts';
import type { FamilyDigest } from '../../family.ts';
import { MAX_JOBS } from '../../job.ts';
import type { DtcRun, DtcPoint } from './run.ts';
import type { DtcJob, DtcStep } from './types.ts';

/** Steps of one accuracy unit: a published accuracy is a mean over batches, so a count of images would not hold it. */
export const ACCURACY_STEPS = 1e5;
/** Steps of one bit of entropy. */
export const ENTROPY_STEPS = 1e3;
/** Significant digits of mean |ray|, which runs over orders of magnitude. */
const RAY_DIGITS = 4;

const MAX_POINTS = 10_000;
const MAX_NEURONS = 6 * 4096;

/** First value, then differences; null where a value is undefined, the next difference counting from the one before it. */
const series = z.array(z.int().min(-1e6).max(1e6).nullable()).max(MAX_POINTS);

const formatSchema = z.strictObject({
  /** Widths along a ladder, shared by all jobs that went down it; a job with fewer points went part of the way. */
  ladders: z
    .array(
      z.strictObject({
        neurons: series,
        measurements: series,
        /** Left out where the cycles count from 0 on. */
        cycles: series.optional(),
        /** Width of the first hidden layer before each prune; left out where it is the only hidden layer. */
        before: series.optional(),
      }),
    )
    .max(MAX_JOBS),
  jobs: z
    .array(
      z.strictObject({
        /** Which ladder, the first if left out. */
        ladder: z.int().min(0).max(MAX_JOBS).optional(),
        accuracy: series,
        beforePrune: series,
        previous: series,
        next: series,
        ray: z.array(z.number().min(0).nullable()).max(MAX_POINTS).optional(),
      }),
    )
    .max(MAX_JOBS),
});
type Format = z.output<typeof formatSchema>;
type Ladder = Format['ladders'][number];

const share = z.number().min(0).max(1);
/** log2 of the largest number of measurements, 4096, is 12 bits; the published formula can fall below zero by 1e-10. */
const entropy = z.number().min(-1).max(16).nullable();
const pointsSchema = z.array(
  z.strictObject({
    cycle: z.int().min(0).max(MAX_POINTS),
    neurons: z.int().min(0).max(MAX_NEURONS),
    sparsity: share,
    testAccuracy: share,
    testAccuracyBeforePrune: share,
    neuronsBefore: z.int().min(0).max(MAX_NEURONS),
    measurements: z.int().min(0).max(4096),
    gibbsEntropy: z.strictObject({ previous: entropy, next: entropy }),
    rayMeanAbs: z.number().min(0).nullable(),
  }),
);

/** The numbers of a point as a link carries them. */
export function quantised(point: DtcPoint): DtcPoint {
  return {
    ...point,
    testAccuracy: quantise(point.testAccuracy, ACCURACY_STEPS) / ACCURACY_STEPS,
    testAccuracyBeforePrune: quantise(point.testAccuracyBeforePrune, ACCURACY_STEPS) / ACCURACY_STEPS,
    gibbsEntropy: {
      previous: point.gibbsEntropy.previous === null ? null : quantise(point.gibbsEntropy.previous, ENTROPY_STEPS) / ENTROPY_STEPS,
      next: point.gibbsEntropy.next === null ? null : quantise(point.gibbsEntropy.next, ENTROPY_STEPS) / ENTROPY_STEPS,
    },
    rayMeanAbs: quantisedRay(point.rayMeanAbs),
  };
}

const quantisedRay = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(RAY_DIGITS)));

function pack(runs: readonly DtcRun[]): Format {
  const ladders: DtcPoint[][] = [];
  const ladderOf = runs.map(({ points }) => placeOn(ladders, points));
  const firstOf = (ladder: number): DtcJob => runs[ladderOf.indexOf(ladder)].job;
  return {
    ladders: ladders.map((points, ladder) => packLadder(points, firstOf(ladder))),
    jobs: runs.map((run, index) => packJob(run, ladderOf[index])),
  };
}

/** Finds a ladder that begins with these widths, or that these go on from, or adds one. */
function placeOn(ladders: DtcPoint[][], points: readonly DtcPoint[]): number {
  const found = ladders.findIndex((ladder) => points.every((point, index) => index >= ladder.length || sameWidths(ladder[index], point)));
  if (found === -1) return ladders.push([...points]) - 1;
  if (points.length > ladders[found].length) ladders[found] = [...points];
  return found;
}

const sameWidths = (a: DtcPoint, b: DtcPoint): boolean =>
  a.cycle === b.cycle && a.neurons === b.neurons && a.measurements === b.measurements && a.neuronsBefore === b.neuronsBefore;

function packLadder(points: readonly DtcPoint[], job: DtcJob): Ladder {
  const neurons = points.map((point) => point.neurons);
  const before = points.map((point) => point.neuronsBefore);
  const counted = points.every((point, index) => point.cycle === index);
  const alone = before.every((width, index) => width === onlyLayerBefore(neurons, job, index));
  return {
    neurons: differences(neurons),
    measurements: differences(points.map((point) => point.measurements)),
    ...(counted ? {} : { cycles: differences(points.map((point) => point.cycle)) }),
    ...(alone ? {} : { before: differences(before) }),
  };
}

/** Width before a prune where there is one hidden layer: what the prune before it left. */
const onlyLayerBefore = (neurons: readonly (number | null)[], job: DtcJob, index: number): number =>
  (index === 0 ? job.model.hidden[0] : neurons[index - 1]) ?? 0;

function packJob(run: DtcRun, ladder: number): Format['jobs'][number] {
  const points = run.points.map(quantised);
  const rays = points.map((point) => point.rayMeanAbs);
  const entropies = (layer: 'previous' | 'next') =>
    differences(points.map(({ gibbsEntropy }) => (gibbsEntropy[layer] === null ? null : quantise(gibbsEntropy[layer], ENTROPY_STEPS))));
  return {
    ...(ladder === 0 ? {} : { ladder }),
    accuracy: differences(points.map((point) => quantise(point.testAccuracy, ACCURACY_STEPS))),
    beforePrune: differences(points.map((point) => quantise(point.testAccuracyBeforePrune, ACCURACY_STEPS))),
    previous: entropies('previous'),
    next: entropies('next'),
    ...(rays.every((ray) => ray === null) ? {} : { ray: rays }),
  };
}

function unpackPoints({ ladders }: Format, packed: Format['jobs'][number], job: DtcJob, index: number, fail: Fail): DtcPoint[] {
  const ladder = ladders[packed.ladder ?? 0] ?? fail(`the ladder of job ${index + 1} is not there.`);
  const length = packed.accuracy.length;
  const read = (values: (number | null)[], name: string, whole = true): (number | null)[] => {
    if (whole ? values.length !== length : values.length < length) {
      fail(`${fieldWords(['jobs', index, name])} holds ${values.length} values where ${length} are needed.`);
    }
    return sums(values).slice(0, length);
  };
  const neurons = read(ladder.neurons, 'neurons', false);
  const measurements = read(ladder.measurements, 'measurements', false);
  const cycles = ladder.cycles && read(ladder.cycles, 'cycles', false);
  const before = ladder.before && read(ladder.before, 'before', false);
  const accuracy = read(packed.accuracy, 'accuracy');
  const beforePrune = read(packed.beforePrune, 'beforePrune');
  const [previous, next] = [read(packed.previous, 'previous'), read(packed.next, 'next')];
  if (packed.ray && packed.ray.length !== length) {
    fail(`${fieldWords(['jobs', index, 'ray'])} holds ${packed.ray.length} values where ${length} are needed.`);
  }
  const total = job.model.hidden.reduce((sum, width) => sum + width, 0);
  const points = accuracy.map((value, i) => ({
    cycle: cycles ? cycles[i] : i,
    neurons: neurons[i],
    sparsity: 1 - (neurons[i] ?? 0) / total,
    testAccuracy: over(value, ACCURACY_STEPS),
    testAccuracyBeforePrune: over(beforePrune[i], ACCURACY_STEPS),
    neuronsBefore: before ? before[i] : onlyLayerBefore(neurons, job, i),
    measurements: measurements[i],
    gibbsEntropy: { previous: over(previous[i], ENTROPY_STEPS), next: over(next[i], ENTROPY_STEPS) },
    rayMeanAbs: packed.ray?.[i] ?? null,
  }));
  return checked(pointsSchema, points, ['jobs', index, 'points'], fail);
}

const exact = (step: DtcStep) => ({
  cycle: step.cycle,
  neurons: step.neurons,
  testAccuracy: step.testAccuracy,
  testAccuracyBeforePrune: step.testAccuracyBeforePrune,
  testCorrect: step.testCorrect,
  testCorrectBeforePrune: step.testCorrectBeforePrune,
  trainLoss: step.trainLoss,
  gibbsEntropy: step.gibbsEntropy,
  rayMeanAbs: step.rayMeanAbs,
  layers: step.layers.map(({ neuronsBefore, neurons, measurements, gibbsEntropy, ray }) => ({
    neuronsBefore,
    neurons,
    measurements,
    gibbsEntropy,
    ray,
  })),
});

export const dtcDigest: FamilyDigest<DtcRun, DtcStep> = {
  pack,
  unpack(payload, jobs, fail) {
    const format = checked(formatSchema, payload, [], fail);
    if (format.jobs.length !== jobs.length) fail(`it holds ${format.jobs.length} jobs, but its study has ${jobs.length}.`);
    return jobs.map(({ job, status }, index): DtcRun => {
      const points = unpackPoints(format, format.jobs[index], job as DtcJob, index, fail);
      return { kind: 'dtc', job: job as DtcJob, status, points, steps: null, losses: [] };
    });
  },
  exact,
  fromVersion2: (fields) => fields,
};
