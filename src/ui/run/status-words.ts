/** States of runs and jobs in words. */
import type { JobState, LabState } from '../../lab/contract.ts';
import type { JobStatus } from '../../study/records.ts';
import { megabytes, plural } from '../text/format.ts';

export const jobStatusWords: Readonly<Record<JobStatus, string>> = {
  queued: 'waiting',
  loading: 'loading data',
  running: 'running',
  paused: 'paused',
  finished: 'finished',
  cancelled: 'cancelled',
  failed: 'failed',
};

/** The job that the run bar speaks of: the first one at work, otherwise the first that is loading or held. */
export function spokenJob(jobs: readonly JobState[]): JobState | null {
  const inState = (status: JobStatus) => jobs.find(({ record }) => record.status === status);
  return inState('running') ?? inState('loading') ?? inState('paused') ?? inState('queued') ?? null;
}

/** “Loading data · 6.2 of 11.0 MB”: several files come side by side. */
export const loadingWords = ({ loadedBytes, totalBytes }: NonNullable<JobState['loading']>): string =>
  `Loading data · ${megabytes(loadedBytes).replace(' MB', '')} of ${megabytes(totalBytes)}`;

/** How many jobs are in each state that is worth a word, “2 finished, 1 failed”; how many there are where all are in that of the run. */
export function outcomeWords(run: LabState['run']): string {
  const states: readonly JobStatus[] = ['finished', 'failed', 'cancelled'];
  if (run.jobs.every(({ record }) => record.status === run.status)) return plural(run.jobs.length, 'job');
  return states
    .map((status) => [run.jobs.filter(({ record }) => record.status === status).length, jobStatusWords[status]] as const)
    .filter(([amount]) => amount > 0)
    .map(([amount, word]) => `${amount} ${word}`)
    .join(', ');
}
