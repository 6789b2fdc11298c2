/**
 * What a study is. A job is one training run with every setting fixed; a study is a base job and axes, and its jobs are the product of
 * its axes. Links and files come from strangers: everything here is strict and bounded.
 */
import { grouped } from '../math/number-text.ts';
import { dtcJobSchema, type DtcJob } from '../compression/dtc/job.ts';
import { companionsOf, l0JobSchema, type L0Job } from '../compression/l0/job.ts';
import { seedSchema, settingSchema, type Setting } from '../compression/setting.ts';
import type { DataChoice } from '../data/sources/source.ts';
import { z } from '../data/zod.ts';
import { allPaths, familyOf, jobFamilies, PUBLISHED_SEED, type Section } from './families.ts';

export { familyOf, jobFamilies, PUBLISHED_SEED, type JobFamily } from './families.ts';

/** Most jobs that one study may have; a sweep beyond it is refused before anything runs. */
export const MAX_JOBS = 1024;

const seed = seedSchema.default(PUBLISHED_SEED);

const schemas = { dtc: dtcJobSchema(seed), l0: l0JobSchema(seed) } as const;

export type { DtcJob, L0Job };
export type Job = DtcJob | L0Job;

/** Sections as a person may give them: what is missing takes its default, and the method says of which family. */
export interface JobInput {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly model?: Readonly<Record<string, unknown>>;
  readonly training?: Readonly<Record<string, unknown>>;
  readonly compression?: Readonly<Record<string, unknown>>;
  readonly seed?: number;
  /** Which images of one's own, where the data are those. */
  readonly images?: DataChoice['images'];
}

/** A job, checked by the schema of the family that has its method; without a method it is one of the first family. */
export const jobSchema: z.ZodType<Job, JobInput> = z.unknown().transform((value, context): Job => {
  const parsed = schemas[familyOf(value).family.name].safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
  return z.NEVER;
}) as unknown as z.ZodType<Job, JobInput>;

export const isDtcJob = (job: Job): job is DtcJob => familyOf(job).family.name === 'dtc';
export const isL0Job = (job: Job): job is L0Job => familyOf(job).family.name === 'l0';

/** The settings of Dual Tomographic Compression by path. Where a study may be of another family, ask `familyOf` its job. */
export const settingsByPath: ReadonlyMap<string, Setting> = jobFamilies.dtc.settings;

/** One value of a setting as an axis carries it. */
export type SettingValue = string | number | null | readonly number[];
const settingValueSchema = z.union([z.string().max(64), z.number(), z.null(), z.array(z.int()).max(6)]);

export const axisSchema = z.strictObject({
  path: z
    .string()
    .max(64)
    .refine((path) => allPaths.includes(path), 'names no setting of a job'),
  values: z.array(settingValueSchema).min(1).max(MAX_JOBS),
});
export type Axis = z.output<typeof axisSchema>;

export const studySchema = z
  .strictObject({
    /** What a person calls it. */
    name: z.string().min(1).max(120),
    /** The preset it started from, if any; for the page only. */
    preset: z.string().max(64).optional(),
    job: jobSchema.prefault({}),
    axes: z.array(axisSchema).max(8).default([]),
  })
  .superRefine((study, context) => {
    const { settings } = familyOf(study.job);
    study.axes.forEach((axis, index) => {
      const setting = settings.get(axis.path);
      if (!setting) context.addIssue({ code: 'custom', path: ['axes', index, 'path'], message: 'names no setting of this job' });
      else {
        const complain = (path: readonly (string | number)[], message: string): void =>
          context.addIssue({ code: 'custom', path: ['axes', index, ...path], message });
        if (checkValues(axis, setting, complain)) checkJobs(study.job, axis, complain);
      }
    });
    const paths = study.axes.map((axis) => axis.path);
    if (new Set(paths).size < paths.length) context.addIssue({ code: 'custom', path: ['axes'], message: 'names one setting twice' });
    const jobs = study.axes.reduce((product, axis) => product * axis.values.length, 1);
    if (jobs > MAX_JOBS) {
      context.addIssue({
        code: 'custom',
        path: ['axes'],
        message: `makes ${grouped(jobs)} jobs; at most ${grouped(MAX_JOBS)} are allowed`,
      });
    }
  });

type Complain = (path: readonly (string | number)[], message: string) => void;

/** @returns whether each value is one that the setting takes */
function checkValues({ values }: Axis, setting: Setting, complain: Complain): boolean {
  const schema = settingSchema(setting);
  let fine = true;
  values.forEach((value, index) => {
    for (const { message } of schema.safeParse(value).error?.issues ?? []) {
      fine = false;
      complain(['values', index], message);
    }
  });
  if (new Set(values.map((value) => JSON.stringify(value))).size < values.length) complain(['values'], 'has the same value twice');
  return fine;
}

/** Whether the base job takes each value: settings that have to fit each other can be refused together where each alone is fine. */
function checkJobs(job: Job, { path, values }: Axis, complain: Complain): void {
  values.forEach((value, index) => {
    for (const issue of jobSchema.safeParse(withUnchecked(job, path, value)).error?.issues ?? []) {
      complain(['values', index], `${issue.path.join('.')} ${issue.message}`);
    }
  });
}

export type Study = z.output<typeof studySchema>;
export type StudyInput = z.input<typeof studySchema>;

/** The value of a setting of a job. */
export function settingOf(job: Job, path: string): SettingValue {
  if (path === 'seed') return job.seed;
  const [section, name] = splitPath(job, path);
  return (job[section] as unknown as Record<string, SettingValue>)[name];
}

/**
 * A copy of the job with one setting changed, checked by the schema.
 * @throws if the path names no setting, or the value lies outside its range.
 */
export function withSetting<Kind extends Job>(job: Kind, path: string, value: SettingValue): Kind {
  // The method stays in its family, and so the job: a method of another one is refused by the schema of this one.
  const { family } = familyOf(job);
  const parse = (changed: unknown): Kind => schemas[family.name].parse(changed) as Kind;
  if (path === 'seed') return parse({ ...job, seed: value });
  const [section, name] = splitPath(job, path);
  return parse({ ...job, [section]: { ...job[section], [name]: value } });
}

/**
 * As `withSetting`, with the settings that have to change along: another data set brings a network that fits it.
 * @throws as `withSetting`
 */
export function withSettingAndCompanions(job: Job, path: string, value: SettingValue): Job {
  if (!isL0Job(job)) return withSetting(job, path, value);
  return jobSchema.parse(
    [[path, value] as const, ...companionsOf(job, path, value)].reduce<Job>((changed, [at, own]) => withUnchecked(changed, at, own), job),
  );
}

/**
 * A copy of the job with one setting changed, not checked: for several changes that only make sense together.
 * @throws RangeError if the path names no setting
 */
export function withUnchecked(job: Job, path: string, value: SettingValue): Job {
  if (path === 'seed') return { ...job, seed: value as number };
  const [section, name] = splitPath(job, path);
  return { ...job, [section]: { ...job[section], [name]: value } };
}

const jobsOfStudies = new WeakMap<Study, readonly Job[]>();

/** The jobs of a study: the product of its axes, the last axis running fastest. They are made once, since each is checked as a whole. */
export function jobsOf(study: Study): readonly Job[] {
  const known = jobsOfStudies.get(study);
  if (known) return known;
  const jobs = study.axes.reduce<readonly Job[]>(
    (all, axis) => all.flatMap((job) => axis.values.map((value) => withSetting(job, axis.path, value))),
    [study.job],
  );
  jobsOfStudies.set(study, jobs);
  return jobs;
}

/** Identifies a job by its settings alone: two jobs with the same key are the same run. */
export const jobKey = (job: Job): string => canonicalJson(job);

/** JSON with sorted keys and no white space: the same value always gives the same text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function splitPath(job: Job, path: string): [Section, string] {
  const { settings } = familyOf(job);
  if (path === 'seed' || !settings.has(path)) {
    throw new RangeError(`“${path}” names no setting of a job. Known settings: ${[...settings.keys()].join(', ')}.`);
  }
  const dot = path.indexOf('.');
  return [path.slice(0, dot) as Section, path.slice(dot + 1)];
}
