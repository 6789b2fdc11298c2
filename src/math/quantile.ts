/** Order statistics. */

/**
 * The q-quantile by linear interpolation between order statistics at position q·(N − 1) of the sorted values
 * (type 7 of Hyndman & Fan, The American Statistician 50(4), 1996; NumPy's default).
 * @throws RangeError if there are no values, a value is NaN, or q lies outside [0, 1].
 */
export function quantile(values: ArrayLike<number>, q: number): number {
  const sorted = Float64Array.from(values).sort();
  if (sorted.some(Number.isNaN)) {
    throw new RangeError('Cannot take a quantile of values that contain NaN: leave undefined values out first.');
  }
  return quantileSorted(sorted, q);
}

/** `quantile` of values that are already sorted ascending, without the copy and the check for NaN. */
export function quantileSorted(sorted: ArrayLike<number>, q: number): number {
  if (sorted.length === 0) throw new RangeError('Cannot take a quantile of no values: give at least one.');
  if (!(q >= 0 && q <= 1)) throw new RangeError(`Cannot take the ${q}-quantile: give a level from 0 to 1.`);
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below];
  const fraction = position - below;
  // Without the branch, an infinite neighbour would turn an exact hit into Infinity·0 = NaN.
  return fraction === 0 ? low : low + fraction * (sorted[below + 1] - low);
}

/** The 0.5-quantile. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}
