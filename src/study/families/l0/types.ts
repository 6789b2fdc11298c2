/** What jobs of ℓ0 regularisation are and leave, for tables, figures and verdicts. */
import type { L0Job } from '../../../compression/l0/job.ts';
import type { L0Step, L0Summary } from '../../../compression/l0/record.ts';
import type { JobRecord } from '../../job-record.ts';

export type { L0Job } from '../../../compression/l0/job.ts';
export type { L0Phase, L0Step, L0Summary } from '../../../compression/l0/record.ts';

export type L0Record = JobRecord<L0Job, L0Step, L0Summary>;
