/**
 * A study that several machines compute, each a shard of its jobs. A job is known by the hash of its settings, and which jobs a shard has
 * follows from the plan alone: shards may overlap, be cut anew, or be run again, and what they find finished they leave.
 */
import { hexOf, sha256 } from '../../data/sha256.ts';
import { z } from '../../data/zod.ts';
import { backendChoices, type BackendChoice } from '../../study/events.ts';
import { explainIssues } from '../../study/explain.ts';
import { jobKey, jobsOf, MAX_JOBS, studySchema, type Job, type Study } from '../../study/schema.ts';
import { ENGINE_VERSION } from '../../study/version.ts';
import { referenceSeconds } from '../rates.ts';
import { parseUntrusted } from '../untrusted-json.ts';

/** Most shards of a plan: one a job. */
export const MAX_SHARDS = MAX_JOBS;

const plannedJobSchema = z.strictObject({
  /** See `jobId`. */
  id: z.string().regex(/^[0-9a-f]{32}$/),
  /** Estimated seconds on one core of the computer of reference. */
  seconds: z.number().min(0),
});

export const planSchema = z.strictObject({
  format: z.literal('parsimony/plan'),
  version: z.literal(1),
  engine: z.string().max(20),
  backend: z.enum(backendChoices),
  /** How many shards it is cut into unless told otherwise. */
  shards: z.int().min(1).max(MAX_SHARDS),
  study: studySchema,
  /** In the order of the study's jobs. */
  jobs: z.array(plannedJobSchema).min(1).max(MAX_JOBS),
});
export type Plan = z.output<typeof planSchema>;

/** Says what keeps a plan from being used, and what to do. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
}

const withheld = (): Error => new PlanError('This program has no SHA-256, by which jobs are known.');

/** 32 digits of the SHA-256 of a job's settings: the same job has it in every plan. */
export async function jobId(job: Job): Promise<string> {
  return hexOf(await sha256(new TextEncoder().encode(jobKey(job)), withheld)).slice(0, 32);
}

/** @throws PlanError for more shards than jobs */
export async function planOf(study: Study, shards: number, backend: BackendChoice): Promise<Plan> {
  const jobs = jobsOf(study);
  if (shards > jobs.length)
    throw new PlanError(`The study has ${jobs.length} jobs, which cannot be cut into ${shards} shards: name ${jobs.length} at most.`);
  const planned = await Promise.all(jobs.map(async (job) => ({ id: await jobId(job), seconds: referenceSeconds(job) })));
  return { format: 'parsimony/plan', version: 1, engine: ENGINE_VERSION, backend, shards, study, jobs: planned };
}

/**
 * @param name of its file, for messages
 * @throws PlanError where it is no plan, was changed by hand, or is of another engine, whose results could not stand beside these
 */
export async function parsePlan(text: string, name: string): Promise<Plan> {
  let content: unknown;
  try {
    content = parseUntrusted(text);
  } catch (cause) {
    throw new PlanError(`${name} is not readable as JSON (${(cause as Error).message}). Plan the study again.`, { cause });
  }
  const parsed = planSchema.safeParse(content);
  if (!parsed.success) throw new PlanError(`${name} is no plan: ${explainIssues(parsed.error, content)}. Plan the study again.`);
  const plan = parsed.data;
  if (plan.engine !== ENGINE_VERSION)
    throw new PlanError(
      `${name} was made with engine ${plan.engine}, and this one is ${ENGINE_VERSION}, whose numbers may be others: run it with the version that it was made with, or plan the study again in another folder.`,
    );
  const ids = await Promise.all(jobsOf(plan.study).map(jobId));
  const place = ids.findIndex((id, index) => id !== plan.jobs[index]?.id);
  if (place !== -1 || ids.length !== plan.jobs.length)
    throw new PlanError(
      `${name} was changed by hand: ${place === -1 ? `it lists ${plan.jobs.length} jobs, and its study has ${ids.length}` : `its study’s job ${place + 1} is not the one that it lists there`}. Plan the study again in another folder; jobs of the same settings can be copied there.`,
    );
  return plan;
}

/**
 * The places of a shard's jobs in the plan, the longest first: all jobs by what they are estimated to take, dealt out in turn, so that
 * shards take about as long as each other.
 * @param index 0 to `count` − 1
 */
export function shardOf({ jobs }: Plan, index: number, count: number): readonly number[] {
  const longestFirst = jobs.map((_, place) => place).sort((a, b) => jobs[b].seconds - jobs[a].seconds || a - b);
  return longestFirst.filter((_, rank) => dealt(rank, count) === index);
}

/** To and fro, since the first of each round takes longest. */
function dealt(rank: number, count: number): number {
  const [round, turn] = [Math.floor(rank / count), rank % count];
  return round % 2 === 0 ? turn : count - 1 - turn;
}
