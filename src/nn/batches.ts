/** Batches as the training loop takes them: images normalised, flat, on the device. */
import { batchCount, batchRange } from '../data/batches.ts';
import type { Dataset } from '../data/dataset.ts';
import type { SplitName } from '../data/manifest.ts';
import { normalisationTable, normalisePixels } from '../data/normalise.ts';
import * as tf from './tf.ts';

export interface Batch {
  /** [batch, height·width·channels] */
  readonly images: tf.Tensor2D;
  /** Class indices, int32, [batch] */
  readonly labels: tf.Tensor1D;
  readonly size: number;
  dispose(): void;
}

export interface BatchSource {
  /** Batches in one pass; the last one may be smaller. */
  readonly count: number;
  readonly images: number;
  readonly features: number;
  readonly classes: number;
  /** Batch `index` of the pass. Waits only for the shards that it lies in. */
  batch(index: number): Promise<Batch>;
}

/** Batches of a split in file order, never shuffled. */
export function fileOrder(dataset: Dataset, split: SplitName, batchSize: number): BatchSource {
  const { manifest } = dataset;
  const images = dataset.splits[split].count;
  const features = manifest.shape.reduce((product, side) => product * side, 1);
  const table = normalisationTable(manifest.normalisation);
  return {
    count: batchCount(images, batchSize),
    images,
    features,
    classes: manifest.classes.length,
    async batch(index) {
      const range = batchRange(images, batchSize, index);
      const stored = await dataset.splits[split].batch(range.start, range.count);
      const inputs = new Float32Array(range.count * features);
      normalisePixels(stored.images, table, inputs);
      const imageTensor = tf.tensor2d(inputs, [range.count, features]);
      const labelTensor = tf.tensor1d(Int32Array.from(stored.labels), 'int32');
      return {
        images: imageTensor,
        labels: labelTensor,
        size: range.count,
        dispose: () => tf.dispose([imageTensor, labelTensor]),
      };
    },
  };
}
