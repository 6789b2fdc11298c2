/** Values between two ends, as sweeps take them. */

import { log10, pow } from '../math/elementary.ts';
import { grouped } from '../math/number-text.ts';

/** Significant digits at least: 1e-6 to 1e-3 in 7 values are 1e-6, 3.16e-6, 1e-5 … */
const DIGITS = 3;

/** Values that are written out in a sentence. */
const MOST_WORDS = 8;

/** A study has no more jobs. */
const MOST = 1024;

/**
 * `count` values from one end to the other: in equal ratios where both are positive and a factor of ten or more apart, else in equal steps.
 * @throws RangeError unless count is a whole number from 2 to 1024 and the ends differ
 */
export function valueGrid(from: number, to: number, count: number): number[] {
  if (!Number.isInteger(count) || count < 2 || count > MOST)
    throw new RangeError(`A grid of ${grouped(count)} values cannot be made: give 2 to ${grouped(MOST)}.`);
  if (!Number.isFinite(from) || !Number.isFinite(to) || from === to)
    throw new RangeError(`There is no grid between ${from} and ${to}: give two different numbers.`);
  const byRatio = from > 0 && to > 0 && Math.max(from / to, to / from) >= 10;
  // Of a step, against the value that it is taken from: a dense grid needs more digits, or neighbours would be the same.
  const step = byRatio
    ? Math.abs(pow(to / from, 1 / (count - 1)) - 1)
    : Math.abs(to - from) / (count - 1) / Math.max(Math.abs(from), Math.abs(to));
  const digits = Math.max(DIGITS, Math.ceil(-log10(step)) + 1);
  return Array.from({ length: count }, (_, index) => {
    const share = index / (count - 1);
    // The ends are as they were given, whatever their digits.
    if (index === 0) return from;
    if (index === count - 1) return to;
    return Number((byRatio ? from * pow(to / from, share) : from + (to - from) * share).toPrecision(Math.min(digits, 15)));
  });
}

/** The different whole numbers of a grid, and a sentence where they are fewer than were asked for; null where they are not. @throws as `valueGrid` */
export function wholeGrid(from: number, to: number, count: number): { readonly values: readonly number[]; readonly shrunk: string | null } {
  const values = [...new Set(valueGrid(from, to, count).map(Math.round))];
  const all = values.length > MOST_WORDS ? `${values.slice(0, MOST_WORDS).join(', ')} …` : values.join(', ');
  const shrunk = `Only ${values.length} values of these ${grouped(count)} are different, since they are whole numbers: ${all}.`;
  return { values, shrunk: values.length < count ? shrunk : null };
}
