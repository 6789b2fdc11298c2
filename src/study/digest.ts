/**
 * A digest: what of a study's records fits into a link. Curves without the measurement vectors and rays behind them, and a fingerprint of
 * those, so that a reproduction can still be called identical.
 */
import { fingerprintOf } from './fingerprint.ts';
import type { Environment, JobRecord, JobStatus } from './records.ts';
import { isDtcJob, jobKey, jobsOf, type Study } from './schema.ts';
import { dtcSteps, pointOf, type Trajectory, type TrajectoryPoint } from './trajectory.ts';

/** States of a job that nobody works on any more. */
export type StoredStatus = Extract<JobStatus, 'queued' | 'finished' | 'cancelled' | 'failed'>;

export interface DigestJob {
  readonly status: StoredStatus;
  readonly points: readonly TrajectoryPoint[];
  /** Of the exact steps behind the points; null where it is not known. */
  readonly fingerprint: string | null;
}

export type DigestEnvironment = Pick<Environment, 'engine' | 'backend' | 'device'>;

export interface Digest {
  readonly study: Study;
  /** One for each of the study's jobs, in their order. */
  readonly jobs: readonly DigestJob[];
  readonly environment: DigestEnvironment | null;
}

/** The status of a job once it is put away: one that was going on counts as cancelled, or as never begun. */
export function storedStatus(record: Pick<JobRecord, 'status' | 'steps'>): StoredStatus {
  switch (record.status) {
    case 'finished':
    case 'cancelled':
    case 'failed':
      return record.status;
    // One that waits with steps was interrupted.
    case 'queued':
    case 'loading':
    case 'running':
    case 'paused':
      return record.steps.length > 0 ? 'cancelled' : 'queued';
  }
}

/** The digest of a study's records; a job without a record is one that was never begun. */
export async function digestOf(study: Study, records: readonly JobRecord[], environment: DigestEnvironment | null): Promise<Digest> {
  const byJob = new Map(records.map((record) => [jobKey(record.job), record]));
  const jobs = jobsOf(study).map(async (job): Promise<DigestJob> => {
    const record = byJob.get(jobKey(job));
    if (!record) return { status: 'queued', points: [], fingerprint: null };
    return {
      status: storedStatus(record),
      points: dtcSteps(record.steps).map(pointOf),
      fingerprint: record.steps.length > 0 ? await fingerprintOf(record.steps) : null,
    };
  });
  const where = environment && { engine: environment.engine, backend: environment.backend, device: environment.device };
  return { study, jobs: await Promise.all(jobs), environment: where };
}

/** What figures draw. Links carry no points of other families yet, so there is nothing to draw of them. */
export function trajectoriesOf(digest: Digest): Trajectory[] {
  const jobs = jobsOf(digest.study);
  return digest.jobs.flatMap(({ status, points }, index) => {
    const job = jobs[index];
    return isDtcJob(job) ? [{ job, status, points, steps: null, losses: [] }] : [];
  });
}
