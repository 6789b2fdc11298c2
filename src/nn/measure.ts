/** Loss and accuracy of a network in one pass over batches that stay on the device. */
import type { Batch, BatchSource } from './batches.ts';
import type { Objective } from './loss.ts';
import { stillNetwork, type Network } from './models/network.ts';
import type { RunControl } from './run-control.ts';
import * as tf from './tf.ts';
import { readScalars } from './training-step.ts';

/** All batches of one pass, on the device until they are disposed of. */
export class KeptBatches {
  readonly batches: readonly Batch[];
  readonly samples: number;
  readonly predictions: number;

  private constructor(batches: readonly Batch[], { samples, predictions }: Pick<BatchSource, 'samples' | 'predictions'>) {
    this.batches = batches;
    this.samples = samples;
    this.predictions = predictions;
  }

  /** @throws what the source throws */
  static async of(source: BatchSource): Promise<KeptBatches> {
    const batches: Batch[] = [];
    try {
      for (let index = 0; index < source.count; index++) batches.push(await source.batch(index, 0));
    } catch (error) {
      for (const batch of batches) batch.dispose();
      throw error;
    }
    return new KeptBatches(batches, source);
  }

  dispose(): void {
    for (const batch of this.batches) batch.dispose();
  }
}

export interface PassMeasures {
  /** Mean over the predictions, as `meanLoss` gives it. */
  readonly loss: number;
  /** Predictions that are right, and the mean over batches of the share inside each, as `evaluate` gives them; null for a regression. */
  readonly correct: number | null;
  readonly meanBatchAccuracy: number | null;
}

/** Work between two looks at the control. */
const CHUNK_MS = 40;

/**
 * The figures of `meanLoss` and `evaluate` to the last bit, at the price of one.
 * @throws Cancelled once the control is cancelled
 */
export async function measurePass(
  network: Pick<Network, 'forward'>,
  kept: KeptBatches,
  objective: Objective,
  control: RunControl,
): Promise<PassMeasures> {
  const { batches, predictions } = kept;
  const losses: number[] = [];
  const rights: number[] = [];
  /** Of each batch that has not been read yet its loss and, of a classifier, how many are right. */
  let open: (readonly tf.Scalar[])[] = [];
  const read = async (): Promise<void> => {
    const [lossScalars, rightScalars] = [open.map(([loss]) => loss), open.flatMap(([, ...right]) => right)];
    open = [];
    losses.push(...(await readScalars(lossScalars)));
    if (rightScalars.length > 0) rights.push(...(await readScalars(rightScalars)));
  };
  let began = performance.now();
  try {
    for (const [index, { inputs, targets }] of batches.entries()) {
      open.push(
        tf.tidy(() => {
          const outputs = network.forward(inputs);
          const loss = objective.loss(outputs, targets);
          return objective.correct ? [loss, objective.correct(outputs, targets)] : [loss];
        }),
      );
      if (performance.now() - began < CHUNK_MS && index < batches.length - 1) continue;
      await read();
      await control.checkpoint();
      began = performance.now();
    }
  } finally {
    tf.dispose(open.flat());
  }
  const each = batches.map((batch) => batch.predictions);
  return {
    loss: losses.reduce((sum, loss, index) => sum + loss * each[index], 0) / predictions,
    correct: objective.correct && rights.reduce((sum, count) => sum + count, 0),
    meanBatchAccuracy: objective.correct && rights.reduce((sum, count, index) => sum + count / each[index], 0) / batches.length,
  };
}

/**
 * The class that a network says of each sample, in their order.
 * @throws Cancelled once the control is cancelled
 */
export async function classesOf(
  network: Network,
  { batches, predictions }: KeptBatches,
  control: RunControl,
): Promise<Uint8Array<ArrayBuffer>> {
  const classes = new Uint8Array(predictions);
  const still = await stillNetwork(network);
  try {
    let at = 0;
    for (const { inputs } of batches) {
      const best = tf.tidy(() => tf.argMax(still.forward(inputs), -1));
      classes.set(await best.data(), at);
      at += best.size;
      best.dispose();
      await control.checkpoint();
    }
    return classes;
  } finally {
    still.dispose();
  }
}
