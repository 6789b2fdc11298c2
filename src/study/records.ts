/**
 * What a job leaves behind, and the result file that carries it. The schema is strict since result files come from strangers; the README
 * documents it.
 */
import { z } from '../data/zod.ts';
import type { Family } from './family.ts';
import { families } from './families/index.ts';
import { environmentSchema, jobErrorSchema, jobStatuses, type JobRecord, type Step, type Summary } from './job-record.ts';
import { familyOf, jobSchema, studySchema, MAX_JOBS } from './schema.ts';

export * from './job-record.ts';

const byKind = (schemaOf: (family: Family) => z.ZodObject) =>
  z.lazy(() => z.discriminatedUnion('kind', families.all.map(schemaOf) as [z.ZodObject]));

export const stepSchema = byKind((family) => family.stepSchema()) as unknown as z.ZodType<Step>;
const summarySchema = byKind((family) => family.summarySchema()) as unknown as z.ZodType<Summary>;

export const recordSchema = z
  .strictObject({
    job: jobSchema,
    status: z.enum(jobStatuses),
    steps: z.array(stepSchema).max(10_000),
    summary: summarySchema.nullable(),
    losses: z.array(z.number()).max(1_000_000),
    error: jobErrorSchema.nullable(),
    environment: environmentSchema.nullable(),
    startedAt: z.string().max(40).nullable(),
    seconds: z.number().min(0),
  })
  .superRefine(({ job, steps, summary }: JobRecord, context) => {
    const { id } = familyOf(job);
    const wrong = steps.findIndex((step) => step.kind !== id);
    if (wrong >= 0)
      context.addIssue({ code: 'custom', path: ['steps', wrong, 'kind'], message: `is not “${id}”, of which the job’s method is` });
    if (summary && summary.kind !== id)
      context.addIssue({ code: 'custom', path: ['summary', 'kind'], message: `is not “${id}”, of which the job’s method is` });
  });

export const RESULT_VERSION = 1;

export const resultSchema = z.strictObject({
  format: z.literal('parsimony/result'),
  version: z.literal(RESULT_VERSION),
  study: studySchema,
  environment: environmentSchema.nullable(),
  records: z.array(recordSchema).max(MAX_JOBS),
});
export type Result = z.output<typeof resultSchema>;
