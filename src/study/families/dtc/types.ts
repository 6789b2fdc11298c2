/** What jobs of Dual Tomographic Compression are and leave, for tables, figures and verdicts. */
import type { DtcJob } from '../../../compression/dtc/job.ts';
import type { DtcStep, DtcSummary } from '../../../compression/dtc/record.ts';
import type { JobRecord } from '../../job-record.ts';

export type { DtcJob } from '../../../compression/dtc/job.ts';
export type { DtcStep, DtcSummary, LayerStep } from '../../../compression/dtc/record.ts';

export type DtcRecord = JobRecord<DtcJob, DtcStep, DtcSummary>;
