/** The bootstrap (Efron, Annals of Statistics 7(1), 1979) of a median. */
import { median, quantileSorted } from './quantile.ts';
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
  const medians = Float64Array.from({ length: resamples }, () =>
    median(Float64Array.from(values, () => values[random.integer(values.length)]!)),
  ).sort();
  return {
    median: quantileSorted(medians, 0.5),
    low: quantileSorted(medians, 0.25),
    high: quantileSorted(medians, 0.75),
  };
}
