/**
 * What lies in the archive: one row for each run, job, step and checkpoint. Rows are checked when they are read, since an older or a newer
 * Parsimony, an extension or a half-finished upgrade may have written them.
 */
import { z } from '../../data/zod.ts';
import { jobCheckpointSchema, type JobCheckpoint } from '../../study/checkpoint.ts';
import { backendChoices } from '../../study/events.ts';
import { environmentSchema, recordSchema, stepSchema, type JobRecord } from '../../study/records.ts';
import { studySchema } from '../../study/schema.ts';

const count = z.int().min(0);
const id = z.string().min(1).max(64);
const time = z.string().max(40);
const share = z.number().min(0).max(1);

/** What the list of runs shows of a run's jobs without reading them. */
export const tallySchema = z.strictObject({
  jobs: count,
  finished: count,
  failed: count,
  cancelled: count,
  /** Seconds of work over all jobs. */
  seconds: z.number().min(0),
  /** Lowest and highest test accuracy that its jobs ended with, or have come to. */
  accuracy: z.strictObject({ lowest: share, highest: share }).nullable(),
  /** Of ℓ0 jobs that have finished: compression rates, and bytes of network and data. Runs that were stored earlier have neither. */
  compressionRate: z.strictObject({ lowest: z.number(), highest: z.number() }).nullable().optional(),
  descriptionBytes: z.strictObject({ lowest: z.number(), highest: z.number() }).nullable().optional(),
});
export type Tally = z.output<typeof tallySchema>;

export const storedRunSchema = z.strictObject({
  id,
  study: studySchema,
  /** What was chosen; what it came to is in `environment`. */
  backend: z.enum(backendChoices),
  /** `running` until it has ended: a run that nobody works on any more and that says `running` was interrupted. */
  status: z.enum(['running', 'finished', 'cancelled', 'failed']),
  startedAt: time,
  environment: environmentSchema.nullable(),
  backendReason: z.string().max(1000).nullable(),
  tally: tallySchema,
  pinned: z.boolean(),
  /** When it was deleted; it is kept for a moment, so that this can be undone. */
  deletedAt: time.nullable(),
  /**
   * Counts the times that its jobs were written: a tab that knows another number shows what is not so any more. Earlier versions wrote none,
   * and go on to do so where a tab of theirs is still open.
   */
  revision: count.default(0),
});
export type StoredRun = z.output<typeof storedRunSchema>;

export const storedJobSchema = z.strictObject({
  run: id,
  index: count,
  /** Without its steps, which have rows of their own. */
  record: recordSchema,
  /** Steps that count; rows beyond are from before the job was begun anew. */
  steps: count,
});
export type StoredJob = z.output<typeof storedJobSchema>;

export const storedStepSchema = z.strictObject({ run: id, job: count, place: count, step: stepSchema });
export type StoredStep = z.output<typeof storedStepSchema>;

export const storedCheckpointSchema = z.strictObject({ run: id, job: count, checkpoint: jobCheckpointSchema });
export type StoredCheckpoint = z.output<typeof storedCheckpointSchema>;

/** A network of a job, as a network file. */
export const storedNetworkSchema = z.strictObject({
  run: id,
  job: count,
  stage: z.enum(['final', 'unpruned']),
  file: z.instanceof(Uint8Array),
});
export type StoredNetworkFile = z.output<typeof storedNetworkSchema>;

/** A network that jobs begin with, by the SHA-256 of its file; it goes with the last run that begins with it. */
export const storedStartSchema = z.strictObject({ digest: z.string().regex(/^[0-9a-f]{64}$/), file: z.instanceof(Uint8Array) });
export type StoredStart = z.output<typeof storedStartSchema>;

/** A job as it is saved and loaded. */
export interface SavedJob {
  readonly record: JobRecord;
  readonly checkpoint: JobCheckpoint | null;
}

export interface SavedRun {
  readonly run: StoredRun;
  readonly jobs: readonly SavedJob[];
}

/** A run as it was found. */
export interface LoadedRun extends SavedRun {
  /** Jobs of its study that nothing is stored of; they count as never begun. */
  readonly lacking: number;
  /** Stored jobs that its study does not have; they are left as they are. */
  readonly strange: number;
}

/** What of a job has changed since it was written last. */
export interface JobChange {
  readonly index: number;
  readonly record: JobRecord;
  /** How many of the record's last steps are new. */
  readonly newSteps: number;
  /** A new one, null to forget the old one, undefined to leave it. */
  readonly checkpoint: JobCheckpoint | null | undefined;
}
