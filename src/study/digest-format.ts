/**
 * A digest as JSON, in the form that links carry: the study as it differs from the defaults, and curves as differences of whole numbers.
 * It comes from strangers: a strict schema for its form, and one for the points that come out.
 */
import { z } from '../data/zod.ts';
import { toBase64Url } from './base64url.ts';
import type { Digest, DigestJob } from './digest.ts';
import { l0FormatSchema, packL0, unpackL0, type L0Digest } from './families/l0/digest.ts';
import { differences, over, quantise, sums } from './digest-numbers.ts';
import { sparseStudy, studyHash } from './fingerprint.ts';
import type { Migrations } from './migrate.ts';
import { environmentSchema } from './records.ts';
import { isL0Job, jobsOf, studySchema, MAX_JOBS, type Job } from './schema.ts';
import type { TrajectoryPoint } from './families/dtc/run.ts';

/**
 * Version 1 has curves of Dual Tomographic Compression only; a study of ℓ0 regularisation came without any. Version 2 adds those of ℓ0, and
 * reads the first as it is. A digest is written in the earliest version that can hold it, so that labs of then can read it.
 */
export const DIGEST_VERSION = 2;
export const digestMigrations: Migrations = new Map([[1, (value: unknown) => value]]);

/** The earliest version that holds a digest. */
export const versionOf = ({ jobs }: Digest): number => (jobs.some(({ l0 }) => l0 !== null) ? 2 : 1);

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
const fingerprint = z.string().regex(/^[\w-]{16}$/u);

const formatSchema = z.strictObject({
  study: studySchema,
  sha256: z.string().regex(/^[\w-]{43}$/u),
  environment: environmentSchema.pick({ engine: true, backend: true, device: true }).strict().optional(),
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
        /** Left out for a finished job. */
        status: z.enum(['queued', 'cancelled', 'failed']).optional(),
        /** Which ladder, the first if left out. */
        ladder: z.int().min(0).max(MAX_JOBS).optional(),
        accuracy: series,
        beforePrune: series,
        previous: series,
        next: series,
        ray: z.array(z.number().min(0).nullable()).max(MAX_POINTS).optional(),
        fingerprint: fingerprint.optional(),
      }),
    )
    .max(MAX_JOBS),
  /** Of ℓ0 jobs, from version 2 on. */
  l0: l0FormatSchema.optional(),
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

/** Why a digest was refused: its form, or a study that is not the one that was hashed. */
export class DigestError extends Error {
  readonly kind: 'form' | 'hash';

  constructor(kind: DigestError['kind'], message: string) {
    super(message);
    this.name = 'DigestError';
    this.kind = kind;
  }
}

/** The numbers of a point as a link carries them. */
export function quantised(point: TrajectoryPoint): TrajectoryPoint {
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

/** @returns what JSON.stringify is to be given */
export async function packDigest(digest: Digest): Promise<unknown> {
  const jobs = jobsOf(digest.study);
  const ladders: TrajectoryPoint[][] = [];
  const ladderOf = digest.jobs.map(({ points }) => placeOn(ladders, points));
  const hiddenOf = (ladder: number): Job => jobs[ladderOf.indexOf(ladder)];
  return {
    study: sparseStudy(digest.study),
    sha256: toBase64Url(await studyHash(digest.study)),
    ...(digest.environment ? { environment: digest.environment } : {}),
    ladders: ladders.map((points, ladder) => packLadder(points, hiddenOf(ladder))),
    jobs: digest.jobs.map((job, index) => packJob(job, ladderOf[index])),
    ...(versionOf(digest) > 1 ? { l0: packL0(digest.jobs.map(({ l0 }) => l0)) } : {}),
  };
}

/**
 * @param value JSON of the current version
 * @throws DigestError naming the first field that does not fit
 */
export async function unpackDigest(value: unknown): Promise<Digest> {
  const format = checked(formatSchema, value);
  const { study } = format;
  if (toBase64Url(await studyHash(study)) !== format.sha256) {
    throw new DigestError('hash', 'The study does not match its SHA-256.');
  }
  const jobs = jobsOf(study);
  if (format.jobs.length !== jobs.length) {
    throw new DigestError('form', `It holds ${format.jobs.length} jobs, but its study has ${jobs.length}.`);
  }
  const fail = (message: string): never => {
    throw new DigestError('form', message);
  };
  const l0 = format.l0
    ? unpackL0(
        format.l0,
        jobs.map((job) => (isL0Job(job) ? job : fail('l0: is not of this study.'))),
        fail,
      )
    : null;
  const unpacked = format.jobs.map((job, index): DigestJob => ({ ...unpackJob(format, job, jobs[index], index), l0: known(l0?.[index]) }));
  return { study, jobs: unpacked, environment: format.environment ?? null };
}

/** A job of which nothing was carried has nothing. */
const known = (job: L0Digest | undefined): L0Digest | null => (job && (job.steps.length > 0 || job.summary) ? job : null);

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, at = ''): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new DigestError('form', `${[at, ...issue.path].filter((part) => part !== '').join('.') || 'It'}: ${issue.message}.`);
}

/** Finds a ladder that begins with these widths, or that these go on from, or adds one. */
function placeOn(ladders: TrajectoryPoint[][], points: readonly TrajectoryPoint[]): number {
  const found = ladders.findIndex((ladder) => points.every((point, index) => index >= ladder.length || sameWidths(ladder[index], point)));
  if (found === -1) return ladders.push([...points]) - 1;
  if (points.length > ladders[found].length) ladders[found] = [...points];
  return found;
}

const sameWidths = (a: TrajectoryPoint, b: TrajectoryPoint): boolean =>
  a.cycle === b.cycle && a.neurons === b.neurons && a.measurements === b.measurements && a.neuronsBefore === b.neuronsBefore;

function packLadder(points: readonly TrajectoryPoint[], job: Job): Ladder {
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
const onlyLayerBefore = (neurons: readonly (number | null)[], job: Job, index: number): number =>
  (index === 0 ? job.model.hidden[0] : neurons[index - 1]) ?? 0;

function packJob(job: DigestJob, ladder: number): unknown {
  const points = job.points.map(quantised);
  const rays = points.map((point) => point.rayMeanAbs);
  const entropies = (layer: 'previous' | 'next') =>
    differences(points.map(({ gibbsEntropy }) => (gibbsEntropy[layer] === null ? null : quantise(gibbsEntropy[layer], ENTROPY_STEPS))));
  return {
    ...(job.status === 'finished' ? {} : { status: job.status }),
    ...(ladder === 0 ? {} : { ladder }),
    accuracy: differences(points.map((point) => quantise(point.testAccuracy, ACCURACY_STEPS))),
    beforePrune: differences(points.map((point) => quantise(point.testAccuracyBeforePrune, ACCURACY_STEPS))),
    previous: entropies('previous'),
    next: entropies('next'),
    ...(rays.every((ray) => ray === null) ? {} : { ray: rays }),
    ...(job.fingerprint === null ? {} : { fingerprint: job.fingerprint }),
  };
}

function unpackJob(format: Format, packed: Format['jobs'][number], job: Job, index: number): Omit<DigestJob, 'l0'> {
  const at = `jobs.${index}`;
  const ladder = format.ladders[packed.ladder ?? 0];
  if (!ladder) throw new DigestError('form', `${at}.ladder: names a ladder that is not there.`);
  const length = packed.accuracy.length;
  const read = (values: (number | null)[], name: string, whole = true): (number | null)[] => {
    if (whole ? values.length !== length : values.length < length) {
      throw new DigestError('form', `${at}.${name}: holds ${values.length} values where ${length} are needed.`);
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
    throw new DigestError('form', `${at}.ray: holds ${packed.ray.length} values where ${length} are needed.`);
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
  return {
    status: packed.status ?? 'finished',
    points: checked(pointsSchema, points, `${at}.points`),
    fingerprint: packed.fingerprint ?? null,
  };
}

const quantisedRay = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(RAY_DIGITS)));
