/**
 * Changes to a study in the form in which a person types them: `path=value` sets a setting of the base job, `path=value,value` makes it
 * an axis. Numbers are written as in JSON, and `1e-6..1e-3:7` is a grid of seven; `null` is a seed that follows the job's; the widths of several hidden layers are joined by
 * `+`, so that `model.hidden=512,64+32` compares one hidden layer of 512 with two of 64 and 32. Quotes around a value are taken off. Numbers that
 * another country would read otherwise, such as `0,001`, are refused with both readings: a comma and a space, `0, 1`, part values everywhere.
 */
import type { NumberSetting, SeedSetting, Setting, WidthsSetting } from '../data/setting.ts';
import { settingSchema } from '../data/setting.ts';
import { explainIssues } from './explain.ts';
import type { Family } from './family.ts';
import { plainMarks, questionOf, readEveryWay, wordsOf, wordsTitle, type Attempt, type Convention, type Read } from './number-readings.ts';
import { numbersOf, readNumbers, readWidths, widthsTitle } from './read-values.ts';
import { familyOf, settingsOf, studySchema, withFittingBeside, withUnchecked, type SettingValue, type Study } from './schema.ts';
import { valueGrid, wholeGrid } from './value-grid.ts';

export interface Override {
  readonly path: string;
  /** One value for a setting of the base job, several for an axis. */
  readonly values: readonly SettingValue[];
}

/**
 * Reads one `path=value[,value…]`.
 * @param family whose settings it may name; the first one unless given
 * @throws RangeError naming what is wrong, and near paths where the path is
 */
export function parseOverride(text: string, family: Family = familyOf({})): Override {
  const equals = text.indexOf('=');
  if (equals < 1) throw new RangeError(`“${text}” is no change of a setting: write path=value, such as compression.lambda=0.5.`);
  const path = text.slice(0, equals).trim();
  const setting = settingsOf(family).get(path);
  if (!setting) {
    throw new RangeError(`“${path}” names no setting. ${nearPathsSentence(path, family)}`);
  }
  return { path, values: readValues(path, setting, text.slice(equals + 1)) };
}

function readValues(path: string, setting: Setting, text: string): readonly SettingValue[] {
  const plain = plainMarks(text).replace(/\s*…\s*/gu, '..');
  const words = splitValues(plain);
  const hasGap = words.some((word) => word === '');
  if ((setting.kind === 'number' || setting.kind === 'seed') && !hasGap) {
    const read = readEveryWay((convention) => readNumbers(plain, numbersOf(setting), convention));
    if (read.kind === 'asked') throw unclear(path, text, read, (value) => value.join(', '));
    if (read.kind === 'read') return read.value;
    refuseJoinedGrid(path, setting, plain);
  }
  if (setting.kind === 'widths' && !hasGap) {
    const read = readEveryWay((convention) => networksIn(plain, setting, convention));
    if (read.kind === 'asked') throw unclear(path, text, read, (value) => value.map((widths) => widths.join('+')).join(', '));
  }
  const values = words.flatMap((word) => (expandGrid(path, setting, word) ?? [word]).map((one) => parseValue(path, setting, one)));
  const twice = values.findIndex((value, index) => values.findIndex((other) => same(other, value)) < index);
  if (twice >= 0) throw new RangeError(`${path} is given the value ${JSON.stringify(values[twice])} twice; leave one out.`);
  return values;
}

/** A refusal that names what a text may mean, and how each is written. */
function unclear<Value>(
  path: string,
  text: string,
  read: Extract<Read<Value>, { kind: 'asked' }>,
  write: (value: Value) => string,
): RangeError {
  const ways = read.readings.map(({ value }) => `${path}=${write(value)}`).map((way) => (way.includes(' ') ? `"${way}"` : way));
  return new RangeError(`${path} cannot be “${text.trim()}”. ${questionOf(read, text)} Write ${ways.join(' or ')}.`);
}

/** The networks of a text: parted by commas, unless these part thousands. */
function networksIn(text: string, setting: WidthsSetting, convention: Convention): Attempt<readonly (readonly number[])[]> {
  const lists = wordsOf(text, { ...convention, space: 'group' }).map((word) => readWidths(word.split('+'), setting, convention));
  const problem = lists.find((list) => typeof list === 'string');
  if (problem !== undefined || lists.length === 0) return { problem: problem ?? '' };
  const widths = lists.filter((list) => typeof list !== 'string');
  return { value: widths, title: widths.length === 1 ? widthsTitle(widths[0]) : wordsTitle(widths.map((list) => list.join('+'))) };
}

/** @throws RangeError where a comma between digits may belong to the end of a grid, as in `0,001..0,1:7` */
function refuseJoinedGrid(path: string, setting: NumberSetting | SeedSetting, text: string): void {
  const found = /(?:^|[,;\s])[+-]?(?:\d+,\d+(?:,\d+)*\.\.|[^,;\s]*\.\.[+-]?\d+,\d+(?:,\d+)*:)/u.exec(text);
  if (!found) return;
  const joined = /\d+(?:,\d+)+/u.exec(found[0])?.[0] ?? '';
  const range = numbersOf(setting);
  const isNumber = readEveryWay((convention) => (convention.comma === 'list' ? { problem: '' } : readNumbers(joined, range, convention)));
  if (isNumber.kind === 'wrong') return;
  const [{ title }] = isNumber.kind === 'asked' ? isNumber.readings : [{ title: joined }];
  throw new RangeError(
    `${path} cannot be “${text.trim()}”: is “${joined}” ${title}? Before decimals write a point, between values a comma and a space, as in "${path}=0, 0.001..0.1:7".`,
  );
}

/**
 * A copy of the study with the changes made, in order. An axis of the same path is replaced where it stands, and removed by a single value.
 * @throws RangeError if a change is refused, or the study would have too many axes or jobs
 */
export function applyOverrides(study: Study, changes: readonly string[]): Study {
  const changed = changes.map((change) => parseOverride(change, familyOf(study.job))).reduce<Study>(applyOverride, study);
  const checked = studySchema.safeParse(withFittingBeside(changed));
  if (!checked.success) throw new RangeError(`The study cannot be changed like that: ${explainIssues(checked.error, changed)}.`);
  return checked.data;
}

function applyOverride(study: Study, { path, values }: Override): Study {
  const others = study.axes.filter((axis) => axis.path !== path);
  const [first] = values;
  // Checked together at the end: changes that only make sense together may come in any order.
  if (values.length === 1 && first !== undefined) return { ...study, job: withUnchecked(study.job, path, first), axes: others };
  const axis = { path, values: values.map((value) => (isWidths(value) ? [...value] : value)) };
  const axes = others.length < study.axes.length ? study.axes.map((old) => (old.path === path ? axis : old)) : [...study.axes, axis];
  return { ...study, axes };
}

const isWidths = (value: SettingValue): value is readonly number[] => Array.isArray(value);
const same = (a: SettingValue, b: SettingValue) => JSON.stringify(a) === JSON.stringify(b);

/** Splits at commas, except inside double quotes, which are taken off. */
function splitValues(text: string): string[] {
  const words = text.match(/(?:"[^"]*"|[^,"])+|(?<=^|,)(?=,|$)/g) ?? [];
  return words.map((word) => word.trim().replace(/^"(.*)"$/, '$1'));
}

/** `1e-6..1e-3:7` as its seven words; null where the word is no grid. @throws RangeError for a grid that cannot be made */
function expandGrid(path: string, setting: Setting, word: string): string[] | null {
  const [, from, to, count] = /^(.+)\.\.([^:]+)(?::(\d{1,15}))?$/.exec(word) ?? [];
  const [first, last] = [readNumber(from ?? ''), readNumber(to ?? '')];
  if (setting.kind !== 'number' || first === undefined || last === undefined) return null;
  if (count === undefined) throw new RangeError(`${path} cannot be “${word}”: say how many values, such as ${word}:7.`);
  try {
    if (!setting.integer) return valueGrid(first, last, Number(count)).map(String);
    const { values, shrunk } = wholeGrid(first, last, Number(count));
    if (shrunk !== null) throw new RangeError(`${shrunk} Write ${path}=${values.join(',')}, or ask for fewer.`);
    return values.map(String);
  } catch (cause) {
    throw new RangeError(`${path} cannot be “${word}”. ${(cause as Error).message}`, { cause });
  }
}

function parseValue(path: string, setting: Setting, word: string): SettingValue {
  const value = readValue(setting, word);
  if (value === undefined || !settingSchema(setting).safeParse(value).success) {
    throw new RangeError(`${path} cannot be “${word}”: it takes ${describe(setting)}.`);
  }
  return value;
}

function readValue(setting: Setting, word: string): SettingValue | undefined {
  switch (setting.kind) {
    case 'choice':
      return word;
    case 'number':
      return readNumber(word);
    case 'seed':
      return word === 'null' ? null : readNumber(word);
    case 'widths': {
      const widths = word.split('+').map(readNumber);
      return widths.every((width) => width !== undefined) ? widths : undefined;
    }
  }
}

/** Number() alone would take an empty word for 0, and hexadecimal. */
function readNumber(word: string): number | undefined {
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(word.trim()) ? Number(word) : undefined;
}

/** What a setting takes, to follow "it takes". */
export function describe(setting: Setting): string {
  switch (setting.kind) {
    case 'choice':
      return setting.options.map((option) => option.value).join(' or ');
    case 'number':
      return `a ${setting.integer ? 'whole number' : 'number'} from ${setting.min} to ${setting.max}`;
    case 'seed':
      return 'a whole number from 0 to 4294967295, or null for the job’s seed';
    case 'widths':
      return `1 to ${setting.maxLength} whole numbers from ${setting.min} to ${setting.max}, joined by +`;
  }
}

function nearPathsSentence(path: string, family: Family): string {
  const near = nearPaths(path, family);
  return near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `The settings are ${[...settingsOf(family).keys()].join(', ')}.`;
}

/** Paths that the misspelt one may have meant, the nearest first; none if nothing is near. */
export function nearPaths(path: string, family: Family = familyOf({})): string[] {
  const wanted = path.toLowerCase();
  const last = wanted.slice(wanted.lastIndexOf('.') + 1);
  return [...settingsOf(family).keys()]
    .map((known) => {
      const name = known.toLowerCase();
      // A bare name or a wrong section counts by its last part.
      const distance = Math.min(editDistance(wanted, name), editDistance(last, name.slice(name.lastIndexOf('.') + 1)) + 0.5);
      return { known, distance };
    })
    .filter(({ distance }) => distance <= Math.max(1.5, last.length / 3))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ known }) => known);
}

/** Levenshtein's distance: the fewest letters to insert, delete or replace. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}
