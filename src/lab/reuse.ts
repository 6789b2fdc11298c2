/** What of an earlier run a study need not run again: a job is the same run if every setting of it is the same. */
import type { JobRecord } from '../study/records.ts';
import { jobKey, jobsOf, type Job, type Study } from '../study/schema.ts';
import { ENGINE_VERSION } from '../study/version.ts';

export interface Reused {
  /** Finished records of these jobs, by the key of their job. */
  readonly taken: ReadonlyMap<string, JobRecord>;
  /** Whether every job that has left anything is among them. */
  readonly all: boolean;
}

/** @param records of an earlier run; those that did not finish, or that another version computed, are run again */
export function reused(jobs: readonly Job[], records: readonly JobRecord[]): Reused {
  const keys = new Set(jobs.map(jobKey));
  const finished = records.filter(({ status, environment }) => status === 'finished' && environment?.engine === ENGINE_VERSION);
  const taken = new Map(finished.map((record) => [jobKey(record.job), record] as const).filter(([key]) => keys.has(key)));
  return { taken, all: records.length > 0 && records.every(({ job }) => keys.has(jobKey(job))) };
}

/** Jobs of a study that an earlier run has finished, and all of its jobs. */
export function overlapOf(study: Study, records: readonly JobRecord[]): { readonly finished: number; readonly jobs: number } {
  const jobs = jobsOf(study);
  return { finished: reused(jobs, records).taken.size, jobs: jobs.length };
}
