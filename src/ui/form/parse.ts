/**
 * What a person types into a setting, and back: one value, or several, which make an axis. Numbers are separated by commas, semicolons or
 * white space; whole numbers also come as ranges, “1-5”, and all as grids, “1e-6 … 1e-3, 7 values”. Layers of a network are joined by “+”, on
 * the page as on the command line: “300 + 100, 512” are two networks. What another country would read otherwise, such as “0,001”, is asked
 * about.
 */
import { MAX_SEED, type Setting, type WidthsSetting } from '../../data/setting.ts';
import {
  numberOf,
  plainMarks,
  questionOf,
  readEveryWay,
  wordsOf,
  wordsTitle,
  type Attempt,
  type Convention,
} from '../../study/number-readings.ts';
import {
  numbersOf,
  problemOf,
  problemOfList,
  rangeText,
  readNumbers,
  readWidths,
  widthsTitle,
  type NumberRange,
} from '../../study/read-values.ts';
import type { SettingValue } from '../../study/schema.ts';
import { valueGrid, wholeGrid } from '../../study/value-grid.ts';

/** What may have been meant, to choose from. */
export interface Choice {
  /** As a person would type it. */
  readonly title: string;
  readonly values: readonly SettingValue[];
}

export type Parsed =
  | { readonly values: readonly SettingValue[]; readonly error: null }
  | { readonly values: null; readonly error: string; readonly choices?: readonly Choice[] };

const refuse = (error: string): Parsed => ({ values: null, error });

/** Reads what was typed for a setting. A refusal says what is wrong and what would do. */
export function parseValues(setting: Setting, text: string): Parsed {
  switch (setting.kind) {
    case 'number':
      return parseNumbers(setting, text, numbersOf(setting));
    case 'seed':
      return text.trim() === '' ? { values: [null], error: null } : parseNumbers(setting, text, numbersOf(setting));
    case 'widths':
      return parse(setting, text, (plain, convention) => listsIn(plain, setting, convention));
    case 'choice':
      return parseChoices(
        text,
        setting.options.map((option) => option.value),
      );
  }
}

/** The values of a setting as a person would type them. */
export function formatValues(setting: Setting, values: readonly SettingValue[]): string {
  return values.map((value) => formatValue(setting, value)).join(', ');
}

/** The range of a setting in words: “1 to 8,192 images”, “0.01 to 0.9”. */
export function rangeTitle(setting: Setting): string | null {
  switch (setting.kind) {
    case 'number':
      return rangeText(numbersOf(setting));
    case 'seed':
      return `empty, or ${rangeText({ min: 0, max: MAX_SEED })}`;
    case 'widths':
      return `1 to ${setting.maxLength} layers of ${rangeText(setting)} neurons`;
    case 'choice':
      return null;
  }
}

function formatValue(setting: Setting, value: SettingValue): string {
  if (value === null) return '';
  if (typeof value === 'object') return value.join(' + ');
  // “1.125” is 1125 to some, where a setting goes so far; with one digit more it is not.
  const isEither = setting.kind === 'number' && setting.max >= 1000 && /^-?[1-9]\d{0,2}\.\d{3}$/u.test(String(value));
  return isEither ? `${value}0` : String(value);
}

/** Reads a text in every way in which people write numbers. */
function parse(
  setting: Setting,
  text: string,
  attempt: (plain: string, convention: Convention) => Attempt<readonly SettingValue[]>,
): Parsed {
  const plain = plainMarks(text);
  const read = readEveryWay((convention) => attempt(plain, convention));
  if (read.kind === 'read') return { values: read.value, error: null };
  const readings = read.kind === 'wrong' ? read.instead : read.readings;
  const choices = readings.map(({ value }) => ({ title: formatValues(setting, value), values: value }));
  const error = read.kind === 'wrong' ? read.problem : questionOf(read, text);
  return { values: null, error, ...(choices.length > 0 ? { choices } : {}) };
}

const parseNumbers = (setting: Setting, text: string, range: NumberRange): Parsed =>
  parse(setting, text, (plain, convention) => gridIn(plain.trim(), range, convention) ?? readNumbers(plain, range, convention));

/** “1e-6 … 1e-3, 7 values” as its numbers; null where the text is no grid. */
function gridIn(text: string, range: NumberRange, convention: Convention): Attempt<readonly number[]> | null {
  const match = /^(.+?)\s*(?:…|\.\.\.?|to)\s*(.+?)([\s,;:]+)(\d{1,15})(\s*values?)?$/iu.exec(text);
  if (!match) return withoutCount(text, convention);
  const [, from, to, mark, amount, noun] = match;
  // Not how many values, but the last digits of the upper end.
  if (noun === undefined && problemOf(numberOf(`${to}${mark}${amount}`, convention), text, range) === null)
    return { problem: howMany(text), isMeant: true };
  const ends = [from, to].map((word) => numberOf(word, convention));
  const bad = [from, to].find((_, index) => !Number.isFinite(ends[index]));
  if (bad !== undefined) return { problem: problemOf(Number.NaN, bad, range) ?? '' };
  try {
    const { values, shrunk } = (range.integer ? wholeGrid : plainGrid)(ends[0], ends[1], Number(amount));
    const problem = values.map((value) => problemOf(value, String(value), range)).find((found) => found !== null);
    if (problem) return { problem };
    const title = `${ends.join(' … ')}, ${amount} values`;
    return shrunk === null ? { value: values, title } : { problem: shrunk, instead: { value: values, title: values.join(', ') } };
  } catch (error) {
    if (error instanceof RangeError) return { problem: error.message };
    throw error;
  }
}

const plainGrid = (from: number, to: number, count: number) => ({ values: valueGrid(from, to, count), shrunk: null });

const howMany = (text: string): string => `How many values from “${text}”? Write so many, such as 1e-6 … 1e-3, 7 values.`;

function withoutCount(text: string, convention: Convention): Attempt<readonly number[]> | null {
  const ends = /^(.+?)\s*(?:…|\.\.\.?)\s*(.+)$/u.exec(text)?.slice(1);
  return ends?.every((word) => Number.isFinite(numberOf(word, convention))) ? { problem: howMany(text) } : null;
}

/** How lists are written. */
const LISTS = 'Write 300 + 100 for one network with two hidden layers, and 300 + 100, 512 to compare it with another one.';

function listsIn(text: string, setting: WidthsSetting, convention: Convention): Attempt<readonly (readonly number[])[]> {
  const lists: (readonly number[])[] = [];
  // As in LeNet-300-100.
  for (const part of wordsOf(text.replaceAll(/\s*[+–-]\s*/gu, '+'), convention)) {
    const words = part.split('+').filter((word) => word !== '');
    if (words.length === 0) continue;
    const list = readWidths(words, setting, convention);
    if (typeof list === 'string')
      return { problem: words.every((word) => Number.isFinite(numberOf(word, convention))) ? list : `${list} ${LISTS}` };
    lists.push(list);
  }
  if (lists.length === 0) return { problem: `Type a width from ${rangeText(setting)} for each hidden layer.` };
  const problem = problemOfList(lists, (list) => list.join(' + '));
  if (problem) return { problem };
  return { value: lists, title: lists.length === 1 ? widthsTitle(lists[0]) : wordsTitle(lists.map((list) => list.join(' + '))) };
}

function parseChoices(text: string, options: readonly string[]): Parsed {
  const values = text.split(/[\s,;]+/u).filter((part) => part !== '');
  const unknown = values.find((value) => !options.includes(value));
  if (unknown !== undefined || values.length === 0) return refuse(`“${unknown ?? ''}” is not one of ${options.join(', ')}.`);
  const problem = problemOfList(values, String);
  return problem ? refuse(problem) : { values, error: null };
}
