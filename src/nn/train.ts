/** The training loop and the evaluation: paced in chunks of some 40 ms, so that pause and cancel are quick and read-backs rare. */
import type { BatchSource } from './batches.ts';
import { correctCount, crossEntropy, type LossAxis } from './loss.ts';
import type { Adam } from './optimizer.ts';
import type { RunControl } from './run-control.ts';
import * as tf from './tf.ts';

/** What can be trained: a function of images with variables. */
export interface Trainable {
  readonly variables: readonly tf.Variable[];
  forward(images: tf.Tensor2D): tf.Tensor2D;
}

/** Work between two looks at the control. Pause must answer within 200 ms, and a chunk may last twice its aim when the machine is busy. */
const CHUNK_MS = 40;

/** Thrown when the loss is no longer a number. */
export class Diverged extends Error {
  constructor(step: number, loss: number) {
    super(`Training diverged: the loss of training step ${step + 1} is ${loss}. Lower the learning rate and run the job again.`);
    this.name = 'Diverged';
  }
}

export interface TrainOptions {
  readonly network: Trainable;
  readonly optimizer: Adam;
  readonly source: BatchSource;
  readonly axis: LossAxis;
  /** Training steps to take, starting at batch `first` of the pass and going round. */
  readonly steps: number;
  readonly first?: number;
  readonly control: RunControl;
  /** Called after each chunk with the losses of its steps, in order, and the seconds it took. */
  readonly onChunk: (losses: Float32Array, seconds: number) => void;
}

/**
 * Trains and returns the loss of the last batch.
 * @throws Cancelled, Diverged, or what the data set throws
 */
export async function train(options: TrainOptions): Promise<number> {
  const { network, optimizer, source, axis, steps, control, onChunk } = options;
  let done = 0;
  let last = Number.NaN;
  while (done < steps) {
    const began = performance.now();
    const losses: tf.Scalar[] = [];
    do {
      losses.push(await step(network, optimizer, source, ((options.first ?? 0) + done) % source.count, axis));
      done++;
    } while (done < steps && performance.now() - began < CHUNK_MS);
    const values = await readScalars(losses);
    const wrong = values.findIndex((loss) => !Number.isFinite(loss));
    if (wrong >= 0) throw new Diverged(done - values.length + wrong, values[wrong]);
    last = values[values.length - 1];
    onChunk(values, (performance.now() - began) / 1000);
    await control.checkpoint();
  }
  return last;
}

async function step(
  network: Trainable,
  optimizer: Adam,
  source: BatchSource,
  index: number,
  axis: LossAxis,
): Promise<tf.Scalar> {
  const batch = await source.batch(index);
  const loss = tf.tidy(() => {
    const { value, grads } = tf.variableGrads(() => crossEntropy(network.forward(batch.images), batch.labels, axis), [
      ...network.variables,
    ]);
    optimizer.applyStep(network.variables, grads);
    return value;
  });
  batch.dispose();
  return loss;
}

export interface Evaluation {
  /** Mean over batches of the accuracy inside each: the published figure, in which a small last batch weighs as much as a full one. */
  readonly meanBatchAccuracy: number;
  /** Correct images, and all of them. */
  readonly correct: number;
  readonly total: number;
}

/**
 * Accuracy over a whole split, exactly.
 * @throws Cancelled, or what the data set throws
 */
export async function evaluate(
  network: Pick<Trainable, 'forward'>,
  source: BatchSource,
  axis: LossAxis,
  control: RunControl,
): Promise<Evaluation> {
  const counts: tf.Scalar[] = [];
  const sizes: number[] = [];
  let began = performance.now();
  for (let index = 0; index < source.count; index++) {
    const batch = await source.batch(index);
    counts.push(tf.tidy(() => correctCount(network.forward(batch.images), batch.labels, axis)));
    sizes.push(batch.size);
    batch.dispose();
    if (performance.now() - began >= CHUNK_MS) {
      await control.checkpoint();
      began = performance.now();
    }
  }
  const correct = await readScalars(counts);
  return {
    meanBatchAccuracy: correct.reduce((sum, count, index) => sum + count / sizes[index], 0) / source.count,
    correct: correct.reduce((sum, count) => sum + count, 0),
    total: source.images,
  };
}

/** Reads scalars in one transfer and disposes of them. */
async function readScalars(scalars: tf.Scalar[]): Promise<Float32Array> {
  const stacked = tf.tidy(() => tf.cast(tf.stack(scalars), 'float32'));
  tf.dispose(scalars);
  try {
    return (await stacked.data()) as Float32Array;
  } finally {
    stacked.dispose();
  }
}
