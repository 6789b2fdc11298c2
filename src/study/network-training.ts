/** What the network of a job is trained on with: its training samples, and its optimiser. */
import { openStored } from '../data/dataset.ts';
import { sourceOf } from '../data/sources/index.ts';
import { workerOf } from './families/worker.ts';
import type { Training } from './family-worker.ts';
import { datasetOf } from './job-dataset.ts';
import type { Loading } from './network-protocol.ts';
import type { Job } from './schema.ts';

/** @throws DatasetError, or RangeError where networks of its family cannot be trained on */
export async function trainingOf(job: Job, dataUrl: string, onLoading: Loading): Promise<Training> {
  const { bench, limits } = workerOf(job);
  if (!bench.training) throw new RangeError('Networks of this method cannot be trained on from here.');
  const { storage } = sourceOf(job).kind;
  const dataset = storage
    ? await openStored(storage, { ...(await datasetOf(job, dataUrl)), limits: limits(job), onProgress: onLoading })
    : null;
  return bench.training(job, dataset);
}
