/**
 * What a study is. A job is one training run with every setting fixed; a study is a base job and axes, and its jobs are the product of
 * its axes and those beside it. Links and files come from strangers: everything here is strict and bounded.
 */
import { grouped } from '../math/number-text.ts';
import { settingSchema, type Setting } from '../data/setting.ts';
import { z } from '../data/zod.ts';
import { allPaths, familyOf } from './families/index.ts';
import {
  MAX_JOBS,
  canonicalJson,
  SEED_PATH,
  valueAt,
  withValue,
  type Axis,
  type Beside,
  type Job,
  type JobInput,
  type Section,
  type SettingValue,
  type Study,
  type StudyInput,
} from './job.ts';
import { besideJob } from './beside.ts';
import { settingWords } from './explain.ts';
import { said } from './field-words.ts';
import { settingsOf } from './settings.ts';

export { families, familyOf } from './families/index.ts';
export { canonicalJson, jobKey, MAX_JOBS, type Job, type JobInput, type SettingValue, type Study, type StudyInput } from './job.ts';
export { settingsOf } from './settings.ts';

/** A job, checked by the schema of the family that has its method; without a method it is one of the first family. */
export const jobSchema: z.ZodType<Job, JobInput> = z.unknown().transform((value, context): Job => {
  const parsed = familyOf(value).jobSchema().safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) context.issues.push({ ...issue, input: value } as z.core.$ZodRawIssue);
  return z.NEVER;
}) as unknown as z.ZodType<Job, JobInput>;

/** Lists are widths of hidden layers, or numbers left of each layer of a deep network. */
const settingValueSchema = z.union([z.string().max(64), z.number(), z.null(), z.array(z.int()).max(400)]);

export const axisSchema = z.strictObject({
  path: z
    .string()
    .max(64)
    .refine((path) => allPaths().has(path), 'names no setting of a job'),
  values: z.array(settingValueSchema).min(1).max(MAX_JOBS),
});

/** Jobs beside the product that a study may list: each can be named in a legend and in a line of its table. */
const MAX_BESIDE = 32;

const besideSchema = z
  .record(z.string().max(64), settingValueSchema)
  .refine((settings) => Object.keys(settings).length > 0, 'changes nothing of the job');

export const studySchema: z.ZodType<Study, StudyInput> = z
  .strictObject({
    /** What a person calls it. */
    name: z.string().min(1).max(120),
    /** The preset it started from, if any; for the page only. */
    preset: z.string().max(64).optional(),
    job: jobSchema.prefault({}),
    axes: z.array(axisSchema).max(8).default([]),
    beside: z.array(besideSchema).max(MAX_BESIDE).optional(),
  })
  .superRefine((study, context) => {
    const settings = settingsOf(familyOf(study.job));
    const besideAreFine = (study.beside ?? [])
      .map((own, index) =>
        checkBeside(study, own, (path, message) => context.addIssue({ code: 'custom', path: ['beside', index, ...path], message })),
      )
      .every(Boolean);
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
    const jobs = jobCount(study);
    if (jobs > MAX_JOBS) {
      context.addIssue({
        code: 'custom',
        path: ['axes'],
        message: `makes ${grouped(jobs)} jobs; at most ${grouped(MAX_JOBS)} are allowed`,
      });
    }
    if (!study.beside || !besideAreFine || context.issues.length > 0) return;
    const isNew = newJobs(study);
    for (const [index, own] of study.beside.entries())
      if (!isNew(own)) context.addIssue({ code: 'custom', path: ['beside', index], message: 'is a job that the study has already' });
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
      const about = issue.path.join('.');
      complain(['values', index], about === path ? issue.message : said(settingWords(about, job), issue.message));
    }
  });
}

/** @returns whether the settings are known, take their values, and give a job together */
function checkBeside({ job }: Study, own: Beside, complain: Complain): boolean {
  const settings = settingsOf(familyOf(job));
  for (const [path, value] of Object.entries(own)) {
    if (path === SEED_PATH) {
      complain([path], 'is not its own: it runs with every seed of the study');
      return false;
    }
    const setting = settings.get(path);
    const wrong = setting ? settingSchema(setting).safeParse(value).error?.issues.at(0)?.message : 'names no setting of this job';
    if (wrong === undefined) continue;
    complain([path], wrong);
    return false;
  }
  const issue = jobSchema.safeParse(besideJob(job, own)).error?.issues.at(0);
  if (issue) complain([], said(settingWords(issue.path.join('.'), job), issue.message));
  return issue === undefined;
}

/** A job twice would be two lines of one name with the same numbers. @returns a check that each of the jobs beside the product is new */
function newJobs(study: Study): (own: Beside) => boolean {
  const seen = new Set(productOf(study).map(canonicalJson));
  return (own) => {
    const keys = besideJobsOf(study, own).map(canonicalJson);
    const isNew = !keys.some((key) => seen.has(key));
    for (const key of keys) seen.add(key);
    return isNew;
  };
}

/** A changed study without those jobs beside its product that no longer make sense, or that the product has now. */
export function withFittingBeside(study: Study): Study {
  const { beside, ...product } = study;
  if (!beside) return study;
  if (!studySchema.safeParse(product).success) return product;
  const isNew = newJobs(product);
  const fitting = beside.filter((own) => checkBeside(product, own, () => {}) && isNew(own));
  if (fitting.length === beside.length) return study;
  return fitting.length > 0 ? { ...product, beside: fitting } : product;
}

/** The value of a setting of a job. @throws RangeError if the path names no setting */
export function settingOf(job: Job, path: string): SettingValue {
  if (path !== SEED_PATH) splitPath(job, path);
  return valueAt(job, path);
}

/**
 * A copy of the job with one setting changed, checked by the schema.
 * @throws if the path names no setting, or the value lies outside its range.
 */
export function withSetting<Kind extends Job>(job: Kind, path: string, value: SettingValue): Kind {
  // The method stays in its family, and so the job: a method of another one is refused by the schema of this one.
  return familyOf(job)
    .jobSchema()
    .parse(withUnchecked(job, path, value)) as Kind;
}

/**
 * As `withSetting`, with the settings that have to change along: another data set brings a network that fits it.
 * @throws as `withSetting`
 */
export function withSettingAndCompanions(job: Job, path: string, value: SettingValue): Job {
  const family = familyOf(job);
  const changes = [[path, value] as const, ...family.companionsOf(job, path, value)];
  return family.jobSchema().parse(changes.reduce((changed, [at, own]) => withUnchecked(changed, at, own), job));
}

/**
 * A copy of the job with one setting changed, not checked: for several changes that only make sense together.
 * @throws RangeError if the path names no setting
 */
export function withUnchecked(job: Job, path: string, value: SettingValue): Job {
  if (path !== SEED_PATH) splitPath(job, path);
  return withValue(job, path, value);
}

/** How many jobs axes make: the product of their lengths. */
export const productSize = (axes: readonly Pick<Axis, 'values'>[]): number =>
  axes.reduce((product, { values }) => product * values.length, 1);

/** Seeds of a study: each job is repeated with every one of them. */
const seedsOf = (study: Pick<Study, 'axes'>): number => study.axes.find(({ path }) => path === SEED_PATH)?.values.length ?? 1;

/** How many jobs a study has: the product of its axes, and those beside it. */
export const jobCount = (study: Pick<Study, 'axes' | 'beside'>): number =>
  productSize(study.axes) + (study.beside?.length ?? 0) * seedsOf(study);

const jobsOfStudies = new WeakMap<Study, readonly Job[]>();

/**
 * The jobs of a study: the product of its axes, the last axis running fastest, then each of those beside it with every seed. They are made
 * once, since each is checked as a whole.
 */
export function jobsOf(study: Study): readonly Job[] {
  const known = jobsOfStudies.get(study);
  if (known) return known;
  const jobs = [...productOf(study), ...(study.beside ?? []).flatMap((own) => besideJobsOf(study, own))];
  jobsOfStudies.set(study, jobs);
  return jobs;
}

const productOf = ({ job, axes }: Study): readonly Job[] =>
  axes.reduce<readonly Job[]>((all, axis) => all.flatMap((own) => axis.values.map((value) => withSetting(own, axis.path, value))), [job]);

/** A job beside the product, once for each seed of the study. */
function besideJobsOf({ job, axes }: Study, own: Beside): readonly Job[] {
  const first = familyOf(job).jobSchema().parse(besideJob(job, own));
  return productOf({ name: '', job: first, axes: axes.filter(({ path }) => path === SEED_PATH) });
}

function splitPath(job: Job, path: string): [Section, string] {
  const settings = settingsOf(familyOf(job));
  if (path === SEED_PATH || !settings.has(path)) {
    throw new RangeError(`“${path}” names no setting of a job. Known settings: ${[...settings.keys()].join(', ')}.`);
  }
  const dot = path.indexOf('.');
  return [path.slice(0, dot) as Section, path.slice(dot + 1)];
}
