/**
 * What a job leaves behind, and the result file that carries it. The schema is strict since result files come from strangers; the README
 * documents it.
 */
import { dtcStepSchema, dtcSummarySchema, type DtcSummary } from '../compression/dtc/record.ts';
import { l0StepSchema, l0SummarySchema, type L0Summary } from '../compression/l0/record.ts';
import { z } from '../data/zod.ts';
import { familyOf, jobSchema, studySchema, MAX_JOBS } from './schema.ts';
import { MAX_STACK } from './unforeseen.ts';

const count = z.int().min(0);

export type { DtcStep, LayerStep } from '../compression/dtc/record.ts';

export type { L0Phase, L0Step, L0Summary } from '../compression/l0/record.ts';

export const stepSchema = z.discriminatedUnion('kind', [dtcStepSchema, l0StepSchema]);
export type Step = z.output<typeof stepSchema>;

const summarySchema = z.discriminatedUnion('kind', [dtcSummarySchema, l0SummarySchema]);
export type Summary = DtcSummary | L0Summary;

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
  cores: count,
});
export type Environment = z.output<typeof environmentSchema>;

/** States of a job. Only the last three, and `queued` for one that never began, occur in a stored record. */
export const jobStatuses = ['queued', 'loading', 'running', 'paused', 'finished', 'cancelled', 'failed'] as const;
export type JobStatus = (typeof jobStatuses)[number];

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

export const recordSchema = z
  .strictObject({
    job: jobSchema,
    status: z.enum(jobStatuses),
    steps: z.array(stepSchema).max(10_000),
    summary: summarySchema.nullable(),
    /** Training loss of every LOSS_EVERY-th batch, from the tenth on. */
    losses: z.array(z.number()).max(1_000_000),
    error: jobErrorSchema.nullable(),
    environment: environmentSchema.nullable(),
    /** ISO 8601 time at which it began, and seconds of work (pauses left out). */
    startedAt: z.string().max(40).nullable(),
    seconds: z.number().min(0),
  })
  .superRefine(({ job, steps, summary }, context) => {
    const { name } = familyOf(job).family;
    const wrong = steps.findIndex((step) => step.kind !== name);
    if (wrong >= 0)
      context.addIssue({ code: 'custom', path: ['steps', wrong, 'kind'], message: `is not “${name}”, of which the job’s method is` });
    if (summary && summary.kind !== name)
      context.addIssue({ code: 'custom', path: ['summary', 'kind'], message: `is not “${name}”, of which the job’s method is` });
  });
export type JobRecord = z.output<typeof recordSchema>;

export const RESULT_VERSION = 1;

export const resultSchema = z.strictObject({
  format: z.literal('parsimony/result'),
  version: z.literal(RESULT_VERSION),
  study: studySchema,
  environment: environmentSchema.nullable(),
  records: z.array(recordSchema).max(MAX_JOBS),
});
export type Result = z.output<typeof resultSchema>;
