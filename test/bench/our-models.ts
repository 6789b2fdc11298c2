/** The models of the benches as jobs build them. */
import type { Dataset, DatasetSplit } from '../../src/data/dataset.ts';
import { fileOrder, ResidentSource, type BatchSource } from '../../src/nn/batches.ts';
import { classification, regression, type Objective } from '../../src/nn/loss.ts';
import type { Network } from '../../src/nn/models/network.ts';
import { models } from '../../src/nn/models/registry.ts';
import { transformer } from '../../src/nn/models/transformer.ts';
import { vgg16 } from '../../src/nn/models/vgg-16.ts';
import { SEED, TRANSFORMER, VGG_WIDTH, type BenchModel } from './models.ts';

export const LEARNING_RATE = 1e-3;

export function builtModel({ name }: BenchModel): Network {
  if (name === 'vgg-16') return vgg16({ seed: SEED, width: VGG_WIDTH });
  if (name === 'transformer') return transformer({ seed: SEED, ...TRANSFORMER });
  return models[name].build({ seed: SEED });
}

export const objectiveOf = ({ task }: BenchModel): Objective => (task === 'classification' ? classification('classAxis') : regression());

/** Images as bytes of a data set, gathered on the device where there is one; everything else as it is. */
export function sourceOf(model: BenchModel): BatchSource {
  const arrays = model.data();
  if (model.task === 'regression' || model.name === 'transformer') return new ResidentSource(arrays, model.batch);
  const { inputs, targets, width } = arrays;
  const [pixels, labels] = [Uint8Array.from(inputs, (value) => 255 * value), Uint8Array.from(targets)];
  const split: DatasetSplit = {
    count: labels.length,
    batch: (start, count) =>
      Promise.resolve({ images: pixels.subarray(start * width, (start + count) * width), labels: labels.subarray(start, start + count) }),
  };
  const manifest: Partial<Dataset['manifest']> = {
    shape: [1, width, 1],
    classes: Array.from({ length: model.outputs }, String),
    normalisation: { mean: [0], std: [1] },
  };
  return fileOrder({ manifest, splits: { train: split, test: split } } as unknown as Dataset, 'train', model.batch);
}
