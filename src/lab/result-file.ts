/** Result files (`parsimony/result`): what the lab and the command line write, and what anybody may open. */
import { explainIssues } from '../study/explain.ts';
import { migrate, VersionError, type Migrations } from '../study/migrate.ts';
import { newRecord, RESULT_VERSION, resultSchema, storedStatus, type Environment, type JobRecord, type Result } from '../study/records.ts';
import { jobKey, jobsOf, type Study } from '../study/schema.ts';
import { parseUntrusted } from './untrusted-json.ts';

/** None yet: version 1 is the first. */
const resultMigrations: Migrations = new Map();

/** Largest file that is opened, here and on the command line. A job of 34 cycles has 130 kB, so this holds more than 1024 of them. */
const MAX_RESULT_BYTES = 200_000_000;

/** Why a result file was refused. */
export class ResultFileError extends Error {
  readonly kind: 'size' | 'json' | 'format' | 'version' | 'content' | 'cancelled';

  constructor(kind: ResultFileError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ResultFileError';
    this.kind = kind;
  }
}

/** A result as it is put away: a job that was going on counts as cancelled. */
export function resultOf(study: Study, records: readonly JobRecord[], environment: Environment | null): Result {
  return {
    format: 'parsimony/result',
    version: RESULT_VERSION,
    study,
    environment,
    records: records.map((record) => ({ ...record, status: storedStatus(record) })),
  };
}

/** The text of a result file. */
export const resultText = (result: Result): string => `${JSON.stringify(result)}\n`;

/** @throws ResultFileError if a file is too large to be read, before it is */
export function checkSize({ name, size }: { readonly name: string; readonly size: number }): void {
  if (size <= MAX_RESULT_BYTES) return;
  throw new ResultFileError(
    'size',
    `${name} has ${megabytes(size)}; files of more than ${megabytes(MAX_RESULT_BYTES)} are not opened. Export fewer runs into a file, or run the study in parts.`,
  );
}

/** @throws ResultFileError */
export async function readResultFile(file: File): Promise<Result> {
  checkSize(file);
  return parseResult(await file.text(), file.name);
}

/** The text of a file, and how much of it has come in steps of a per cent. @throws ResultFileError if it is too large */
export async function textOf(file: Blob, name: string, onShare: (share: number) => void): Promise<string> {
  checkSize({ name, size: file.size });
  const decoder = new TextDecoder();
  const reader = file.stream().getReader();
  const parts: string[] = [];
  let read = 0;
  let told = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return parts.join('') + decoder.decode();
    parts.push(decoder.decode(value, { stream: true }));
    read += value.length;
    if (read - told < file.size / 100) continue;
    told = read;
    onShare(read / file.size);
  }
}

/**
 * The result in a file's text, with one record for each job of its study, in their order; a job that the file lacks was never begun.
 * @param name of the file, for messages
 * @throws ResultFileError naming what is wrong and what to do
 */
export function parseResult(text: string, name: string): Result {
  let json: unknown;
  try {
    json = parseUntrusted(text);
  } catch (cause) {
    throw new ResultFileError('json', `${name} is no result file: ${(cause as Error).message}. Open a file that Parsimony has written.`, {
      cause,
    });
  }
  const head = json as { readonly format?: unknown; readonly version?: unknown } | null;
  if (
    typeof head !== 'object' ||
    head?.format !== 'parsimony/result' ||
    typeof head.version !== 'number' ||
    !Number.isInteger(head.version)
  ) {
    throw new ResultFileError(
      'format',
      `${name} is no result file: it does not begin with the format “parsimony/result” and a version. Open a file that Parsimony has written.`,
    );
  }
  const current = migrated(json, head.version, name);
  const parsed = resultSchema.safeParse(current);
  if (!parsed.success) {
    throw new ResultFileError(
      'content',
      `${name} is not a result that Parsimony has written: ${explainIssues(parsed.error, current)}. Nothing was opened.`,
    );
  }
  return { ...parsed.data, records: inOrder(parsed.data, name) };
}

function migrated(json: unknown, version: number, name: string): unknown {
  try {
    return migrate(json, version, RESULT_VERSION, resultMigrations, name);
  } catch (error) {
    throw error instanceof VersionError ? new ResultFileError('version', error.message, { cause: error }) : error;
  }
}

function inOrder({ study, records }: Result, name: string): JobRecord[] {
  const byJob = new Map(records.map((record) => [jobKey(record.job), record]));
  if (byJob.size < records.length) {
    throw new ResultFileError(
      'content',
      `${name} holds two records of the same job, so it is not clear which one counts. Nothing was opened.`,
    );
  }
  const ordered = jobsOf(study).map((job): JobRecord => {
    const record = byJob.get(jobKey(job));
    byJob.delete(jobKey(job));
    return record ?? newRecord(job);
  });
  if (byJob.size > 0) {
    throw new ResultFileError(
      'content',
      `${name} holds ${byJob.size === 1 ? 'the record of a job' : `records of ${byJob.size} jobs`} that its study does not have. Nothing was opened.`,
    );
  }
  return ordered;
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
