/** The images of a job in the order in which it takes them. */
import type { Dataset } from '../../data/dataset.ts';
import type { SplitName } from '../../data/storage.ts';
import { stream } from '../../math/random.ts';
import { fileOrder, selection, type ImageSource } from '../../nn/batches.ts';
import type { DtcJob } from './job.ts';

type ImagePart = Pick<DtcJob, 'data' | 'training' | 'images'>;

const wanted = ({ data }: ImagePart, split: SplitName): number => (split === 'train' ? data.trainImages : data.testImages);

/** How many images of a split, from the first on, have to be there; undefined for all. */
export const imageLimit = (job: ImagePart, split: SplitName): number | undefined =>
  job.images ? undefined : wanted(job, split) || undefined;

/**
 * Batches of a split. What the lab serves comes in file order, as in the notebook of arXiv 2505.23869, whose files are mixed. A folder of
 * one's own comes class by class, and a batch of one class teaches nothing (and, normalised over the batch, predicts nothing): so one's own
 * images come in an order drawn once, the same for every job, of which the first so-many are taken.
 * @param dataset opened with the limits of `imageLimit`
 */
export function imagesInOrder(job: ImagePart, dataset: Dataset, split: SplitName): ImageSource {
  const { batchSize } = job.training;
  if (!job.images) return fileOrder(dataset, split, batchSize);
  const { count } = dataset.splits[split];
  const indices = stream(0, `own-images/${split}`)
    .permutation(count)
    .subarray(0, wanted(job, split) || count);
  return selection(dataset, split, { indices, batchSize });
}
