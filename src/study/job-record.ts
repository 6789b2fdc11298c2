/** What a job leaves behind, as far as every family has it. The schemas, which ask the families, are in `records.ts`. */
import { z } from '../data/zod.ts';
import type { Job } from './job.ts';
import { MAX_STACK } from './unforeseen.ts';

/** Where a job ran. */
export const environmentSchema = z.strictObject({
  /** Version of Parsimony. */
  engine: z.string().max(40),
  backend: z.enum(['webgpu', 'wasm', 'cpu']),
  /** The graphics adapter or instruction set, as a person would say it. */
  device: z.string().max(200),
  /** A graphics adapter that is emulated in software. */
  software: z.boolean(),
  /** What ran it: how the browser calls itself, or Node with its version and that of its engine. */
  browser: z.string().max(400),
  cores: z.int().min(0),
});
export type Environment = z.output<typeof environmentSchema>;

/** States of a job. Only the last three, and `queued` for one that never began, occur in a stored record. */
export const jobStatuses = ['queued', 'loading', 'running', 'paused', 'finished', 'cancelled', 'failed'] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** States of a job that nobody works on any more. */
export type StoredStatus = Extract<JobStatus, 'queued' | 'finished' | 'cancelled' | 'failed'>;

export const jobErrorSchema = z.strictObject({
  /** What went wrong, to what, and what to do. */
  message: z.string().max(4000),
  /** For telling kinds of failure apart: `dataset`, `backend`, `worker`, `diverged`, `settings`, `internal`. */
  kind: z.enum(['dataset', 'backend', 'worker', 'diverged', 'settings', 'internal']),
  /** Where it came from, for failures that nobody foresaw. */
  stack: z.string().max(MAX_STACK).optional(),
});
export type JobError = z.output<typeof jobErrorSchema>;

/** Every so many training steps the loss of the batch is kept. */
export const LOSS_EVERY = 10;

/** One point on a job's trajectory that was measured; the rest is its family's. */
export interface Step {
  /** The id of its family. */
  readonly kind: string;
  /** Seconds since the step before it. */
  readonly seconds: number;
}

/** What a job came to in the end; the rest is its family's. */
export interface Summary {
  readonly kind: string;
}

/** All that a job needs to go on after the steps that it has told; the rest is its family's. */
export interface Checkpoint {
  readonly kind: string;
  readonly trainingSteps: number;
}

export interface JobRecord<OfJob extends Job = Job, OfStep extends Step = Step, OfSummary extends Summary = Summary> {
  job: OfJob;
  status: JobStatus;
  steps: OfStep[];
  summary: OfSummary | null;
  /** Training loss of every LOSS_EVERY-th batch, from the tenth on. */
  losses: number[];
  error: JobError | null;
  environment: Environment | null;
  /** ISO 8601 time at which it began, and seconds of work (pauses left out). */
  startedAt: string | null;
  seconds: number;
}

/** The record of a job that was never begun. */
export const newRecord = (job: Job): JobRecord => ({
  job,
  status: 'queued',
  steps: [],
  summary: null,
  losses: [],
  error: null,
  environment: null,
  startedAt: null,
  seconds: 0,
});

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

/** Whether nobody works on a job any more. */
export const hasEnded = (status: JobStatus): boolean => status === 'finished' || status === 'cancelled' || status === 'failed';

/** What figures and tables read of a job, of a record or of a digest; the rest is its family's. */
export interface Run {
  readonly kind: string;
  readonly job: Job;
  readonly status: JobStatus;
  /** The full steps, and what it came to, where they are known. */
  readonly steps?: readonly Step[] | null;
  readonly summary?: Summary | null;
  /** Training losses, where figures read them; they change several times a second. */
  readonly losses?: readonly number[];
}
