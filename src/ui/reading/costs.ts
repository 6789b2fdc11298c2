/** What bytes cost, as it is shown. */
import type { Said } from '../../data/text/said.ts';
import { decimals } from '../text/format.ts';

/** Bits from which on a byte is of the next level; the first level begins at 0. */
const FROM = [0.5, 1, 2, 4, 8];

export const LEVELS: readonly string[] = [
  `under ${FROM[0]}`,
  ...FROM.slice(1).map((bits, index) => `${FROM[index]} to ${bits}`),
  `${FROM[FROM.length - 1]} and more`,
];

/** Of the levels; null for a byte that nothing is said of. */
export function levelOf(bits: number): number | null {
  if (Number.isNaN(bits)) return null;
  const found = FROM.findIndex((from) => bits < from);
  return found < 0 ? FROM.length : found;
}

export interface Total {
  readonly bits: number;
  /** Bytes of which something is said. */
  readonly bytes: number;
}

/** What the bytes [from, to) cost together. */
export function totalOf({ bits }: Said, from: number, to: number): Total {
  const said = bits.subarray(from, to).filter((own) => !Number.isNaN(own));
  return { bits: said.reduce((sum, own) => sum + own, 0), bytes: said.length };
}

/** “2.31 bits”; never a minus before nothing. */
export const bitsText = (bits: number): string => `${decimals(Math.max(0, bits), 2)} bits`;
