/** The digit on the pad: what was drawn, or a test digit that was put there. */
import type { StoredDigit } from '../../lab/front/stored-digits.ts';
import digits from './network/digits.json' with { type: 'json' };

export interface Digit {
  /** 28 × 28 grey levels, as a network takes them. */
  readonly pixels: Float32Array<ArrayBuffer>;
  /** Known of test digits. */
  readonly label: number | null;
  /** Of the test images; null for what was drawn. */
  readonly index: number | null;
}

const stored: readonly StoredDigit[] = digits;

/** One of each class, in their order. */
export const plainDigits = stored.slice(0, 10);
/** That the full network gets wrong. */
export const hardDigits = stored.slice(10);
