/** The bootstrap (Efron, Annals of Statistics 7(1), 1979) of a median. */
import { quantileSorted } from './quantile.ts';
import type { RandomStream } from './random.ts';

export interface BootstrapMedian {
  /** Median of the resampled medians. */
  readonly median: number;
  /** Their first quartile, type 7. */
  readonly low: number;
  /** Their third quartile, type 7. */
  readonly high: number;
}

/**
 * Median and quartiles of the medians of `resamples` samples, each drawn from the values with replacement and as large
 * as they are: the marks and error bars of arXiv 2505.17469, Fig. 5, which does not say how many samples it drew.
 * @param random consumed: a resample draws one integer per value, from the first to the last.
 * @throws RangeError if there are no values, a value is NaN, or `resamples` is no integer ≥ 1.
 */
export function bootstrapMedian(values: readonly number[], random: RandomStream, resamples = 1000): BootstrapMedian {
  if (values.length === 0) throw new RangeError('Cannot resample no values: give at least one.');
  if (!Number.isInteger(resamples) || resamples < 1) {
    throw new RangeError(`Cannot draw ${resamples} resamples: give an integer ≥ 1.`);
  }
  if (values.some(Number.isNaN))
    throw new RangeError('Cannot take the median of values that contain NaN: leave undefined values out first.');
  const medians = Float64Array.from({ length: resamples }, resampledMedian(values, random)).sort();
  return {
    median: quantileSorted(medians, 0.5),
    low: quantileSorted(medians, 0.25),
    high: quantileSorted(medians, 0.75),
  };
}

/**
 * Medians of resamples. Values are sorted once, and of a resample it is counted how often it has each of them, which gives what sorting
 * every resample gives: a thousand of 640 values took 95 ms by sorting.
 */
function resampledMedian(values: readonly number[], random: RandomStream): () => number {
  const { length } = values;
  const order = Uint32Array.from(values, (_, index) => index).sort((a, b) => values[a] - values[b]);
  const ranks = new Uint32Array(length);
  order.forEach((index, rank) => (ranks[index] = rank));
  const counts = new Uint32Array(length);
  const below = Math.floor((length - 1) / 2);
  return () => {
    counts.fill(0);
    for (let drawn = 0; drawn < length; drawn += 1) counts[ranks[random.integer(length)]] += 1;
    let rank = 0;
    let passed = counts[0];
    while (passed <= below) passed += counts[(rank += 1)];
    const low = values[order[rank]];
    if (length % 2 === 1) return low;
    while (passed <= below + 1) passed += counts[(rank += 1)];
    const high = values[order[rank]];
    return quantileSorted([low, high], 0.5);
  };
}
