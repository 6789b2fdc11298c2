/** What a shard leaves of a job: its record once it has ended, where it was computed, and until then where it could go on. */
import { canonicalJson } from '../../study/job.ts';
import { z } from '../../data/zod.ts';
import { hexOf, sha256 } from '../../data/sha256.ts';
import { jobCheckpointSchema } from '../../study/checkpoint.ts';
import { recordSchema, type JobRecord } from '../../study/records.ts';
import { jobKey, type Job } from '../../study/schema.ts';
import { ENGINE_VERSION } from '../../study/version.ts';
import { explainIssues } from '../../study/explain.ts';
import type { SavedJob } from '../archive/format.ts';
import { parseUntrusted } from '../untrusted-json.ts';
import { PlanError } from './plan.ts';

const word = z.string().max(300);

/** Where and how a job was computed. */
export const originSchema = z.strictObject({
  host: word,
  processor: word,
  /** Of the program; null where it is not known. */
  commit: word.nullable(),
  /** By which scheduler it was started, with the number that it had there; null where it was started by hand. */
  scheduler: word.nullable(),
  /** How many times it was begun or gone on with, this one counted. */
  attempt: z.int().min(1),
  endedAt: z.string().max(40),
});
export type Origin = z.output<typeof originSchema>;

const jobFileSchema = z.strictObject({
  format: z.literal('parsimony/job'),
  version: z.literal(1),
  id: z.string().regex(/^[0-9a-f]{32}$/),
  record: recordSchema,
  origin: originSchema,
  /** SHA-256 of the record, to tell a file that was torn or changed. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type JobFile = z.output<typeof jobFileSchema>;

async function digestOf(record: JobRecord): Promise<string> {
  const withheld = (): Error => new PlanError('This program has no SHA-256, by which files are checked.');
  return hexOf(await sha256(new TextEncoder().encode(canonicalJson(record)), withheld));
}

export async function jobFileText(id: string, record: JobRecord, origin: Origin): Promise<string> {
  const file: JobFile = { format: 'parsimony/job', version: 1, id, record, origin, sha256: await digestOf(record) };
  return `${JSON.stringify(file)}\n`;
}

/**
 * @param name for messages
 * @throws PlanError where it is torn, changed, or of another job
 */
export async function parseJobFile(text: string, name: string, id: string, job: Job): Promise<JobFile> {
  const again = 'Delete it, and run its shard again';
  let content: unknown;
  try {
    content = parseUntrusted(text);
  } catch (cause) {
    throw new PlanError(`${name} is cut off or damaged (${(cause as Error).message}). ${again}.`, { cause });
  }
  const parsed = jobFileSchema.safeParse(content);
  if (!parsed.success) throw new PlanError(`${name} holds no job: ${explainIssues(parsed.error, content)}. ${again}.`);
  const file = parsed.data;
  if (file.id !== id || jobKey(file.record.job) !== jobKey(job))
    throw new PlanError(`${name} is of another job than its name says. ${again}.`);
  if (file.sha256 !== (await digestOf(file.record))) throw new PlanError(`${name} was changed after it was written. ${again}.`);
  return file;
}

/** Of a record: when, how fast and where, which differ between any two runs. */
const SAYS_NOTHING = new Set(['seconds', 'startedAt', 'environment']);

/** What a job came to, without when, how fast and where: two runs of one job on equal machines have the same. */
export function outcomeText(record: JobRecord): string {
  return canonicalJson(JSON.parse(JSON.stringify(record, (key, value: unknown) => (SAYS_NOTHING.has(key) ? undefined : value))));
}

/** By what a machine has computed: where this is equal, so are all numbers. */
export const machineOf = ({ environment }: JobRecord): string =>
  canonicalJson(environment && { engine: environment.engine, backend: environment.backend, device: environment.device });

export const savedJobSchema = z.strictObject({
  engine: z.literal(ENGINE_VERSION),
  attempt: z.int().min(1),
  record: recordSchema,
  checkpoint: jobCheckpointSchema,
});

/** A job that was stopped, as its file has it, and how often it was begun. */
export type StoppedJob = SavedJob & { readonly attempt: number };

/** @returns null where it is of another engine or another job, or not whole: the job then begins anew */
export function stoppedJob(content: unknown, job: Job): StoppedJob | null {
  const parsed = savedJobSchema.safeParse(content);
  if (!parsed.success || jobKey(parsed.data.record.job) !== jobKey(job)) return null;
  const { record, checkpoint, attempt } = parsed.data;
  return { record, checkpoint, attempt };
}
