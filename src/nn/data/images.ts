/** Images that lie in files: of the training images a part chosen by a seed trains and another validates (arXiv 2505.17469, section 4). */
import { isOfImages, type AnyDataset, type Dataset } from '../../data/dataset.ts';
import { imageShape } from '../../data/shape.ts';
import { randomSplit, selection, type BatchSource } from '../batches.ts';
import { numbers } from './kinds.ts';
import type { SetsWanted, SourceWorker } from './source.ts';
import { classification } from './tasks.ts';

/** @param id that of the source */
export const storedImages = (id: string): SourceWorker => ({
  id,
  inputs: numbers,
  task: classification,
  sets(wanted, dataset) {
    const { splits, manifest } = opened(id, dataset);
    const { data, seed, batchSize, evaluationBatch } = wanted;
    const [train, validation] = randomSplit(data.splitSeed, splits.train.count, [data.train, data.validation]);
    const shuffleSeed = data.order === 'shuffled' ? seed : undefined;
    const pixels = unitPixels(opened(id, dataset));
    return {
      train: selection(pixels, 'train', { indices: train, batchSize, shuffleSeed }),
      trainWhole: selection(pixels, 'train', { indices: train, batchSize: evaluationBatch }),
      validation: selection(pixels, 'train', { indices: validation, batchSize: evaluationBatch }),
      test: testImages(wanted, pixels),
      testForLength: null,
      input: imageShape(manifest.shape),
      outputs: manifest.classes.length,
      dispose: () => undefined,
    };
  },
  test: (wanted, dataset) => ({ test: testImages(wanted, unitPixels(opened(id, dataset))), dispose: () => undefined }),
});

function opened(id: string, dataset: AnyDataset | null): Dataset {
  if (!dataset || !isOfImages(dataset)) throw new TypeError(`A job on ${id} needs its images: open the data set first.`);
  return dataset;
}

/** The first so many. */
function testImages({ data, evaluationBatch }: Omit<SetsWanted, 'batchSize'>, dataset: Dataset): BatchSource {
  const count = Math.min(data.test, dataset.splits.test.count);
  return selection(dataset, 'test', { indices: Array.from({ length: count }, (_, index) => index), batchSize: evaluationBatch });
}

/** The same images with pixels from 0 to 1, neither centred nor scaled. */
function unitPixels(dataset: Dataset): Dataset {
  const { manifest } = dataset;
  const { mean, std } = manifest.normalisation;
  return {
    manifest: { ...manifest, normalisation: { ...manifest.normalisation, mean: mean.map(() => 0), std: std.map(() => 1) } },
    splits: dataset.splits,
    ready: dataset.ready,
    loadedBytes: dataset.loadedBytes,
    totalBytes: dataset.totalBytes,
    retry: () => dataset.retry(),
  };
}
