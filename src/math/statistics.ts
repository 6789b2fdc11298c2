/** Means, spreads and intervals over repeats. */
import { studentTQuantile } from './student-t.ts';

/** The mean. @throws RangeError if there are no values. */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('Cannot take the mean of no values: give at least one.');
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The sample standard deviation, with divisor N − 1; null with fewer than two values. */
export function standardDeviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) * (value - centre), 0) / (values.length - 1));
}

/** √(Σ v²/N). @throws RangeError if there are no values. */
export function rootMeanSquare(values: ArrayLike<number>): number {
  if (values.length === 0) throw new RangeError('Cannot take the root mean square of no values: give at least one.');
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return Math.sqrt(sum / values.length);
}

/** A mean over repeats. */
export interface MeanInterval {
  /** Null if there is no value at all. */
  readonly mean: number | null;
  /** Sample standard deviation; null with fewer than two values. */
  readonly deviation: number | null;
  /** Half the width of the 95 % t-interval of the mean; null with fewer than two values. */
  readonly halfWidth: number | null;
  /** Values that entered. */
  readonly count: number;
  /** Values left out because they are null. */
  readonly skipped: number;
}

/** The mean with its 95 % Student-t interval: mean ± t_{0.975, N−1}·s/√N. Undefined values (null) are left out. */
export function meanInterval(values: readonly (number | null)[]): MeanInterval {
  const defined = values.filter((value) => value !== null);
  const count = defined.length;
  const deviation = standardDeviation(defined);
  return {
    mean: count === 0 ? null : mean(defined),
    deviation,
    halfWidth: deviation === null ? null : (studentTQuantile(0.975, count - 1) * deviation) / Math.sqrt(count),
    count,
    skipped: values.length - count,
  };
}
