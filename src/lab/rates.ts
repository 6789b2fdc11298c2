/** How fast work is done: measured on this machine, or else as another one does it. */
import type { BackendName } from '../study/events.ts';
import { familyOf, type Job } from '../study/schema.ts';
import { workOf } from './work.ts';

/**
 * Seconds of a worker per unit of work, measured on this machine: under the name of a backend those of the job that ran there last, and
 * under the key of a backend and a network those of the last job with such a network, since convolutions and small layers have another pace.
 */
export type Rates = Readonly<Partial<Record<string, number>>>;

/** Networks of free widths are alike whatever these are; a family has a unit of its own. */
export function networkKey(job: Job): string {
  const family = familyOf(job);
  return `${family.id}/${family.modelOf(job).title ?? 'own widths'}`;
}

const keyOf = (job: Job, backend: BackendName): string => `${backend}/${networkKey(job)}`;

/** What a job has told of the pace of this machine. @param rate seconds per unit of its work */
export const withRate = (rates: Rates, job: Job, backend: BackendName, rate: number): Rates => ({
  ...rates,
  [backend]: rate,
  [keyOf(job, backend)]: rate,
});

/** Whether a network like that of the job was measured here. */
export const isMeasured = (job: Job, rates: Rates, backend: BackendName): boolean => rates[keyOf(job, backend)] !== undefined;

/** Seconds of a job by what was measured here, of such a network or else of others; null where nothing was on that backend. */
export function measuredSeconds(job: Job, rates: Rates, backend: BackendName): number | null {
  const rate = rates[keyOf(job, backend)] ?? rates[backend];
  return rate === undefined ? null : rate * workOf(job).total;
}

/** Seconds of a job on one core of a computer that is not this one, for where nothing was measured. */
export const referenceSeconds = (job: Job): number => familyOf(job).pace(job) * 1e-9 * workOf(job).total;
