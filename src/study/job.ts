/** What every job and every study is made of, whatever the family. The schemas, which ask the families, are in `schema.ts`. */
import type { OwnChoice } from '../data/sources/source.ts';

/** Seed of the paper's published runs, and of a job that says none. */
export const PUBLISHED_SEED = 42424242;

/** Most jobs that one study may have; a sweep beyond it is refused before anything runs. */
export const MAX_JOBS = 1024;

/** Where the seed of a job stands. */
export const SEED_PATH = 'seed';

export type Section = 'data' | 'model' | 'training' | 'compression';

/** One value of a setting as an axis carries it. */
export type SettingValue = string | number | null | readonly number[];

/** A network that a job begins with. */
export interface JobStart {
  /** SHA-256 of its network file, which is stored in the browser and travels with no link. */
  readonly network: string;
  /** Where it comes from, in words. */
  readonly from: string;
}

/** One training run with every setting fixed: settings in sections and a seed. What else is in a section is its family's. */
export interface Job extends OwnChoice {
  readonly data: { readonly name: string };
  readonly model: object;
  readonly training: object;
  readonly compression: { readonly method: string };
  readonly seed: number;
  readonly start?: JobStart | undefined;
}

/** Sections as a person may give them: what is missing takes its default, and the method says of which family. */
export interface JobInput extends OwnChoice {
  readonly data?: object;
  readonly model?: object;
  readonly training?: object;
  readonly compression?: object;
  readonly seed?: number;
}

/** A setting and the values that it takes. */
export interface Axis {
  path: string;
  values: SettingValue[];
}

/** Settings in which a job beside the product of a study differs from its base job, by their paths; never the seed. */
export type Beside = Readonly<Record<string, SettingValue>>;

/** A base job and axes: its jobs are the product of the axes, and after them those beside it, one for each seed. */
export interface Study {
  /** What a person calls it. */
  name: string;
  /** The preset it started from, if any; for the page only. */
  preset?: string | undefined;
  job: Job;
  axes: Axis[];
  /** Jobs that no product has, such as networks of several widths that nothing is taken from. Left out where there are none. */
  beside?: Beside[] | undefined;
}

/** A study as a person may give it. */
export interface StudyInput {
  readonly name: string;
  readonly preset?: string | undefined;
  readonly job?: JobInput;
  readonly axes?: readonly { readonly path: string; readonly values: readonly SettingValue[] }[];
  readonly beside?: readonly Beside[] | undefined;
}

/** The value of a setting of a job, whose family has one of that path. */
export function valueAt(job: Job, path: string): SettingValue {
  const dot = path.indexOf('.');
  if (dot === -1) return job.seed;
  return (job[path.slice(0, dot) as Section] as Readonly<Record<string, SettingValue>>)[path.slice(dot + 1)];
}

/** A copy of a job with one setting changed, which its family has; not checked. */
export function withValue(job: Job, path: string, value: SettingValue): Job {
  if (path === SEED_PATH) return { ...job, seed: value as number };
  const dot = path.indexOf('.');
  const section = path.slice(0, dot) as Section;
  return { ...job, [section]: { ...job[section], [path.slice(dot + 1)]: value } };
}

/** What jobs have in common that differ in their seed at most. */
export const exceptSeed = (job: Job): string => canonicalJson({ ...job, seed: 0 });

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
