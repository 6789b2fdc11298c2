/** Networks that were pruned, against those that were as small from the start: at equal numbers, each seed against its own. */
import { log } from '../../../math/elementary.ts';
import { isDense, medianOf, methodName, nonzeroOf, type Ended, type Setting } from './published-runs.ts';

/** What is read of networks of one size. */
export interface AtEqualSize {
  /** Numbers that both have. */
  readonly numbers: number;
  /** What the pruned ones were pruned by. */
  readonly method: string;
  /** By seed, in one order. */
  readonly pruned: readonly number[];
  readonly narrow: readonly number[];
}

const ofSeed = (settings: readonly Setting[], seed: number): Ended[] =>
  settings.flatMap(({ jobs }) => jobs.filter(({ job }) => job.seed === seed));

/**
 * What is read of a network with so many numbers left, by the two of a ladder that are next to it: linear in the logarithm of the numbers.
 * Null where all of the ladder is larger, or smaller.
 * @param leftOf numbers that one has left
 */
export function readBetween<One>(
  ladder: readonly One[],
  numbers: number,
  leftOf: (one: One) => number,
  read: (one: One) => number,
): number | null {
  const sorted = ladder.filter((one) => leftOf(one) > 0).toSorted((a, b) => leftOf(a) - leftOf(b));
  const above = sorted.findIndex((one) => leftOf(one) >= numbers);
  if (above < 0) return null;
  if (leftOf(sorted[above]) === numbers) return read(sorted[above]);
  if (above === 0) return null;
  const [low, high] = [sorted[above - 1], sorted[above]];
  const share = log(numbers / leftOf(low)) / log(leftOf(high) / leftOf(low));
  return read(low) + share * (read(high) - read(low));
}

/**
 * For each network that nothing was taken from and that lies within the ladder of a method, what is read of both; of several methods the one
 * of which least is read. The smallest first.
 * @param methods ids of those that prune
 */
export function atEqualSizes(settings: readonly Setting[], methods: readonly string[], read: (one: Ended) => number): AtEqualSize[] {
  return settings
    .filter(isDense)
    .toSorted((a, b) => medianOf(a, nonzeroOf) - medianOf(b, nonzeroOf))
    .flatMap((dense): AtEqualSize[] => {
      const matched = methods.flatMap((id): AtEqualSize[] => {
        const own = settings.filter(({ method }) => method === id);
        const pruned = dense.jobs.flatMap((one) => readBetween(ofSeed(own, one.job.seed), nonzeroOf(one), nonzeroOf, read) ?? []);
        if (own.length === 0 || pruned.length < dense.jobs.length) return [];
        return [{ numbers: medianOf(dense, nonzeroOf), method: methodName(own[0]), pruned, narrow: dense.jobs.map(read) }];
      });
      const sum = ({ pruned }: AtEqualSize): number => pruned.reduce((all, value) => all + value, 0);
      return matched.toSorted((a, b) => sum(a) - sum(b)).slice(0, 1);
    });
}
