/** Accuracies at equal compression rates, as surveys of pruning ask for them: methods whose strength is no rate have none exactly there. */
import { median } from '../../../math/quantile.ts';
import { meanInterval } from '../../../math/statistics.ts';
import { canonicalJson } from '../../job.ts';
import { taskOf } from '../../job-data.ts';
import { readBetween } from './equal-size.ts';
import { l0MethodOf } from './methods.ts';
import type { L0Run } from './run.ts';
import type { L0Job, L0Summary } from './types.ts';

/** Of numbers in all to numbers left. */
export const RATES = [2, 4, 8, 16, 32, 64] as const;

/** Jobs that differ in nothing but how strongly they prune, and their seed. */
export interface RateRow {
  /** One of them. */
  readonly job: L0Job;
  readonly seeds: number;
  /** Test accuracy at each of the rates: the middle of the seeds; null where a seed has no network on both sides of it. */
  readonly accuracies: readonly (number | null)[];
  /** The same of each seed that has both sides. */
  readonly bySeed: readonly ReadonlyMap<number, number>[];
  /** Of networks of those seeds that nothing was taken from and that are otherwise alike; null where there are none. */
  readonly unpruned: number | null;
}

interface Point {
  readonly job: L0Job;
  readonly summary: L0Summary;
}

/** Settings of the compression by which a method is told how strongly to prune; every job has an α, whether its method asks for it or not. */
export const strengthsOf = (job: L0Job): ReadonlySet<string> => new Set(['alpha', l0MethodOf(job).strength?.setting ?? 'alpha']);

/** A job without its seed and these. */
function withoutStrength(job: L0Job): string {
  const strengths = strengthsOf(job);
  const compression = Object.fromEntries(Object.entries(job.compression).filter(([name]) => !strengths.has(name)));
  return canonicalJson({ ...job, compression, seed: 0 });
}

/** What a network without any method has to have in common with it. */
const withoutMethod = ({ data, model, seed }: L0Job) => canonicalJson({ data, model, seed });

/** One row for each method, in the order of their first jobs; none where no method has networks on both sides of a rate, or data have no classes. */
export function ratesOf(runs: readonly Pick<L0Run, 'job' | 'summary'>[]): RateRow[] {
  const points = runs.flatMap(({ job, summary }): Point[] =>
    summary && summary.testAccuracy !== null && taskOf(job).isRightOrWrong && taskOf(job).symbol === null ? [{ job, summary }] : [],
  );
  const groups = new Map<string, Point[]>();
  for (const point of points) {
    if (l0MethodOf(point.job).traits.unpruned) continue;
    const key = withoutStrength(point.job);
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  const rows = [...groups.values()].map((group) => rowOf(group, points));
  return rows.filter(({ accuracies }) => accuracies.some((accuracy) => accuracy !== null));
}

function rowOf(group: readonly Point[], all: readonly Point[]): RateRow {
  const seeds = [...new Set(group.map(({ job }) => job.seed))];
  const ladders = seeds.map((seed) => group.filter(({ job }) => job.seed === seed));
  const bySeed = RATES.map(
    (rate) =>
      new Map(
        ladders.flatMap((ladder, index): [number, number][] => {
          const accuracy = readBetween(
            ladder,
            // To whole numbers: of 266,610 a sparsity that leaves 1 of 32 leaves 8,332, half a number more than that.
            Math.round(ladder[0].summary.parameters / rate),
            ({ summary }) => summary.nonzero,
            ({ summary }) => summary.testAccuracy ?? 0,
          );
          return accuracy === null ? [] : [[seeds[index], accuracy]];
        }),
      ),
  );
  const alike = new Set(group.map(({ job }) => withoutMethod(job)));
  const unpruned = all.filter(({ job }) => l0MethodOf(job).traits.unpruned && alike.has(withoutMethod(job)));
  return {
    job: group[0].job,
    seeds: seeds.length,
    accuracies: bySeed.map((found) => (found.size < seeds.length ? null : median([...found.values()]))),
    bySeed,
    unpruned: unpruned.length > 0 ? median(unpruned.map(({ summary }) => summary.testAccuracy ?? 0)) : null,
  };
}

/** How much more one method gets right than another one, of equal seeds. */
export interface RateDifference {
  /** Of the shares that are right; over the seeds that both have. */
  readonly mean: number;
  /** Half of the 95 % t-interval of the mean. */
  readonly halfWidth: number;
  readonly seeds: number;
}

/** At each rate, what `one` gets right beyond `other`, seed by seed; null where fewer than two seeds have both. */
export const differencesBetween = (one: RateRow, other: RateRow): (RateDifference | null)[] =>
  one.bySeed.map((own, place) => {
    const differences = [...own].flatMap(([seed, accuracy]) => {
      const beside = other.bySeed[place].get(seed);
      return beside === undefined ? [] : [accuracy - beside];
    });
    const { mean, halfWidth, count } = meanInterval(differences);
    return mean === null || halfWidth === null ? null : { mean, halfWidth, seeds: count };
  });

/** How a difference is to be read: seeds that agree to the last image have an interval of no width, and still say how they lie. */
export const isTold = ({ mean, halfWidth }: RateDifference): boolean => Math.abs(mean) > halfWidth;
