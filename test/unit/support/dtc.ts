/** Jobs and steps of Dual Tomographic Compression, where a test knows that they are. */
import type { DtcStep, JobRecord, Step } from '../../../src/study/records.ts';
import { isDtcJob, jobsOf, type DtcJob, type Job, type Study } from '../../../src/study/schema.ts';

export function dtcJob(job: Job): DtcJob {
  if (!isDtcJob(job)) throw new TypeError(`${job.compression.method} is no method of Dual Tomographic Compression.`);
  return job;
}

export const dtcJobsOf = (study: Study): DtcJob[] => jobsOf(study).map(dtcJob);

export function dtcStep(step: Step): DtcStep {
  if (step.kind !== 'dtc') throw new TypeError(`A step of the kind “${step.kind}” is none of Dual Tomographic Compression.`);
  return step;
}

export type DtcRecord = Omit<JobRecord, 'job' | 'steps'> & { job: DtcJob; steps: DtcStep[] };
