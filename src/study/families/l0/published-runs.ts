/** The recorded runs that published numbers of arXiv 2505.17469 are compared with, and what is read of them. */
import { median } from '../../../math/quantile.ts';
import { spreadOf, type ComparedNumber, type Recorded, type Spread } from '../../card.ts';
import { l0MethodOf } from './methods.ts';
import type { L0Job, L0Record, L0Summary } from './types.ts';

/** Names of recorded runs. */
export const STUDENT_MSE = 'teacher-student-mse';
export const STUDENT_GAUSS = 'teacher-student-gauss';
export const DIGITS = 'l0-mnist-mlp';
export const DIGITS_QUICK = 'l0-mnist-mlp-quick';
export const EPOCHS = 'l0-epoch-times';
export const PHOTOS = 'l0-cifar-vgg';
export const PHOTOS_QUICK = 'l0-cifar-vgg-quick';
export const TEXT = 'text-moby';
/** Networks of it at two sizes, pruned and narrow, with three seeds. */
export const TEXT_SEEDS = 'text-moby-seeds';
export const TEXT_ALONG = 'text-online';

/** A job that has ended. */
export interface Ended {
  readonly job: L0Job;
  readonly record: L0Record;
  readonly summary: L0Summary;
}

/** Those of a recorded run; none where there is no such run. */
export const endedOf = (recorded: Recorded, name: string): readonly Ended[] =>
  (recorded(name) ?? []).flatMap((each) => {
    const record = each as L0Record;
    return record.summary ? [{ job: record.job, record, summary: record.summary }] : [];
  });

/** Jobs that differ in nothing but their seed. */
export interface Setting {
  readonly method: string;
  readonly alpha: number;
  readonly jobs: readonly Ended[];
}

/** In the order of their first jobs. @param keyOf what else sets them apart */
export function settingsAmong(ended: readonly Ended[], keyOf: (job: L0Job) => unknown = () => 0): Setting[] {
  const groups = new Map<string, Ended[]>();
  for (const one of ended) {
    const { method, alpha, rho } = one.job.compression;
    const key = JSON.stringify([method, alpha, rho, keyOf(one.job)]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((jobs) => ({ method: jobs[0].job.compression.method, alpha: jobs[0].job.compression.alpha, jobs }));
}

export const valuesOf = ({ jobs }: Setting, read: (one: Ended) => number): number[] => jobs.map(read);
export const medianOf = (setting: Setting, read: (one: Ended) => number): number => median(valuesOf(setting, read));
export const spreadOver = (setting: Setting, read: (one: Ended) => number): Spread => spreadOf(valuesOf(setting, read))!;

/** The one of which something is least; null of none. */
export const leastBy = (settings: readonly Setting[], read: (one: Ended) => number): Setting | null =>
  settings.toSorted((a, b) => medianOf(a, read) - medianOf(b, read))[0] ?? null;

export const totalOf = ({ summary }: Ended): number => summary.descriptionBytes;
export const lossOf = ({ summary }: Ended): number => summary.testLoss;
export const nonzeroOf = ({ summary }: Ended): number => summary.nonzero;

/** Whether nothing is taken from the networks of a setting. */
export const isDense = ({ jobs }: Setting): boolean => l0MethodOf(jobs[0].job).traits.unpruned === true;
export const methodName = ({ jobs }: Setting): string => l0MethodOf(jobs[0].job).title;

export const main = { isMain: true } as const;

/** A printed number that nothing here stands beside. */
export const printedAlone = (name: string, published: number, more: Partial<ComparedNumber> = {}): ComparedNumber => ({
  name,
  digits: 2,
  published,
  ours: null,
  ...more,
});
