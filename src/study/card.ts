/**
 * Cards: every table and figure of a paper, with what it claims, what is printed, and what came of it here. A card is data; its one function
 * says from recorded runs alone how it stands, so that the page and a test come to the same words.
 */
import { grouped } from '../math/number-text.ts';
import { median } from '../math/quantile.ts';
import { meanInterval } from '../math/statistics.ts';
import type { JobRecord } from './job-record.ts';

/** In the order in which they are counted and offered. */
export const outcomes = ['reproduced', 'within-spread', 'not-reproduced', 'not-yet', 'cannot-run-here'] as const;

/**
 * `reproduced`: what is claimed comes out here. `within-spread`: what is printed lies where another seed of ours may lie. `not-reproduced`: it
 * does not come out, and why. `not-yet`: nothing was recorded that would tell. `cannot-run-here`: no browser can run it today.
 */
export type Outcome = (typeof outcomes)[number];

export interface CardVerdict {
  readonly kind: Outcome;
  /** Whole sentences, with the numbers that it rests on. */
  readonly text: string;
}

/** One number of several runs. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

/** A number as it is printed, beside what it is here. */
export interface ComparedNumber {
  readonly name: string;
  /** Behind the point. */
  readonly digits: number;
  readonly unit?: string;
  /** Null where the paper says none. */
  readonly published: number | null;
  /** The ± that is printed with it. */
  readonly error?: number;
  /** What is printed was recomputed from what was published, since the paper does not say it. */
  readonly isRecomputed?: true;
  readonly ours: Spread | null;
  /** What the claim is held against: noise, chance, programs without a network. */
  readonly isControl?: true;
  /** Shown at once; the others unfold. */
  readonly isMain?: true;
}

export interface Assessment {
  readonly verdict: CardVerdict;
  readonly numbers: readonly ComparedNumber[];
}

/** The records of a recorded run; null where there is none of that name. */
export type Recorded = (id: string) => readonly JobRecord[] | null;

export interface Card<Values = unknown> {
  /** No other card of any paper has it. */
  readonly id: string;
  /** Where in the paper: “Table 1”, “Figures 4 and 5”. */
  readonly place: string;
  readonly title: string;
  /** What the paper says with it, in plain words. */
  readonly claim: string;
  /** Names of the recorded runs that it rests on; none where no run could tell. */
  readonly recorded: readonly string[];
  /** Names of the presets that run it, in full and in minutes; null where there is none. */
  readonly preset: string | null;
  readonly quick: string | null;
  /** Names of the figures that show it. */
  readonly figures: readonly string[];
  /** What stands beside it to tell it from chance or from something simpler; null where nothing does. */
  readonly control: string | null;
  /** What was run instead, where it cannot be run here. */
  readonly instead: string | null;
  assess(recorded: Recorded, values: Values): Assessment;
}

export interface Paper {
  readonly title: string;
  /** “Süzen 2025, arXiv 2505.23869, CC BY 4.0”. */
  readonly source: string;
  readonly arXiv: string;
  readonly cards: readonly Card[];
}

/** Null of no values. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  return { median: median(values), low: Math.min(...values), high: Math.max(...values), count: values.length };
}

/**
 * Whether a printed number may be another draw of what ours are draws of: it lies within their 95 % prediction interval,
 * mean ± t·s·√(1 + 1/k). Null with fewer than two of ours.
 */
export function isAnotherDraw(printed: number, ours: readonly number[]): boolean | null {
  const { mean, halfWidth, count } = meanInterval(ours);
  return mean === null || halfWidth === null ? null : Math.abs(printed - mean) <= halfWidth * Math.sqrt(count + 1);
}

/** “−0.44”, “9,846”. */
export const cardNumber = (value: number, digits: number): string =>
  (digits === 0 ? grouped(value) : value.toFixed(digits)).replace(/^-/u, '−');

/** “0.9174 (0.8961 to 0.9412)”; where all are the same, “0.9174”. */
export function spreadText({ median: middle, low, high }: Spread, digits: number): string {
  const [text, from, to] = [middle, low, high].map((value) => cardNumber(value, digits));
  return from === to ? text : `${text} (${from} to ${to})`;
}

/** What is said where nothing was recorded yet. */
export const notYet = (text: string, numbers: readonly ComparedNumber[] = []): Assessment => ({
  verdict: { kind: 'not-yet', text },
  numbers,
});
