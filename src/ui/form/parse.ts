/**
 * What a person types into a setting, and back: one value, or several, which make an axis. Numbers are separated by commas, semicolons or
 * white space; whole numbers also come as ranges, “1-5”, and all as grids, “1e-6 … 1e-3, 7 values”. A list setting has commas inside a value, so its values are separated by
 * semicolons: “300, 100; 512”; the layers may be joined by “+” as on the command line, “300 + 100; 512”.
 */
import { MAX_SEED, type NumberSetting, type Setting, type WidthsSetting } from '../../data/setting.ts';
import { MAX_JOBS, type SettingValue } from '../../study/schema.ts';
import { valueGrid } from '../../study/value-grid.ts';
import { count } from '../text/format.ts';

export type Parsed = { readonly values: readonly SettingValue[]; readonly error: null } | { readonly values: null; readonly error: string };

interface Range {
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
  readonly unit?: string;
}

const refuse = (error: string): Parsed => ({ values: null, error });

/** Reads what was typed for a setting. A refusal says what is wrong and what would do. */
export function parseValues(setting: Setting, text: string): Parsed {
  switch (setting.kind) {
    case 'number':
      return parseNumbers(text, rangeOfNumber(setting));
    case 'seed':
      return text.trim() === '' ? { values: [null], error: null } : parseNumbers(text, { min: 0, max: MAX_SEED, integer: true });
    case 'widths':
      return parseLists(text, setting);
    case 'choice':
      return parseChoices(
        text,
        setting.options.map((option) => option.value),
      );
  }
}

/** The values of a setting as a person would type them. */
export function formatValues(setting: Setting, values: readonly SettingValue[]): string {
  return values.map(formatValue).join(setting.kind === 'widths' ? '; ' : ', ');
}

/** The range of a setting in words: “1 to 8,192 images”, “0.01 to 0.9”. */
export function rangeTitle(setting: Setting): string | null {
  switch (setting.kind) {
    case 'number':
      return rangeText(rangeOfNumber(setting));
    case 'seed':
      return `empty, or ${rangeText({ min: 0, max: MAX_SEED, integer: true })}`;
    case 'widths':
      return `1 to ${setting.maxLength} layers of ${rangeText({ ...setting, integer: true })} neurons`;
    case 'choice':
      return null;
  }
}

const formatValue = (value: SettingValue): string => (value === null ? '' : typeof value === 'object' ? value.join(', ') : String(value));

const rangeOfNumber = ({ min, max, integer = false, unit }: NumberSetting): Range => ({ min, max, integer, unit });

const numberText = (value: number): string => (Number.isInteger(value) ? count(value) : String(value));
const rangeText = ({ min, max, unit }: Range): string => `${numberText(min)} to ${numberText(max)}${unit ? ` ${unit}` : ''}`;

/** “1e-6 … 1e-3, 7 values” as its numbers; null where the text is no grid, a sentence where the grid is of no use. */
function expandGrid(text: string, { integer }: Range): number[] | string | null {
  const match = /^\s*(\S+?)\s*(?:…|\.\.\.?|to)\s*([^\s,;:]+)[\s,;:]+(\d{1,15})(?:\s*values?)?\s*$/i.exec(text);
  if (!match)
    return /^\s*[\d.e+-]+?\s*(?:…|\.\.\.?)\s*[\d.e+-]+\s*$/iu.test(text)
      ? `How many values from “${text.trim()}”? Write so many, such as 1e-6 … 1e-3, 7 values.`
      : null;
  try {
    const values = valueGrid(toNumber(match[1]), toNumber(match[2]), Number(match[3]));
    return integer ? [...new Set(values.map(Math.round))] : values;
  } catch (error) {
    return error instanceof RangeError ? error.message : null;
  }
}

function parseNumbers(text: string, range: Range): Parsed {
  const grid = expandGrid(text, range);
  if (typeof grid === 'string') return refuse(grid);
  if (grid) {
    const problem = grid.map((value) => problemOf(value, String(value), range)).find((found) => found !== null);
    return problem ? refuse(problem) : withoutRepeats(grid);
  }
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  if (parts.length === 0) return refuse(`Type a number from ${rangeText(range)}.`);
  const values: number[] = [];
  for (const part of parts) {
    const expanded = range.integer ? expandRange(part) : null;
    if (typeof expanded === 'string') return refuse(expanded);
    for (const value of expanded ?? [toNumber(part)]) {
      const problem = problemOf(value, part, range);
      if (problem) return refuse(problem);
      values.push(value);
    }
  }
  return withoutRepeats(values);
}

/** “3-7” or “3–7” as the numbers from 3 to 7; null where the text is no range, a sentence where the range is of no use. */
function expandRange(part: string): number[] | string | null {
  const match = /^(\d{1,10})[-–](\d{1,10})$/.exec(part);
  if (!match) return null;
  const [from, to] = [Number(match[1]), Number(match[2])];
  if (to < from) return `“${part}” runs backwards; write ${to}-${from}.`;
  if (to - from >= MAX_JOBS) return `“${part}” is ${count(to - from + 1)} values; at most ${count(MAX_JOBS)} are allowed.`;
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** Plain decimals only: what `Number` would also take, such as “0x10” or an empty text, is a slip of the keyboard here. */
const toNumber = (part: string): number => (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(part) ? Number(part) : Number.NaN);

function problemOf(value: number, part: string, range: Range): string | null {
  if (!Number.isFinite(value)) return `“${part}” is not a number. Type one from ${rangeText(range)}.`;
  if (range.integer && !Number.isInteger(value)) return `${part} is not a whole number. Type one from ${rangeText(range)}.`;
  if (value < range.min || value > range.max) return `${part} is outside the range, ${rangeText(range)}.`;
  return null;
}

/** How lists are written. */
const LISTS = 'Write 300, 100 for one network with two hidden layers, and 300, 100; 512 to compare it with another one.';

function parseLists(text: string, setting: WidthsSetting): Parsed {
  const lists: number[][] = [];
  const range: Range = { min: setting.min, max: setting.max, integer: true };
  for (const part of text.split(';').filter((piece) => /[^\s,+]/.test(piece))) {
    // On the command line a comma parts networks, so one beside a “+” may be meant as that.
    if (part.includes('+') && part.includes(',')) return refuse(`“${part.trim()}” joins layers by “+” and by commas. ${LISTS}`);
    const numbers = part.split(/[\s,+]+/).filter((piece) => piece !== '');
    const list = numbers.map(toNumber);
    const problem = list.map((value, index) => problemOf(value, numbers[index], range)).find((found) => found !== null);
    if (problem) return refuse(list.every(Number.isFinite) ? problem : `${problem} ${LISTS}`);
    if (list.length > setting.maxLength) return refuse(`${list.length} layers are too many; at most ${setting.maxLength} are allowed.`);
    lists.push(list);
  }
  return lists.length === 0 ? refuse(`Type a width from ${rangeText(range)} for each hidden layer.`) : withoutRepeats(lists);
}

function parseChoices(text: string, options: readonly string[]): Parsed {
  const values = text.split(/[\s,;]+/).filter((part) => part !== '');
  const unknown = values.find((value) => !options.includes(value));
  if (unknown !== undefined || values.length === 0) return refuse(`“${unknown ?? ''}” is not one of ${options.join(', ')}.`);
  return withoutRepeats(values);
}

function withoutRepeats(values: readonly SettingValue[]): Parsed {
  const seen = new Set<string>();
  for (const value of values) {
    const key = JSON.stringify(value);
    if (seen.has(key)) return refuse(`${formatValue(value)} is there twice.`);
    seen.add(key);
  }
  return values.length > MAX_JOBS
    ? refuse(`${count(values.length)} values are too many; at most ${count(MAX_JOBS)} are allowed.`)
    : { values, error: null };
}
