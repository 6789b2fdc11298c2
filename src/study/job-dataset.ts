/** Where the images of a job come from: the server, or what a person has added to this browser. */
import type { OpenDatasetOptions } from '../data/dataset.ts';
import { openOwnDataset } from '../data/own/store.ts';
import type { Job } from './schema.ts';

/**
 * What `openDataset` has to be told of a job that has images.
 * @throws {DatasetError} of kind `missing` where they are a person's own and not in this browser
 */
export async function datasetOf(job: Job, dataUrl: string): Promise<Pick<OpenDatasetOptions, 'baseUrl' | 'name' | 'manifest' | 'cache'>> {
  if (!job.images) return { baseUrl: dataUrl, name: job.data.name };
  const { manifest, ...where } = await openOwnDataset(dataUrl, job.images);
  return { ...where, manifest, name: manifest.name };
}
