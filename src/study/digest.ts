/**
 * A digest: what of a study's records fits into a link. Curves without the measurement vectors and rays behind them, and a fingerprint of
 * those, so that a reproduction can still be called identical.
 */
import { fingerprintOf } from './fingerprint.ts';
import type { Environment, JobRecord, JobStatus } from './records.ts';
import type { L0Digest } from './families/l0/digest.ts';
import type { L0Run } from './families/l0/run.ts';
import { isDtcJob, isL0Job, jobKey, jobsOf, type Study } from './schema.ts';
import { dtcSteps, pointOf, type Trajectory, type TrajectoryPoint } from './families/dtc/run.ts';

/** States of a job that nobody works on any more. */
export type StoredStatus = Extract<JobStatus, 'queued' | 'finished' | 'cancelled' | 'failed'>;

export interface DigestJob {
  readonly status: StoredStatus;
  /** Of a job of Dual Tomographic Compression; empty for the others. */
  readonly points: readonly TrajectoryPoint[];
  /** Of an ℓ0 job of which anything is known; null else. Links made before they carried it have none. */
  readonly l0: L0Digest | null;
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
    if (!record) return { status: 'queued', points: [], l0: null, fingerprint: null };
    return {
      status: storedStatus(record),
      points: dtcSteps(record.steps).map(pointOf),
      l0: l0Of(record),
      fingerprint: record.steps.length > 0 ? await fingerprintOf(record.steps) : null,
    };
  });
  const where = environment && { engine: environment.engine, backend: environment.backend, device: environment.device };
  return { study, jobs: await Promise.all(jobs), environment: where };
}

function l0Of({ steps, summary }: JobRecord): L0Digest | null {
  const own = steps.filter((step) => step.kind === 'l0');
  return own.length === 0 ? null : { steps: own, summary: summary?.kind === 'l0' ? summary : null };
}

/** What figures of Dual Tomographic Compression draw. */
export function trajectoriesOf(digest: Digest): Trajectory[] {
  const jobs = jobsOf(digest.study);
  return digest.jobs.flatMap(({ status, points }, index) => {
    const job = jobs[index];
    return isDtcJob(job) ? [{ job, status, points, steps: null, losses: [] }] : [];
  });
}

/** What tables and figures of ℓ0 regularisation show: one for each job, in their order; none of a study of another family. */
export function l0RunsOfDigest(digest: Digest): L0Run[] {
  const jobs = jobsOf(digest.study);
  return digest.jobs.flatMap(({ status, l0 }, index) => {
    const job = jobs[index];
    return isL0Job(job) ? [{ job, status, steps: l0?.steps ?? [], summary: l0?.summary ?? null }] : [];
  });
}
