/** The values of a setting in what a person has typed, on the page as on the command line, under one convention of writing numbers. */
import { MAX_SEED, type NumberSetting, type SeedSetting, type WidthsSetting } from '../data/setting.ts';
import { grouped } from '../math/number-text.ts';
import { isDocumented, numberOf, rangeOf, wordsOf, wordsTitle, type Attempt, type Convention } from './number-readings.ts';
import { MAX_JOBS, type SettingValue } from './job.ts';

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
  readonly unit?: string;
}

export const numbersOf = (setting: NumberSetting | SeedSetting): NumberRange =>
  setting.kind === 'seed'
    ? { min: 0, max: MAX_SEED, integer: true }
    : { min: setting.min, max: setting.max, integer: setting.integer ?? false, unit: setting.unit };

const numberText = (value: number): string => (Number.isInteger(value) ? grouped(value) : String(value));

/** “1 to 8,192 images”, “0.01 to 0.9”. */
export const rangeText = ({ min, max, unit }: Omit<NumberRange, 'integer'>): string =>
  `${numberText(min)} to ${numberText(max)}${unit ? ` ${unit}` : ''}`;

/** What is wrong with a number that was written as a word; null if nothing is. */
export function problemOf(value: number, word: string, range: NumberRange): string | null {
  if (!Number.isFinite(value)) return `“${word}” is not a number. Type one from ${rangeText(range)}.`;
  if (range.integer && !Number.isInteger(value)) return `${word} is not a whole number. Type one from ${rangeText(range)}.`;
  if (value < range.min || value > range.max) return `${word} is outside the range, ${rangeText(range)}.`;
  return null;
}

/** What is wrong with a list as a whole; null if nothing is. @param nameOf how a value is called */
export function problemOfList<Value extends SettingValue>(values: readonly Value[], nameOf: (value: Value) => string): string | null {
  const seen = new Set<string>();
  for (const value of values) {
    const key = JSON.stringify(value);
    if (seen.has(key)) return `${nameOf(value)} is there twice.`;
    seen.add(key);
  }
  return values.length > MAX_JOBS ? `${grouped(values.length)} values are too many; at most ${grouped(MAX_JOBS)} are allowed.` : null;
}

/** A list of numbers; whole ones also as ranges, “1-5”. @param text with plain marks */
export function readNumbers(text: string, range: NumberRange, convention: Convention): Attempt<readonly number[]> {
  const words = wordsOf(text, convention);
  if (words.length === 0) return { problem: `Type a number from ${rangeText(range)}.` };
  const values: number[] = [];
  for (const word of words) {
    const expanded = range.integer ? expandRange(word, convention) : null;
    if (typeof expanded === 'string') return { problem: expanded };
    for (const value of expanded ?? [numberOf(word, convention)]) {
      const problem = problemOf(value, word, range);
      // A decimal comma may be meant wherever there are decimals, also in a number that is too large.
      if (problem) return { problem, isMeant: !range.integer && convention.comma === 'decimal' && Number.isFinite(value) };
      values.push(value);
    }
  }
  const problem = problemOfList(values, String);
  if (problem) return { problem };
  return { value: values, title: values.length > 1 && isDocumented(convention) ? wordsTitle(words) : wordsTitle(values.map(String)) };
}

/** “3-7” or “3–7” as the numbers from 3 to 7; null where the word is no range, a sentence where the range is of no use. */
function expandRange(word: string, convention: Convention): number[] | string | null {
  const ends = rangeOf(word, convention);
  if (!ends) return null;
  const [from, to] = ends;
  if (to < from) return `“${word}” runs backwards; write ${to}-${from}.`;
  if (to - from >= MAX_JOBS) return `“${word}” is ${grouped(to - from + 1)} values; at most ${grouped(MAX_JOBS)} are allowed.`;
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** The widths of the hidden layers of one network, or what is wrong with them. @param words that are their widths */
export function readWidths(words: readonly string[], setting: WidthsSetting, convention: Convention): readonly number[] | string {
  const widths = words.map((word) => numberOf(word, convention));
  const range: NumberRange = { min: setting.min, max: setting.max, integer: true };
  const problem = widths.map((value, index) => problemOf(value, words[index], range)).find((found) => found !== null);
  if (problem) return problem;
  return widths.length > setting.maxLength ? `${widths.length} layers are too many; at most ${setting.maxLength} are allowed.` : widths;
}

/** “2048”, “layers of 2 and 48”. */
export const widthsTitle = (widths: readonly number[]): string =>
  widths.length === 1 ? String(widths[0]) : `layers of ${widths.join(' and ')}`;
