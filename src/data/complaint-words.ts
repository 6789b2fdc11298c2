/** What a schema has against a value, as the end of a sentence that begins with the value’s name: “should be at least 1 and is 0”. */
import type { z } from 'zod';

/** Values of a choice that are named; of more, the first ones. */
const MOST_NAMED = 8;
/** Characters of a text that are shown. */
const MOST_SHOWN = 40;

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a group of fields',
  record: 'a group of fields',
  array: 'a list',
  null: 'empty (null)',
};

const aKind = (expected: string): string => kinds[expected] ?? `a value of the kind “${expected}”`;

/** A text of others, of which a message shows no more than its beginning. */
export const clipped = (text: string, most = MOST_SHOWN): string => (text.length > most ? `${text.slice(0, most)}…` : text);

/** What stands there instead. */
function found(value: unknown): string {
  if (value === null) return 'empty (null)';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'no finite number';
  if (typeof value === 'string') return value === '' ? 'an empty text' : `“${clipped(value)}”`;
  return typeof value === 'boolean' ? String(value) : 'a group of fields';
}

const named = (values: readonly unknown[]): string =>
  values
    .slice(0, MOST_NAMED)
    .map((value) => (typeof value === 'string' ? `“${clipped(value)}”` : String(value)))
    .join(', ') + (values.length > MOST_NAMED ? ', …' : '');

/** “at least 3”, “more than 3”. */
const bound = (word: 'least' | 'most', limit: unknown, inclusive: boolean | undefined): string =>
  inclusive === false ? `${word === 'least' ? 'more' : 'less'} than ${String(limit)}` : `at ${word} ${String(limit)}`;

/** What is limited of a value of a kind: the number itself, or how much there is of it. */
function limited(origin: string, limit: string, value: unknown): string {
  if (origin === 'string') return `should have ${limit} ${limit.endsWith(' 1') ? 'character' : 'characters'}`;
  if (origin === 'array' || origin === 'set' || origin === 'map')
    return `should have ${limit} ${limit.endsWith(' 1') ? 'entry' : 'entries'}${Array.isArray(value) ? ` and has ${value.length}` : ''}`;
  return `should be ${limit} and is ${found(value)}`;
}

/** Undefined where the schema has words of its own. */
export const complaintWords: z.core.$ZodErrorMap = (issue) => {
  const { input } = issue;
  switch (issue.code) {
    case 'invalid_type':
      return input === undefined ? 'is missing' : `should be ${aKind(issue.expected)} and is ${found(input)}`;
    case 'invalid_value':
      return input === undefined
        ? 'is missing'
        : `should be ${issue.values.length > 1 ? 'one of ' : ''}${named(issue.values)} and is ${found(input)}`;
    case 'too_small':
      return limited(issue.origin, bound('least', issue.minimum, issue.inclusive), input);
    case 'too_big':
      return limited(issue.origin, bound('most', issue.maximum, issue.inclusive), input);
    case 'not_multiple_of':
      return `should be a multiple of ${issue.divisor} and is ${found(input)}`;
    case 'unrecognized_keys':
      return `has ${named(issue.keys)}, which ${issue.keys.length === 1 ? 'is' : 'are'} not known here`;
    case 'invalid_format':
      return 'is not written as it should be';
    case 'invalid_union':
      return 'is of no kind that is known here';
    case 'invalid_key':
    case 'invalid_element':
      return 'holds something that is not known here';
    default:
      return undefined;
  }
};
