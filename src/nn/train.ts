/** The training loop and the evaluation: paced in chunks of some 40 ms, so that pause and cancel are quick and read-backs rare. */
import type { BatchSource } from './batches.ts';
import type { Objective } from './loss.ts';
import type { Network } from './models/network.ts';
import type { Hyper } from './optimizer/hyper.ts';
import { ReplayedTraining } from './replayed-training.ts';
import type { RunControl } from './run-control.ts';
import * as tf from './tf.ts';
import { EagerSteps, readScalars, type Steps, type Trained } from './training-step.ts';

/** Work between two looks at the control. Pause must answer within 200 ms, and a chunk may last twice its aim when the machine is busy. */
const CHUNK_MS = 40;

/** Thrown when the loss is no longer a number. */
export class Diverged extends Error {
  constructor(step: number, loss: number, learningRate: number, where: string) {
    super(
      `Training diverged: the loss of training step ${step + 1} is ${loss} at learning rate ${learningRate}; ${where}. ` +
        'Lower the learning rate and run the job again.',
    );
    this.name = 'Diverged';
  }
}

export interface TrainOptions extends Trained {
  readonly source: BatchSource;
  /** Training steps to take, starting at batch `first` (of pass 0) and going round. */
  readonly steps: number;
  readonly first?: number;
  /** Numbers of each of these steps, from 0 on, in place of the optimiser's own. */
  readonly hyper?: (step: number) => Partial<Hyper>;
  readonly control: RunControl;
  /** Called after each chunk with the losses of its steps, in order, and the seconds it took; waited for. */
  readonly onChunk: (losses: Float32Array, seconds: number) => void | Promise<void>;
  /** Whether a graphics device replays the steps that can be captured; it does unless told. The eager steps are their reference. */
  readonly replay?: boolean | undefined;
}

/** Steps that are under way on the device. */
interface Chunk {
  readonly began: number;
  /** Step that it begins with, from 0. */
  readonly first: number;
  readonly steps: number;
  readonly losses: Promise<Float32Array>;
}

/**
 * Trains and returns the loss of the last batch.
 * @throws Cancelled, Diverged, or what the data set throws
 */
export async function train(options: TrainOptions): Promise<number> {
  const { steps, control, onChunk, source, replay = true } = options;
  const taker = (replay && ReplayedTraining.of(options, source)) || new EagerSteps(options, source);
  // Time without pauses.
  const now = (): number => performance.now() - control.pausedMs;
  // A GPU computes one chunk while the next is being prepared; the others compute here and now, and gain nothing from a second one.
  const atOnce = tf.getBackend() === 'webgpu' ? 2 : 1;
  const underWay: Chunk[] = [];
  // A GPU takes steps faster than it computes them: 300 were queued in 3 s and took another 43. So the length of a chunk follows what the
  // ones before it took in all.
  let limit = 1;
  let begun = 0;
  let settled = now();
  let last = Number.NaN;
  try {
    while (begun < steps || underWay.length > 0) {
      if (begun < steps) {
        const chunk = await beginChunk(taker, options, begun, Math.min(limit, steps - begun), now);
        begun += chunk.steps;
        underWay.push(chunk);
      }
      if (underWay.length === atOnce || begun === steps) {
        const { losses, first, began } = underWay[0];
        const values = await losses;
        underWay.shift();
        const wrong = values.findIndex((loss) => !Number.isFinite(loss));
        if (wrong >= 0) await diverge(options, first + wrong, values[wrong]);
        last = values[values.length - 1];
        const milliseconds = now() - Math.max(began, settled);
        settled = now();
        limit = Math.max(1, Math.min(2 * limit, Math.round((CHUNK_MS * values.length) / Math.max(milliseconds, 0.1))));
        await onChunk(values, milliseconds / 1000);
      }
      await control.checkpoint();
    }
  } finally {
    await Promise.allSettled(underWay.map(({ losses }) => losses));
  }
  return last;
}

/** Takes up to `limit` steps, fewer if they take long, and begins to read their losses. */
async function beginChunk(taker: Steps, options: TrainOptions, first: number, limit: number, now: () => number): Promise<Chunk> {
  const began = now();
  const most = Math.min(limit, taker.most);
  let taken = 0;
  try {
    do {
      const step = first + taken;
      await taker.take((options.first ?? 0) + step, options.hyper?.(step) ?? {});
      taken++;
    } while (taken < most && now() - began < CHUNK_MS);
  } catch (error) {
    taker.forget();
    throw error;
  }
  return { began, first, steps: taken, losses: taker.read() };
}

/** @throws Diverged, always */
async function diverge({ network, optimizer, hyper }: TrainOptions, step: number, loss: number): Promise<never> {
  const { learningRate } = { ...optimizer.hyper, ...hyper?.(step) };
  for (const parameter of network.parameters) {
    if ((await parameter.values()).every(Number.isFinite)) continue;
    throw new Diverged(step, loss, learningRate, `the first parameter with numbers that are not finite is ${parameter.name}`);
  }
  throw new Diverged(step, loss, learningRate, 'all parameters are still finite, so the outputs have outgrown float32');
}

export interface Evaluation {
  /** Mean over batches of the accuracy inside each: the published figure, in which a small last batch weighs as much as a full one. */
  readonly meanBatchAccuracy: number;
  /** Predictions that are right, and all of them. */
  readonly correct: number;
  readonly total: number;
}

type Forward = Pick<Network, 'forward'>;

/**
 * Accuracy over all predictions of a source, exactly: over its samples, or over the places of its sequences.
 * @throws Cancelled, or what the data set throws
 */
export async function evaluate(network: Forward, source: BatchSource, objective: Objective, control: RunControl): Promise<Evaluation> {
  const right = rightOf(objective);
  const [rights, predictions] = await overBatches(source, control, ({ inputs, targets }) => [right(network.forward(inputs), targets)]);
  return evaluationOf(rights, predictions, source);
}

/** Which batches of a set are looked at, from the first on: every so many-th, and no more once they have so many predictions. */
export interface Looked {
  readonly every: number;
  readonly predictions: number;
}

const everything: Looked = { every: 1, predictions: Infinity };

/**
 * Mean loss over the predictions of a source, without penalties, in the loss's own unit.
 * @param looked which of its batches; all unless told
 * @throws Cancelled, or what the data set throws
 */
export async function meanLoss(
  network: Forward,
  source: BatchSource,
  objective: Objective,
  control: RunControl,
  looked: Looked = everything,
): Promise<number> {
  const measure = ({ inputs, targets }: Measurable) => [objective.loss(network.forward(inputs), targets)];
  const [losses, predictions] = await overBatches(source, control, measure, looked);
  return meanOf(losses, predictions);
}

/**
 * Both, to the last bit, in one pass: a batch is fetched and goes through the network once.
 * @param reported whose loss it is; that of the objective unless told
 * @throws as these
 */
export async function evaluateWithLoss(
  network: Forward,
  source: BatchSource,
  objective: Objective,
  control: RunControl,
  reported = objective,
): Promise<Evaluation & { readonly loss: number }> {
  const right = rightOf(objective);
  const [losses, rights, predictions] = await overBatches(source, control, ({ inputs, targets }) => {
    const outputs = network.forward(inputs);
    return [reported.loss(outputs, targets), right(outputs, targets)];
  });
  return { ...evaluationOf(rights, predictions, source), loss: meanOf(losses, predictions) };
}

function rightOf({ correct }: Objective): NonNullable<Objective['correct']> {
  if (!correct) throw new TypeError('A regression has no accuracy: evaluate its loss.');
  return correct;
}

const meanOf = (losses: readonly number[], predictions: readonly number[]): number =>
  losses.reduce((sum, loss, index) => sum + loss * predictions[index], 0) / predictions.reduce((sum, own) => sum + own, 0);

const evaluationOf = (rights: readonly number[], predictions: readonly number[], source: BatchSource): Evaluation => ({
  meanBatchAccuracy: rights.reduce((sum, count, index) => sum + count / predictions[index], 0) / source.count,
  correct: rights.reduce((sum, count) => sum + count, 0),
  total: source.predictions,
});

interface Measurable {
  readonly inputs: tf.Tensor;
  readonly targets: tf.Tensor;
}

/** What is measured of every batch of a pass, a list for each number of it, and last how many predictions each batch has. */
async function overBatches(
  source: BatchSource,
  control: RunControl,
  measure: (batch: Measurable) => tf.Scalar[],
  looked: Looked = everything,
): Promise<number[][]> {
  const columns: number[][] = [];
  const predictions: number[] = [];
  let open: tf.Scalar[][] = [];
  let [seen, began] = [0, performance.now()];
  try {
    for (let index = 0; index < source.count && seen < looked.predictions; index += looked.every) {
      const batch = await source.batch(index, 0);
      open.push(tf.tidy(() => measure(batch)));
      predictions.push(batch.predictions);
      seen += batch.predictions;
      batch.dispose();
      const last = index + looked.every >= source.count || seen >= looked.predictions;
      if (performance.now() - began < CHUNK_MS && !last) continue;
      // Losses and counts are of different types, which are not read together.
      const reads = open[0].map((_, column) => readScalars(open.map((row) => row[column])));
      open = [];
      for (const [column, values] of (await Promise.all(reads)).entries()) (columns[column] ??= []).push(...values);
      await control.checkpoint();
      began = performance.now();
    }
  } finally {
    tf.dispose(open.flat());
  }
  return [...columns, predictions];
}

/**
 * Mean cross-entropy of sequences at each of their places, nats; places of −1 do not count.
 * @throws Cancelled, or what the data set throws
 */
export async function lossByPlace(network: Pick<Network, 'forward'>, source: BatchSource, control: RunControl): Promise<number[]> {
  let sums: Float64Array | null = null;
  let counts = new Float64Array();
  for (let index = 0; index < source.count; index++) {
    const batch = await source.batch(index, 0);
    const [losses, present] = tf.tidy(() => {
      const [rows, places] = batch.targets.shape as [number, number];
      const logits = network.forward(batch.inputs) as tf.Tensor2D;
      const labels = tf.reshape<tf.Rank.R1>(batch.targets, [-1]);
      const chosen = tf.cast(tf.oneHot(labels, logits.shape[1]), 'float32');
      const own = tf.sum(tf.mul(chosen, tf.sub(tf.logSumExp(logits, -1, true), logits)), -1);
      return [tf.sum(tf.reshape(own, [rows, places]), 0), tf.sum(tf.reshape(tf.sum(chosen, -1), [rows, places]), 0)];
    });
    batch.dispose();
    const [own, counted] = [await losses.data(), await present.data()];
    tf.dispose([losses, present]);
    sums ??= new Float64Array(own.length);
    if (counts.length === 0) counts = new Float64Array(own.length);
    for (let place = 0; place < own.length; place++) {
      sums[place] += own[place];
      counts[place] += counted[place];
    }
    await control.checkpoint();
  }
  return Array.from(sums ?? [], (sum, place) => sum / counts[place]);
}
