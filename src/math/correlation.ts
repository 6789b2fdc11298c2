/** Correlation of two series in which values may be undefined (null). */

export interface Correlation {
  /** The coefficient; null with fewer than two pairs or where a series is constant, so that it is undefined. */
  readonly r: number | null;
  /** Pairs that entered. */
  readonly used: number;
  /** Pairs left out because one of their values is null. */
  readonly skipped: number;
}

type Series = readonly (number | null)[];

/** Pearson's r = cov(x, y)/√(var x · var y). @throws RangeError if the series differ in length. */
export function pearson(x: Series, y: Series): Correlation {
  if (x.length !== y.length) {
    throw new RangeError(`Cannot correlate series of different lengths (${x.length}, ${y.length}): give one value per point in each.`);
  }
  const pairs = x.map((value, i) => [value, y[i]]).filter((pair): pair is [number, number] => !pair.includes(null));
  const r = pearsonOf(
    pairs.map(([a]) => a),
    pairs.map(([, b]) => b),
  );
  return { r: pairs.length < 2 ? null : r, used: pairs.length, skipped: x.length - pairs.length };
}

function pearsonOf(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  const dx = centred(x);
  const dy = centred(y);
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = 0; i < dx.length; i++) {
    xy += dx[i] * dy[i];
    xx += dx[i] * dx[i];
    yy += dy[i] * dy[i];
  }
  if (xx === 0 || yy === 0) return null;
  return clamp(xy / Math.sqrt(xx) / Math.sqrt(yy));
}

/** Deviations from the mean; exactly 0 for a constant series, whose mean can miss its value by a rounding. */
function centred(values: ArrayLike<number>): Float64Array {
  let sum = 0;
  let constant = true;
  for (let i = 0; i < values.length; i++) {
    sum += values[i];
    constant &&= values[i] === values[0];
  }
  const mean = constant ? values[0] : sum / values.length;
  return Float64Array.from(values, (value) => value - mean);
}

/** Rounding can carry a perfect correlation past 1 by a few units in the last place. */
function clamp(r: number): number {
  return Math.max(-1, Math.min(1, r));
}
