/** What a job is about, as figures and the page ask it. */
import { factsOf, sourceOf } from '../data/sources/index.ts';
import type { Task } from '../data/tasks/task.ts';
import type { DataChoice } from '../data/sources/source.ts';

export { lossOf } from '../data/sources/index.ts';

/** What is predicted of a job's data. */
export const taskOf = (job: Pick<DataChoice, 'data'>): Task => sourceOf(job).task;

/** What the samples of a job's data are called: “images”. */
export const samplesName = (job: Pick<DataChoice, 'data'>): string => sourceOf(job).kind.samples;

/** Whether a network of the job reads pictures. */
export const readsImages = (job: DataChoice): boolean => factsOf(job).input.kind === 'image';

/** Symbols that a network of the job reads at once; null where it reads no text. */
export function symbolsAtOnce(job: DataChoice): number | null {
  const { input } = factsOf(job);
  return input.kind === 'tokens' ? input.length : null;
}

/** What the data of a job are called: “MNIST”. */
export const dataTitle = (job: DataChoice): string => factsOf(job).title;

/** What predictions of a job are of, in the plural: “images”, “bytes”. */
export function predictedOf(job: Pick<DataChoice, 'data'>): string {
  const { kind, task } = sourceOf(job);
  return task.symbol === null ? kind.samples : `${task.symbol}s`;
}

/** The data of a job in words: “MNIST, 10,000 training images”. */
export const dataText = (job: DataChoice): string => `${dataTitle(job)}, ${sourceOf(job).describe(job)}`;

/** Whether `dataText` tells the value of a setting. */
export const isToldOfData = (job: Pick<DataChoice, 'data'>, path: string): boolean =>
  path === 'data.name' || sourceOf(job).told.includes(path);
