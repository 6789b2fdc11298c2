/**
 * Numbers as people write them, whatever their country: with a decimal comma, marks between thousands, other digits, other minus signs. The lab
 * writes a point before decimals and commas between values; what may mean something else in another country is never taken for one of the
 * two without a word: it is asked about. The page and the command line read by this one function.
 */

/** What the marks between digits stand for. */
export interface Convention {
  readonly comma: 'list' | 'decimal' | 'group';
  readonly space: 'list' | 'group';
  readonly point: 'decimal' | 'group';
}

/** The first one is documented. Grouping differs: “1,500”, “1.500”, “1 500”; and so does the mark before decimals. */
const conventions: readonly Convention[] = [
  { comma: 'list', space: 'list', point: 'decimal' },
  { comma: 'list', space: 'list', point: 'group' },
  { comma: 'list', space: 'group', point: 'decimal' },
  { comma: 'decimal', space: 'list', point: 'group' },
  { comma: 'decimal', space: 'group', point: 'group' },
  { comma: 'group', space: 'list', point: 'decimal' },
  { comma: 'group', space: 'group', point: 'decimal' },
];

export interface Reading<Value> {
  readonly value: Value;
  /** “0.001”, “the two values 0 and 001”. */
  readonly title: string;
}

export interface Refusal<Value> {
  readonly problem: string;
  /** Whether it is written well all the same, so that a person may have meant it: a number out of range. */
  readonly isMeant?: boolean;
  /** What would do in its place. */
  readonly instead?: Reading<Value>;
}

/** What a text comes to under one convention. */
export type Attempt<Value> = Reading<Value> | Refusal<Value>;

export type Read<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  /** It can be read in other ways than the documented one. There is one reading at least. */
  | { readonly kind: 'asked'; readonly readings: readonly Reading<Value>[]; readonly problem: string | null }
  | { readonly kind: 'wrong'; readonly problem: string; readonly instead: readonly Reading<Value>[] };

/** How the lab writes them. */
const MARKS = 'Before decimals write a point, between values a comma and a space.';

/** Reads a text under every convention and says what it may mean. @param attempt what it comes to under one of them */
export function readEveryWay<Value>(attempt: (convention: Convention) => Attempt<Value>): Read<Value> {
  const [documented, ...others] = conventions.map(attempt);
  const isElse = others.some((other) => 'problem' in other && other.isMeant === true);
  const readings = new Map<string, Reading<Value>>();
  for (const other of others) {
    if ('problem' in other) continue;
    const key = JSON.stringify(other.value);
    if (!readings.has(key)) readings.set(key, other);
  }
  if ('problem' in documented) {
    const { problem, instead } = documented;
    if (readings.size > 0) return { kind: 'asked', readings: [...readings.values()], problem };
    return { kind: 'wrong', problem: isElse ? `${problem} ${MARKS}` : problem, instead: instead ? [instead] : [] };
  }
  readings.delete(JSON.stringify(documented.value));
  if (readings.size === 0 && !isElse) return { kind: 'read', value: documented.value };
  return { kind: 'asked', readings: [...readings.values(), documented], problem: null };
}

/** “Is “0,001” 0.001, or the two values 0 and 001?” */
export function questionOf({ readings, problem }: Extract<Read<unknown>, { kind: 'asked' }>, text: string): string {
  const titles = readings.map(({ title }) => title).join(', or ');
  if (problem !== null) return `Is “${text.trim()}” meant to be ${titles}? ${MARKS}`;
  return readings.length === 1
    ? `“${text.trim()}” may be one number. Is it meant to be ${titles}? ${MARKS}`
    : `Is “${text.trim()}” ${titles}?`;
}

const numerals = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
/** Values that are written out; of more, the first and the last. */
const MOST_WORDS = 4;

export const isDocumented = (convention: Convention): boolean => convention === conventions[0];

/** Words of a list in a sentence: “the two values 0 and 001”. */
export function wordsTitle(words: readonly string[]): string {
  if (words.length === 1) return words[0];
  const all = words.length > MOST_WORDS ? `${words[0]} … ${words.at(-1)}` : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
  return `the ${numerals[words.length] ?? words.length} values ${all}`;
}

const isDigit = (code: number): boolean => /\p{Nd}/u.test(String.fromCodePoint(code));

/** The value of a decimal digit of any script: they lie in tens. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (isDigit(first - 1)) first--;
  return String((code - first) % 10);
}

const HAN = '〇一二三四五六七八九';
const SUPERSCRIPT = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Digits, signs and marks of any script as those of ASCII, where what they mean is clear; `٫` and `'` stay for a point and a mark of thousands that are nothing else. */
export const plainMarks = (text: string): string =>
  text
    // Marks of direction and joiners are not seen.
    .replace(/[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu, '')
    .replace(/[^\P{Nd}0-9]/gu, digitOf)
    .replace(/[〇一二三四五六七八九]/gu, (digit) => String(HAN.indexOf(digit)))
    .replace(/[−﹣－‐‑]/gu, '-')
    .replace(/＋/gu, '+')
    .replace(/\s*[×·]\s*10\s*(?:\^\s*([+-]?\d+)|([⁺⁻]?)([⁰¹²³⁴-⁹]+))/gu, (_, plain?: string, sign?: string, raised?: string) =>
      plain === undefined
        ? `e${sign === '⁻' ? '-' : ''}${Array.from(raised ?? '', (digit) => SUPERSCRIPT.indexOf(digit)).join('')}`
        : `e${plain}`,
    )
    .replace(/(?<=\d)['’‘ʼ＇´⹁٬](?=\d)/gu, "'")
    // A narrow space that parts no thousands is a space.
    .replace(/(?<=\d)[\u2006-\u200A\u202F](?=\d{3}(?!\d))/gu, "'")
    .replace(/[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/gu, ' ')
    // The Arabic comma parts thousands in N’Ko, and stands before decimals in Urdu, where a plain one parts the thousands.
    .replace(/(?<=\d)،(?=\d)/gu, /\p{Nd},\p{Nd}/u.test(text) ? '٫' : ',')
    .replace(/[，،]/gu, ',')
    .replace(/．/gu, '.')
    .replace(/：/gu, ':')
    .replace(/；/gu, ';')
    .replace(/、/gu, ', ')
    .replace(/[⋯‥]/gu, '…');

/** The words of a list. @param text with plain marks */
export function wordsOf(text: string, { comma, space }: Convention): string[] {
  // A comma with a space beside it parts values in every country.
  const parted = text.replace(/\s+,\s*|,\s+/gu, ';');
  const between = `[;\\n\\t\\r${comma === 'list' ? ',' : ''}${space === 'list' ? ' ' : ''}]+`;
  return parted
    .split(new RegExp(between, 'u'))
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

const escaped = (marks: string): string => `[${marks.replaceAll('.', '\\.')}]`;

/** Digits with marks between thousands, or as in India between hundreds of thousands. */
const wholePattern = (marks: string): string =>
  `\\d+|[1-9]\\d{0,2}(?<mark>${escaped(marks)})\\d{3}(?:\\k<mark>\\d{3})*|[1-9]\\d?(?<indian>${escaped(marks)})\\d\\d(?:\\k<indian>\\d\\d)*\\k<indian>\\d{3}`;

const marksOf = ({ comma, space, point }: Convention): { readonly group: string; readonly decimal: string } => ({
  group: `'${comma === 'group' ? ',' : ''}${space === 'group' ? ' ' : ''}${point === 'group' ? '.' : ''}`,
  decimal: `٫${comma === 'decimal' ? ',' : ''}${point === 'decimal' ? '.' : ''}`,
});

const patterns = new WeakMap<Convention, RegExp>();

function patternOf(convention: Convention): RegExp {
  const known = patterns.get(convention);
  if (known) return known;
  const { group, decimal } = marksOf(convention);
  const made = new RegExp(
    `^(?<sign>[+-]?)(?=\\d|${escaped(decimal)}\\d)(?<whole>${wholePattern(group)}|)(?:${escaped(decimal)}(?<fraction>\\d*))?(?:e(?<exponent>[+-]?\\d+))?$`,
    'iu',
  );
  patterns.set(convention, made);
  return made;
}

/** The number that a word is under a convention; NaN where it is none. Decimals only: “0x10” is a slip of the keyboard. */
export function numberOf(word: string, convention: Convention): number {
  const { sign = '', whole = '', fraction = '', exponent = '0' } = patternOf(convention).exec(word)?.groups ?? { whole: 'none' };
  return Number(`${sign}${whole.replace(/[', .]/gu, '')}.${fraction}e${exponent}`.replace(/(^|[+-])\./u, '$10.'));
}

/** The ends of a range of whole numbers, “3-7” or “3–7”; null for what is none. */
export function rangeOf(word: string, convention: Convention): readonly [number, number] | null {
  const [first, last, ...more] = word.split(/[-–]/u);
  if (last === undefined || more.length > 0 || !/^\d/u.test(first) || !/^\d/u.test(last)) return null;
  const ends = [numberOf(first, convention), numberOf(last, convention)] as const;
  return ends.every(Number.isInteger) && !/e/iu.test(word) ? ends : null;
}
