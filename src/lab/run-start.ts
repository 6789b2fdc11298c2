/** What a study starts with: all of its jobs anew, or some of them as an earlier run has left them. */
import type { JobCheckpoint } from '../study/checkpoint.ts';
import type { BackendChoice } from '../study/events.ts';
import type { JobRecord } from '../study/records.ts';
import { jobKey, jobsOf, type Study } from '../study/schema.ts';
import type { JobState, RunState } from './contract.ts';
import { newJobState } from './job-state.ts';
import type { Waiting } from './assignment.ts';
import { reused } from './reuse.ts';

export interface RunStart {
  readonly jobs: readonly JobState[];
  readonly backend: BackendChoice;
  /** What is known of where it computes, from the jobs that are taken as they are. */
  readonly known: Partial<Pick<RunState, 'environment' | 'backendReason'>>;
  /** Of an earlier run that goes on with more jobs: the new place of each job that is taken, by its old one. Null for another run. */
  readonly moves: ReadonlyMap<number, number> | null;
}

/**
 * @param before the run that is shown
 * @param records of it, whose finished ones are taken for those jobs of the study that have the same settings
 */
export function startOf(study: Study, backend: BackendChoice, before: RunState, records: readonly JobRecord[]): RunStart {
  const { taken, all } = reused(jobsOf(study), records);
  const jobs = jobsOf(study).map((job) => {
    const record = taken.get(jobKey(job));
    return record ? { ...newJobState(job), phase: record.status, record } : newJobState(job);
  });
  return {
    jobs,
    // Records of one backend stay comparable with each other.
    backend: taken.size > 0 && backend === 'auto' ? (before.environment?.backend ?? backend) : backend,
    known: taken.size > 0 ? { environment: before.environment, backendReason: before.backendReason } : {},
    // A run that keeps all that it had is extended; one that loses some of it stays as it was, and the new one is another.
    moves: all && before.id !== null ? movesOf(jobs, records, taken) : null,
  };
}

function movesOf(jobs: readonly JobState[], records: readonly JobRecord[], taken: ReadonlyMap<string, JobRecord>): Map<number, number> {
  const places = new Map(jobs.map(({ record }, index) => [jobKey(record.job), index]));
  const moves = records.map(({ job }, from) => [from, taken.has(jobKey(job)) ? places.get(jobKey(job)) : undefined] as const);
  return new Map(moves.flatMap(([from, to]) => (to === undefined ? [] : [[from, to] as const])));
}

/** A job that goes on from where it was: on the backend that it was on, since on another one the sums would be rounded otherwise. */
export const waitingOf = (index: number, record: JobRecord, from: JobCheckpoint | null): Waiting => ({
  index,
  job: record.job,
  from,
  backend: from ? (record.environment?.backend ?? null) : null,
});
