/** Where the data of a job come from: the server, or what a person has added to this browser. */
import type { OpenDatasetOptions } from '../data/dataset.ts';
import { openOwnDataset } from '../data/own/store.ts';
import { openOwnText, type OwnText } from '../data/own/texts.ts';
import type { Job } from './schema.ts';

/** Opens a text of a person's own. @throws {DatasetError} of kind `missing` where it is not here */
export type OpenOwnText = typeof openOwnText;

/**
 * What `openStored` has to be told of a job whose data lie in files.
 * @param ownText opens a text of a person's own: that of this browser unless told
 * @throws {DatasetError} of kind `missing` where they are a person's own and not in this browser
 */
export async function datasetOf(
  job: Job,
  dataUrl: string,
  ownText: OpenOwnText = openOwnText,
): Promise<Pick<OpenDatasetOptions, 'baseUrl' | 'name' | 'manifest' | 'cache'>> {
  const { images, text } = job;
  if (!images && !text) return { baseUrl: dataUrl, name: job.data.name };
  const { manifest, ...where } = images ? await openOwnDataset(dataUrl, images) : await ownText(dataUrl, text as OwnText);
  return { ...where, manifest, name: manifest.name };
}
