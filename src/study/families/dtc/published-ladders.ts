/** The recorded ladders that published ones are compared with (arXiv 2505.23869). */
import { mean } from '../../../math/statistics.ts';
import { spreadOf, type ComparedNumber, type Recorded, type Spread } from '../../card.ts';
import { sparsityBands, type Band } from './bands.ts';
import { dtcMethodTitle } from './methods.ts';
import { comparableWith, publishedMethods, type Published, type PublishedMethod } from './published.ts';
import { dtcRunOf, type DtcRun } from './run.ts';
import { smooth } from './smooth.ts';
import type { DtcRecord } from './types.ts';

/** Name of the recorded run. */
export const LADDERS = 'dtc-as-published';

/** Runs by method, each over the whole published ladder, in the order of their seeds' records. */
export type Ladders = Readonly<Record<PublishedMethod, readonly DtcRun[]>>;

/** Null where nothing was recorded, or of fewer than two seeds, which tell nothing of chance. */
export function laddersOf(recorded: Recorded, published: Published): Ladders | null {
  const runs = (recorded(LADDERS) ?? [])
    .map((record) => dtcRunOf(record as DtcRecord))
    .filter(({ job, status, points }) => status === 'finished' && comparableWith(job) && points.length === published.ladder.length);
  const of = (wanted: PublishedMethod): DtcRun[] => runs.filter(({ job }) => job.compression.method === wanted);
  const [magnitude, random, dtc] = publishedMethods.map(of);
  return [magnitude, random, dtc].every((own) => own.length > 1) ? { magnitude, random, dtc } : null;
}

export const missing = 'Not recorded yet with several seeds. Run it here, or its quick form, and see.';

export const accuraciesOf = ({ points }: DtcRun): number[] => points.map(({ testAccuracy }) => testAccuracy);
export const smoothedOf = ({ points }: DtcRun): readonly number[] =>
  smooth(points.map(({ sparsity, testAccuracy }) => ({ sparsity, value: testAccuracy })));

/** Neighbouring cycles whose scatter is taken together, two to either side: few seeds alone say little of their spread. */
const POOLED = 2;

/**
 * How many standard deviations between seeds a printed series lies from the mean of ours, cycle by cycle:
 * z = (printed − mean) / (s·√(1 + 1/k)). Another seed gives a root mean square of about 1.
 * @param ours a series for each of k ≥ 2 seeds
 * @param least the standard deviation below which a difference says nothing, by cycle
 */
export function scores(
  printed: readonly (number | null)[],
  ours: readonly (readonly (number | null)[])[],
  least: (cycle: number) => number,
): number[] {
  const known = printed.map((_, cycle) => ours.map((series) => series[cycle]).filter((value) => value !== null));
  const scatter = known.map((values) => {
    const centre = values.length > 0 ? mean(values) : 0;
    return values.reduce((sum, value) => sum + (value - centre) * (value - centre), 0);
  });
  return printed.flatMap((value, cycle) => {
    if (value === null || known[cycle].length === 0) return [];
    let [squares, freedom] = [0, 0];
    for (let near = Math.max(0, cycle - POOLED); near <= Math.min(printed.length - 1, cycle + POOLED); near++) {
      squares += scatter[near];
      freedom += Math.max(0, known[near].length - 1);
    }
    const deviation = Math.max(least(cycle), freedom > 0 ? Math.sqrt(squares / freedom) : 0);
    return [(value - mean(known[cycle])) / (deviation * Math.sqrt(1 + 1 / known[cycle].length))];
  });
}

/** No root mean square of z above this passes for another seed, as where results are compared (`verdict.ts`). */
export const MOST_SCORE = 2;

/** A test image of 10,000. */
export const LEAST_ACCURACY = 1e-4;

const inBand = ({ from, below }: Band, sparsity: number): boolean => sparsity >= from && sparsity < below;

/** The mean of a series over the cycles of a band. */
export const overBand = (band: Band, published: Published, series: readonly number[]): number =>
  mean(series.filter((_, cycle) => inBand(band, published.ladder[cycle].sparsity)));

/** Mean accuracies over the bands of sparsity, of each method. */
export function bandNumbers(ladders: Ladders, published: Published): ComparedNumber[] {
  return sparsityBands.flatMap((band, index) =>
    publishedMethods.map((method): ComparedNumber => ({
      name: `${dtcMethodTitle(method)}, sparsity ${band.title}`,
      digits: 4,
      published: overBand(band, published, published.accuracy[method]),
      isRecomputed: true,
      ours: spreadOf(ladders[method].map((run) => overBand(band, published, accuraciesOf(run)))),
      ...(index >= 2 ? { isMain: true } : {}),
    })),
  );
}

/** Whether a printed number lies between the lowest and the highest of ours. */
export const isInside = (printed: number, ours: Spread | null): boolean => ours !== null && printed >= ours.low && printed <= ours.high;

/** How many of so many draws lie between the lowest and the highest of k others, by chance: (k − 1)/(k + 1). */
export const insideByChance = (count: number, seeds: number): number => (count * (seeds - 1)) / (seeds + 1);
