/** Median and quartiles along a logarithmic axis, for the tube around a cloud of runs (arXiv 2505.17469, Figs. 1, 4 and 8). */
import { log10, pow } from './elementary.ts';
import { median, quantile } from './quantile.ts';

export interface AdaptiveBin {
  /** Points in the bin. */
  readonly count: number;
  /** 10^median(log₁₀ x). */
  readonly x: number;
  /** First quartile of y, type 7. */
  readonly low: number;
  readonly median: number;
  /** Third quartile of y, type 7. */
  readonly high: number;
}

export interface AdaptiveBinningOptions {
  /** Fewest points in a bin; 10 in the paper. */
  readonly minCount?: number;
  /** Least extent of a bin in log₁₀ x; 0.1 in the paper. */
  readonly minDecades?: number;
}

/** Grids like 10^(0.1·i) meet the least extent but for rounding, about 1e-16 of log₁₀ x. */
const ROUNDING = 1e-12;

/**
 * Bins along increasing x, each grown until it holds `minCount` points and spans `minDecades`; what is left over joins
 * the last bin, or is the only one. No points, no bins.
 *
 * The paper gives the two limits only; growing from the smallest x on is our reading of them.
 * @throws RangeError if x and y differ in length, an x is not finite and > 0, a y is NaN, or an option is out of range.
 */
export function adaptiveBins(
  x: readonly number[],
  y: readonly number[],
  { minCount = 10, minDecades = 0.1 }: AdaptiveBinningOptions = {},
): AdaptiveBin[] {
  if (x.length !== y.length) throw new RangeError(`Cannot bin ${y.length} values at ${x.length} places: give one y per x.`);
  const misplaced = x.find((value) => !(value > 0 && value < Infinity));
  if (misplaced !== undefined) {
    throw new RangeError(`Cannot bin on a logarithmic axis at x = ${misplaced}: leave out what is not finite and > 0.`);
  }
  if (!Number.isInteger(minCount) || minCount < 1) {
    throw new RangeError(`A bin cannot need ${minCount} points: give an integer ≥ 1.`);
  }
  if (!(minDecades >= 0)) throw new RangeError(`A bin cannot span ${minDecades} decades: give a number ≥ 0.`);

  const logs = x.map((value) => log10(value));
  const order = x.map((_, i) => i).sort((a, b) => x[a] - x[b] || a - b);
  const bins: number[][] = [];
  let open: number[] = [];
  for (const i of order) {
    open.push(i);
    if (open.length >= minCount && logs[i] - logs[open[0]] >= minDecades - ROUNDING) {
      bins.push(open);
      open = [];
    }
  }
  const last = bins.at(-1);
  if (last) last.push(...open);
  else if (open.length > 0) bins.push(open);

  return bins.map((bin) => {
    const values = bin.map((i) => y[i]);
    return {
      count: bin.length,
      x: pow(10, median(bin.map((i) => logs[i]))),
      low: quantile(values, 0.25),
      median: median(values),
      high: quantile(values, 0.75),
    };
  });
}
