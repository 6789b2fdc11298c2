/** What running a study will take, told before it runs. */
import type { BackendName } from '../study/events.ts';
import { jobsOf, type Study } from '../study/schema.ts';
import { makespan } from './progress.ts';
import { workOf } from './work.ts';

export interface Estimate {
  readonly jobs: number;
  /** Training steps over all jobs. */
  readonly trainingSteps: number;
  /** Null where no job has run on this backend yet. */
  readonly seconds: number | null;
}

/** Seconds per unit of work by backend, measured on this machine. */
export type Rates = Partial<Readonly<Record<BackendName, number>>>;

/**
 * @param backend the one that will compute, null where that is not known
 * @param workers that will run side by side
 */
export function estimateStudy(study: Study, rates: Rates, backend: BackendName | null, workers: number): Estimate {
  const works = jobsOf(study).map(workOf);
  const rate = backend === null ? undefined : rates[backend];
  return {
    jobs: works.length,
    trainingSteps: works.reduce((sum, { steps }) => sum + steps, 0),
    seconds: rate === undefined ? null : makespan([], works.map(({ total }) => rate * total), workers),
  };
}
