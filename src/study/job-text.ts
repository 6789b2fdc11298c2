/** The text that a job learns to continue. */
import { isOfText, openStored } from '../data/dataset.ts';
import { textStorage } from '../data/kinds/text-storage.ts';
import { sourceOf } from '../data/sources/index.ts';
import { datasetOf } from './job-dataset.ts';
import type { Job } from './schema.ts';

/** Whether a job has a text. */
export const hasText = (job: Job): boolean => sourceOf(job).kind.storage?.kind === textStorage.kind;

/**
 * All bytes of the text of a job, whatever part of it trains.
 * @throws {DatasetError} where it cannot be had
 * @throws {RangeError} for a job of other data
 */
export async function textOf(job: Job, dataUrl: string): Promise<Uint8Array<ArrayBuffer>> {
  const { storage } = sourceOf(job).kind;
  const dataset = storage && (await openStored(storage, await datasetOf(job, dataUrl)));
  if (!dataset || !isOfText(dataset)) throw new RangeError('Only the network of a text makes an archive.');
  const { train } = dataset.splits;
  const { text } = await train.batch(0, train.count);
  return text.slice();
}
