/** What a study came to, in a sentence or three that a reader without its terms follows, and honest about seeds. */
import { timesDigits } from '../math/number-text.ts';
import { meanInterval } from '../math/statistics.ts';
import type { Job } from './job.ts';
import { hasEnded, type Run } from './job-record.ts';

/** A number that a finding stands on, as people read it. */
export interface FindingNumber {
  readonly value: string;
  /** What it counts, to follow it. */
  readonly title: string;
}

export interface Finding {
  /** What was found, in whole sentences. */
  readonly text: string;
  /** What belongs to it and can be read afterwards, in whole sentences; empty where nothing does. */
  readonly more: string;
  /** Three at most. */
  readonly numbers: readonly FindingNumber[];
}

/** Runs of one name: repeats over seeds. */
export interface Repeats<OfRun extends Run> {
  readonly name: string;
  readonly runs: readonly OfRun[];
}

/** Runs that differ in nothing but their seed, in the order of the first of each. @param nameOf what sets a job apart, its seed left out */
export function byName<OfRun extends Run>(runs: readonly OfRun[], nameOf: (job: OfRun['job']) => string): Repeats<OfRun>[] {
  const named = new Map<string, OfRun[]>();
  for (const run of runs) named.set(nameOf(run.job), [...(named.get(nameOf(run.job)) ?? []), run]);
  return [...named].map(([name, own]) => ({ name, runs: own }));
}

/** How much more one has than another. */
export interface Difference {
  readonly mean: number;
  /** Half of the 95 % t-interval over seeds; null with one seed, which tells nothing of chance. */
  readonly halfWidth: number | null;
}

/**
 * The difference of a number between two groups of repeats, seed by seed: what a seed does to both falls out.
 * @returns null where no seed is in both
 */
export function difference<OfRun extends Run>(a: Repeats<OfRun>, b: Repeats<OfRun>, numberOf: (run: OfRun) => number): Difference | null {
  const others = new Map(b.runs.map((run) => [run.job.seed, numberOf(run)]));
  const pairs = a.runs.filter(({ job }) => others.has(job.seed)).map((run) => numberOf(run) - others.get(run.job.seed)!);
  const { mean, halfWidth } = meanInterval(pairs);
  return mean === null ? null : { mean, halfWidth };
}

/** Whether chance between seeds reaches as far: the interval holds 0. Null with one seed. */
export const isNoise = ({ mean, halfWidth }: Difference): boolean | null => (halfWidth === null ? null : Math.abs(mean) <= halfWidth);

/** A space at which no line ends. */
const SPACE = '\u00A0';

/** A difference of shares: “0.6 points”, “1.0 points”, “under 0.1 points”. */
export function points(share: number): string {
  const size = Math.abs(100 * share);
  const text = size.toFixed(1);
  return `${text === '0.0' && size > 0 ? `under${SPACE}0.1` : text}${SPACE}points`;
}

/** “0.6 ± 0.2 points”; the interval only where there is one. */
export const pointsWith = ({ mean, halfWidth }: Difference): string =>
  halfWidth === null ? points(mean) : `${Math.abs(100 * mean).toFixed(1)} ± ${(100 * halfWidth).toFixed(1)}${SPACE}points`;

/** “16×”, “1.2×”. */
export const times = (factor: number): string => `${timesDigits(factor)}×`;

/** Whether a finding is not the last word. */
export const isGoing = (runs: readonly Run[]): boolean => !runs.every(({ status }) => hasEnded(status));

/** “(mean of 3 seeds)”; nothing with one. */
export const ofSeeds = ({ runs }: Repeats<Run>): string => (runs.length > 1 ? ` (mean of ${runs.length} seeds)` : '');

/** Names a job for a finding. */
export type NameOf = (job: Job) => string;
