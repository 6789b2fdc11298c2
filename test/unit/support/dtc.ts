/** Jobs and steps of Dual Tomographic Compression, where a test knows that they are. */
import type { Step } from '../../../src/study/records.ts';
import { jobsOf, type Job, type Study } from '../../../src/study/schema.ts';
import type { DtcJob, DtcStep } from '../../../src/study/families/dtc/types.ts';
import { isDtcJob } from '../../../src/study/families/dtc/settings.ts';

export type { DtcRecord } from '../../../src/study/families/dtc/types.ts';

export function dtcJob(job: Job): DtcJob {
  if (!isDtcJob(job)) throw new TypeError(`${job.compression.method} is no method of Dual Tomographic Compression.`);
  return job;
}

export const dtcJobsOf = (study: Study): DtcJob[] => jobsOf(study).map(dtcJob);

export function dtcStep(step: Step): DtcStep {
  if (step.kind !== 'dtc') throw new TypeError(`A step of the kind “${step.kind}” is none of Dual Tomographic Compression.`);
  return step as DtcStep;
}
