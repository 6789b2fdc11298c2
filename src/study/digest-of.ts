/** The digest of a study that has been run, and the runs of one that came by link. */
import type { Digest, DigestEnvironment, DigestJob } from './digest.ts';
import { fingerprintOf } from './fingerprint.ts';
import { newRecord, storedStatus, type JobRecord, type Run } from './job-record.ts';
import { familyOf, jobKey, jobsOf, type Study } from './schema.ts';

/** The run of a record: what figures, tables and digests read of it. */
export const runOf = (record: JobRecord): Run => familyOf(record.job).runOf(record);

/** The digest of a study's records; a job without a record is one that was never begun. */
export async function digestOf(study: Study, records: readonly JobRecord[], environment: DigestEnvironment | null): Promise<Digest> {
  const byJob = new Map(records.map((record) => [jobKey(record.job), record]));
  const jobs = jobsOf(study).map(async (job): Promise<DigestJob> => {
    const record = byJob.get(jobKey(job)) ?? newRecord(job);
    return digestJobOf(record, await fingerprintOfRecord(record));
  });
  return digestFrom(study, await Promise.all(jobs), environment);
}

/** Null where no step was measured. */
export const fingerprintOfRecord = async ({ steps }: JobRecord): Promise<string | null> => (steps.length > 0 ? fingerprintOf(steps) : null);

/** @param fingerprint of the record */
export const digestJobOf = (record: JobRecord, fingerprint: string | null): DigestJob => ({
  run: { ...runOf(record), status: storedStatus(record) },
  fingerprint,
});

/** @param jobs one for each job of the study, in their order */
export const digestFrom = (study: Study, jobs: readonly DigestJob[], environment: DigestEnvironment | null): Digest => ({
  study,
  jobs,
  environment: environment && { engine: environment.engine, backend: environment.backend, device: environment.device },
});

/** One for each job, in their order. */
export const runsOf = ({ jobs }: Digest): Run[] => jobs.map(({ run }) => run);
