/** Correlation of two series in which values may be undefined (null). */

export interface Correlation {
  /** The coefficient; null with fewer than two pairs or where a series is constant, so that it is undefined. */
  readonly r: number | null;
  /** Pairs that entered. */
  readonly used: number;
  /** Pairs left out because one of their values is null. */
  readonly skipped: number;
}

/** A share of variance below this is rounding: r itself is accurate to about 1e-15. */
const NOTHING_LEFT = 1e-12;

type Series = readonly (number | null)[];

/** Pearson's r = cov(x, y)/√(var x · var y). @throws RangeError if the series differ in length. */
export function pearson(x: Series, y: Series): Correlation {
  return correlateColumns([x, y], ([a, b]) => pearsonOf(a, b));
}

/** Spearman's rank correlation: Pearson's r of the ranks; equal values share the mean of their ranks. */
export function spearman(x: Series, y: Series): Correlation {
  return correlateColumns([x, y], ([a, b]) => pearsonOf(ranks(a), ranks(b)));
}

/**
 * Partial correlation of x and y given one control z: (r_xy − r_xz r_yz)/√((1 − r_xz²)(1 − r_yz²)), the correlation of
 * what is left of both after a linear regression on z. Undefined if z determines either of them.
 */
export function partialCorrelation(x: Series, y: Series, control: Series): Correlation {
  return correlateColumns([x, y, control], ([a, b, c]) => {
    const xy = pearsonOf(a, b);
    const xz = pearsonOf(a, c);
    const yz = pearsonOf(b, c);
    if (xy === null || xz === null || yz === null) return null;
    const [leftOfX, leftOfY] = [1 - xz * xz, 1 - yz * yz];
    if (leftOfX < NOTHING_LEFT || leftOfY < NOTHING_LEFT) return null;
    return clamp((xy - xz * yz) / Math.sqrt(leftOfX * leftOfY));
  });
}

/** Ranks from 1; equal values share the mean of the ranks they span. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((i, j) => values[i] - values[j]);
  const result = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let k = start; k < end; k++) result[order[k]] = (start + 1 + end) / 2;
    start = end;
  }
  return result;
}

function correlateColumns(series: readonly Series[], coefficient: (columns: number[][]) => number | null): Correlation {
  const length = series[0].length;
  if (series.some((values) => values.length !== length)) {
    const lengths = series.map((values) => values.length).join(', ');
    throw new RangeError(`Cannot correlate series of different lengths (${lengths}): give one value per point in each.`);
  }
  const columns: number[][] = series.map(() => []);
  let used = 0;
  for (let i = 0; i < length; i++) {
    if (series.some((values) => values[i] === null)) continue;
    series.forEach((values, k) => columns[k].push(values[i]!));
    used++;
  }
  return { r: used < 2 ? null : coefficient(columns), used, skipped: length - used };
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
