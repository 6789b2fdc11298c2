/**
 * What a study is. A job is one training run with every setting fixed; a study is a base job and axes, and its jobs are the product of
 * its axes. Links and files come from strangers: everything here is strict and bounded.
 */
import { dtcFamily } from '../compression/registry.ts';
import { MAX_SEED, seedSchema, settingSchema, settingsSchema, type Setting, type Settings } from '../compression/setting.ts';
import { z } from '../data/zod.ts';
import { dataSettings, modelSettings, trainingSettings } from './settings.ts';

/** Seed of the paper's published runs. */
export const PUBLISHED_SEED = 42424242;

/** Most jobs that one study may have; a sweep beyond it is refused before anything runs. */
export const MAX_JOBS = 1024;

const jobSeedSetting: Setting = {
  kind: 'number',
  title: 'Seed',
  help: 'Sets the initial weights, the measurement matrix, random choices and ties. Several seeds, separated by commas, repeat the study and give bands.',
  differs: 'The published runs have one seed, 42424242, for everything; its streams are reproduced here exactly.',
  default: PUBLISHED_SEED,
  min: 0,
  max: MAX_SEED,
  integer: true,
};

export const jobSchema = z.strictObject({
  data: settingsSchema(dataSettings).prefault({}),
  model: settingsSchema(modelSettings).prefault({}),
  training: settingsSchema(trainingSettings).prefault({}),
  compression: dtcFamily.schema.prefault({}),
  seed: seedSchema.default(PUBLISHED_SEED),
});
export type Job = z.output<typeof jobSchema>;
export type JobInput = z.input<typeof jobSchema>;

/** Sections of a job with their settings, in the order in which the page shows them. */
export const jobSections: Readonly<Record<'data' | 'model' | 'training' | 'compression', Settings>> = {
  compression: dtcFamily.settings,
  model: modelSettings,
  training: trainingSettings,
  data: dataSettings,
};
type Section = keyof typeof jobSections;

/** Every setting that an axis, `--set` or the form may name, by its path, such as `compression.lambda` or `seed`. */
export const settingsByPath: ReadonlyMap<string, Setting> = new Map<string, Setting>([
  ...Object.entries(jobSections).flatMap(([section, settings]) =>
    Object.entries(settings).map(([name, setting]) => [`${section}.${name}`, setting] as const),
  ),
  ['seed', jobSeedSetting],
]);

/** One value of a setting as an axis carries it. */
export type SettingValue = string | number | null | readonly number[];
const settingValueSchema = z.union([z.string().max(64), z.number(), z.null(), z.array(z.int()).max(6)]);

export const axisSchema = z
  .strictObject({
    path: z.string().max(64).refine((path) => settingsByPath.has(path), 'names no setting of a job'),
    values: z.array(settingValueSchema).min(1).max(MAX_JOBS),
  })
  .superRefine((axis, context) => {
    const setting = settingsByPath.get(axis.path);
    if (!setting) return;
    const schema = settingSchema(setting);
    axis.values.forEach((value, index) => {
      const result = schema.safeParse(value);
      for (const issue of result.error?.issues ?? []) {
        context.addIssue({ code: 'custom', path: ['values', index], message: issue.message });
      }
    });
    if (new Set(axis.values.map((value) => JSON.stringify(value))).size < axis.values.length) {
      context.addIssue({ code: 'custom', path: ['values'], message: 'has the same value twice' });
    }
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
    const paths = study.axes.map((axis) => axis.path);
    if (new Set(paths).size < paths.length) context.addIssue({ code: 'custom', path: ['axes'], message: 'names one setting twice' });
    const jobs = study.axes.reduce((product, axis) => product * axis.values.length, 1);
    if (jobs > MAX_JOBS) {
      context.addIssue({ code: 'custom', path: ['axes'], message: `makes ${jobs} jobs; at most ${MAX_JOBS} are allowed` });
    }
  });
export type Study = z.output<typeof studySchema>;
export type StudyInput = z.input<typeof studySchema>;

/** The value of a setting of a job. */
export function settingOf(job: Job, path: string): SettingValue {
  if (path === 'seed') return job.seed;
  const [section, name] = splitPath(path);
  return (job[section] as Record<string, SettingValue>)[name];
}

/**
 * A copy of the job with one setting changed, checked by the schema.
 * @throws if the path names no setting, or the value lies outside its range.
 */
export function withSetting(job: Job, path: string, value: SettingValue): Job {
  if (path === 'seed') return jobSchema.parse({ ...job, seed: value });
  const [section, name] = splitPath(path);
  return jobSchema.parse({ ...job, [section]: { ...job[section], [name]: value } });
}

/** The jobs of a study: the product of its axes, the last axis running fastest. */
export function jobsOf(study: Study): Job[] {
  return study.axes.reduce<Job[]>(
    (jobs, axis) => jobs.flatMap((job) => axis.values.map((value) => withSetting(job, axis.path, value))),
    [study.job],
  );
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

function splitPath(path: string): [Section, string] {
  if (path === 'seed' || !settingsByPath.has(path)) {
    throw new RangeError(`“${path}” names no setting of a job. Known settings: ${[...settingsByPath.keys()].join(', ')}.`);
  }
  const dot = path.indexOf('.');
  return [path.slice(0, dot) as Section, path.slice(dot + 1)];
}
