/** What a study is about: its data, and the networks that it begins with. */
import { dataTitle } from '../../study/job-data.ts';
import { networkTitle } from '../../study/network-title.ts';
import { jobsOf, type Study } from '../../study/schema.ts';

/** Values of an axis that are written out; of more, the first and the last. */
const MOST_VALUES = 3;

/** “1, 2, 3”, “0.001 … 3, 20 values”. */
export const listed = (texts: readonly string[]): string =>
  texts.length > MOST_VALUES ? `${texts[0]} … ${texts.at(-1)}, ${texts.length} values` : texts.join(', ');

/** Whether a setting says which data, or which network. */
export const isAbout = (path: string): boolean => ['data.name', 'model.name', 'model.hidden', 'model.width'].includes(path);

/** “MNIST, LeNet-300-100”: data and network of a study; of several, all. */
export function aboutText(study: Study): string {
  const jobs = jobsOf({ ...study, axes: study.axes.filter(({ path }) => isAbout(path)) });
  return [dataTitle, networkTitle].map((titleOf) => listed([...new Set(jobs.map((job) => titleOf(job)))])).join(', ');
}
