/** What a schema has against a study, a job or a result, in one line, by the names that people know the fields by. */
import { clipped } from '../data/complaint-words.ts';
import type { z } from '../data/zod.ts';
import { families, familyOf } from './families/index.ts';
import { fieldWords, said } from './field-words.ts';
import { settingsOf } from './settings.ts';

/** Complaints after which the rest is only counted. */
const MOST = 3;
/** Characters of a place or a complaint: names and values of others may be as long as a file. */
const LONGEST = 300;

type Fields = Readonly<Record<PropertyKey, unknown>>;

const inside = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null ? (value as Fields)[key] : undefined;

/**
 * The complaints of a schema with what they are about, such as “LASSO penalty λ” (compression.lambda): too small …; and 2 more.
 * @param refused what the schema was given: it tells the family, in whose words a setting is named, and the value of an axis
 */
export function explainIssues(error: z.ZodError, refused: unknown): string {
  const texts = error.issues
    .slice(0, MOST)
    .map(({ path, message }) => said(clipped(placeOf(path, refused), LONGEST), clipped(message, LONGEST)));
  const more = error.issues.length - texts.length;
  return texts.join('; ') + (more > 0 ? `; and ${more} more` : '');
}

/** A setting as messages name it: “Batch size” (training.batchSize). @param job in the words of whose family; of the first that has it unless told */
export function settingWords(path: string, job?: unknown): string {
  const known = job === undefined ? families.all : [familyOf(job), ...families.all];
  const title = known.map((family) => settingsOf(family).get(path)?.title).find((found) => found !== undefined);
  return title === undefined ? `“${clipped(path)}”` : `“${title}” (${path})`;
}

/** What a path leads to; empty for the whole. */
function placeOf(path: readonly PropertyKey[], refused: unknown): string {
  let [rest, at] = [[...path], refused];
  const within: string[] = [];
  const enter = (...keys: readonly PropertyKey[]): void => {
    for (const key of keys) at = inside(at, key);
    rest = rest.slice(keys.length);
  };
  if (rest[0] === 'study') enter('study');
  if (rest[0] === 'records' && typeof rest[1] === 'number') {
    within.push(`job ${rest[1] + 1}`);
    enter('records', rest[1]);
  }
  const axis = rest[0] === 'axes' ? axisWords(rest, at) : null;
  if (axis !== null) return axis;
  if (rest[0] === 'beside') return besideWords(rest, at);
  if (rest[0] === 'job') enter('job');
  const setting = settingIn(rest);
  if (setting !== null) return [settingWords(setting.path, at), ...within].join(' of ') + setting.place;
  if (rest.length === 0 && within.length === 0) return path.length === 0 ? '' : fieldWords(path);
  return [...(rest.length > 0 ? [fieldWords(rest)] : []), ...within].join(' of ');
}

/** The setting that a path begins with, and which of its values is meant. */
function settingIn(path: readonly PropertyKey[]): { readonly path: string; readonly place: string } | null {
  for (const length of [2, 1]) {
    const name = path.slice(0, length).join('.');
    if (path.length < length || !families.all.some((family) => settingsOf(family).has(name))) continue;
    const [index] = path.slice(length);
    return { path: name, place: typeof index === 'number' ? `, number ${index + 1}` : '' };
  }
  return null;
}

/** “Width” (model.dim) of job 2 beside the product. */
function besideWords([, place, path]: readonly PropertyKey[], study: unknown): string {
  const job = typeof place === 'number' ? `job ${place + 1} beside the product` : 'the jobs beside the product';
  return typeof path === 'string' ? `${settingWords(path, inside(study, 'job'))} of ${job}` : job;
}

/** “the value 7 of “Seed” (seed)” for axes.2.values.0; null where the axis is none that can be named. */
function axisWords([, place, part, index]: readonly PropertyKey[], study: unknown): string | null {
  if (typeof place !== 'number') return 'the axes';
  const axis = inside(inside(study, 'axes'), place);
  const path = inside(axis, 'path');
  if (typeof path !== 'string') return null;
  const name = settingWords(path, inside(study, 'job'));
  const values = inside(axis, 'values');
  return part === 'values' && typeof index === 'number' && Array.isArray(values)
    ? `the value ${clipped(JSON.stringify(values[index]))} of ${name}`
    : `the axis ${name}`;
}
