/**
 * A digest as JSON, in the form that links carry: the study as it differs from the defaults, and of each job what its family packs. It comes
 * from strangers: a strict schema for its form, and one of the family's for what comes out.
 */
import { z } from '../data/zod.ts';
import { toBase64Url } from './base64url.ts';
import type { Digest, DigestJob } from './digest.ts';
import { explainIssues } from './explain.ts';
import { lessonAnswerSchema, lessonViewSchema, unknownSetting } from './lesson-view.ts';
import { sparseStudy, studyHash } from './fingerprint.ts';
import type { Migrations } from './migrate.ts';
import { environmentSchema } from './records.ts';
import { familyOf, jobsOf, settingsOf, studySchema, MAX_JOBS } from './schema.ts';

/**
 * Version 1 had curves of the first family only; version 2 had a field for each of two families beside them; since version 3 a digest is
 * the study, where it ran, and what its family packs; since version 4 it may hold what is shown of it, asked and answered.
 */
export const DIGEST_VERSION = 4;

/** The version that a digest is written in: the earliest that holds it, so that labs which have not been updated read it too. */
export const versionOf = ({ lesson }: Pick<Digest, 'lesson'>): number => (lesson ? DIGEST_VERSION : 3);

const status = z.enum(['queued', 'cancelled', 'failed']);
const fingerprint = z.string().regex(/^[\w-]{16}$/u);

const formatSchema = z.strictObject({
  study: studySchema,
  sha256: z.string().regex(/^[\w-]{43}$/u),
  environment: environmentSchema.pick({ engine: true, backend: true, device: true }).strict().optional(),
  jobs: z
    .array(
      z.strictObject({
        /** Left out for a finished job. */
        status: status.optional(),
        fingerprint: fingerprint.optional(),
      }),
    )
    .max(MAX_JOBS),
  /** In the form of the family that the study's method is of. */
  payload: z.unknown(),
  view: lessonViewSchema.optional(),
  answer: lessonAnswerSchema.optional(),
});

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

/** Takes what all families have out of what was of one: the rest goes to the family of the study, which refuses what it does not know. */
function toVersion3(value: unknown): unknown {
  const { study, sha256, environment, jobs, ...rest } = fieldsOf(value);
  if (!Array.isArray(jobs)) return value;
  const common = jobs.map((job: unknown) => {
    const { status: ended, fingerprint: exact } = fieldsOf(job);
    return { ...(ended === undefined ? {} : { status: ended }), ...(exact === undefined ? {} : { fingerprint: exact }) };
  });
  const own = jobs.map((job: unknown) => {
    const { status: _ended, fingerprint: _exact, ...fields } = fieldsOf(job);
    return fields;
  });
  const family = familyOf(fieldsOf(study).job);
  return {
    study,
    sha256,
    ...(environment === undefined ? {} : { environment }),
    jobs: common,
    payload: family.digest.fromVersion2?.({ ...rest, jobs: own }) ?? null,
  };
}

export const digestMigrations: Migrations = new Map([
  [1, (value: unknown) => value],
  [2, toVersion3],
  [3, (value: unknown) => value],
]);

/** Why a digest was refused: its form, or a study that is not the one that was hashed. */
export class DigestError extends Error {
  readonly kind: 'form' | 'hash';

  constructor(kind: DigestError['kind'], message: string) {
    super(message);
    this.name = 'DigestError';
    this.kind = kind;
  }
}

/** @returns what JSON.stringify is to be given */
export async function packDigest({ study, jobs, environment, lesson }: Digest): Promise<unknown> {
  return {
    study: sparseStudy(study),
    sha256: toBase64Url(await studyHash(study)),
    ...(environment ? { environment } : {}),
    jobs: jobs.map(({ run, fingerprint: exact }) => ({
      ...(run.status === 'finished' ? {} : { status: run.status }),
      ...(exact === null ? {} : { fingerprint: exact }),
    })),
    payload: familyOf(study.job).digest.pack(jobs.map(({ run }) => run)),
    ...(lesson ? { view: lesson.view } : {}),
    ...(lesson && Object.keys(lesson.answer).length > 0 ? { answer: lesson.answer } : {}),
  };
}

/**
 * @param value JSON of the current version
 * @throws DigestError naming the first field that does not fit
 */
export async function unpackDigest(value: unknown): Promise<Digest> {
  const fail = (message: string): never => {
    throw new DigestError('form', message.charAt(0).toUpperCase() + message.slice(1));
  };
  const parsed = formatSchema.safeParse(value);
  if (!parsed.success) return fail(`${explainIssues(parsed.error, value)}.`);
  const format = parsed.data;
  const { study } = format;
  if (toBase64Url(await studyHash(study)) !== format.sha256) {
    throw new DigestError('hash', 'The study does not match its SHA-256.');
  }
  const unknown = format.view && unknownSetting(format.view, new Set(settingsOf(familyOf(study.job)).keys()));
  if (unknown !== undefined) fail(`Its view names “${unknown}”, which is no setting of its study.`);
  const jobs = jobsOf(study);
  if (format.jobs.length !== jobs.length) fail(`It holds ${format.jobs.length} jobs, but its study has ${jobs.length}.`);
  const known = jobs.map((job, index) => ({ job, status: format.jobs[index].status ?? ('finished' as const) }));
  const runs = familyOf(study.job).digest.unpack(format.payload, known, fail);
  return {
    study,
    jobs: runs.map((run, index): DigestJob => ({
      run: { ...run, status: known[index].status },
      fingerprint: format.jobs[index].fingerprint ?? null,
    })),
    environment: format.environment ?? null,
    ...(format.view || format.answer ? { lesson: { view: format.view ?? {}, answer: format.answer ?? {} } } : {}),
  };
}
