/** What a run came to, in the shape of the prediction that was asked for; and what is drawn beside it. */
import type { Run } from '../study/job-record.ts';
import { meanInterval } from '../math/statistics.ts';

/** A number that was measured with some seeds. */
export interface Place {
  /** Mean over the seeds. */
  readonly value: number;
  /** Half of its 95 % interval over seeds; null with one seed, which tells nothing of chance. */
  readonly halfWidth: number | null;
  readonly dots: readonly { readonly seed: number; readonly value: number }[];
}

/** Something to hold a number against, such as what noise reaches. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly title: string;
}

/** A number beside the outcome. */
export interface Beside {
  readonly value: number;
  readonly title: string;
  readonly look: Line['look'];
}

export interface Outcome {
  /** One for each number of the prediction, or for each thing put in order; null where it is not known (yet). */
  readonly places: readonly (Place | null)[];
  readonly bands?: readonly Band[];
  /** Numbers that were not asked for and belong beside it. */
  readonly also?: readonly Beside[];
}

export interface Line {
  readonly title: string;
  /** Colours by meaning: for and against, what is acted on, what it is held against. */
  readonly look: 'for' | 'against' | 'accent' | 'muted';
  readonly points: readonly (Place | null)[];
}

/** A small drawing beside the outcome: lines over a few named places. */
export interface Chart {
  readonly title: string;
  readonly subtitle: string;
  readonly x: readonly string[];
  readonly xTitle?: string;
  readonly y: { readonly min: number; readonly max: number; readonly isLog?: boolean; readonly text: (value: number) => string };
  readonly lines: readonly Line[];
  /** Dashed, from side to side. */
  readonly reference?: { readonly value: number; readonly title: string };
}

/** The mean of what seeds gave; null where there is none. */
export function placeOf(dots: Place['dots']): Place | null {
  const { mean, halfWidth } = meanInterval(dots.map(({ value }) => value));
  return mean === null ? null : { value: mean, halfWidth, dots };
}

/** A number of some runs that differ in their seed alone. */
export const placeOfRuns = <OfRun extends Run>(runs: readonly OfRun[], numberOf: (run: OfRun) => number): Place | null =>
  placeOf(runs.map((run) => ({ seed: run.job.seed, value: numberOf(run) })));

/** How much more one has than the other, seed by seed: what a seed does to both falls out. Null where no seed is in both. */
export function gapOf(a: Place | null, b: Place | null): Place | null {
  if (!a || !b) return null;
  const others = new Map(b.dots.map(({ seed, value }) => [seed, value]));
  return placeOf(a.dots.filter(({ seed }) => others.has(seed)).map(({ seed, value }) => ({ seed, value: value - others.get(seed)! })));
}

/** Whether the seeds leave open on which side of zero a number is: its interval holds zero, or there is one seed. */
export const isOpen = ({ value, halfWidth }: Place): boolean => halfWidth === null || Math.abs(value) <= halfWidth;
