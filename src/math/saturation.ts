/** Whether a training curve has stopped falling (the convergence criterion of arXiv 2505.17469, as its code has it). */
import { log, pow } from './elementary.ts';
import { mean, standardDeviation } from './statistics.ts';

export interface SaturationOptions {
  /** Added to the noise a difference of means may hide in, in units of the curve; 1e-10, for shrinking 1e-2. */
  readonly deviation?: number;
  /** Asks for the size of the difference: a rising curve is then not saturated. */
  readonly twoSided?: boolean;
}

export interface Saturation {
  readonly saturated: boolean;
  /** Mean of the earlier half window minus mean of the later one; null if the curve is too short. */
  readonly fall: number | null;
  /** What the fall must not exceed; null if the curve is too short. */
  readonly bound: number | null;
}

/**
 * Compares the last two half windows of h = ⌈window/2⌉ points, w1 and w2: the curve is saturated if
 * mean(w1) − mean(w2) ≤ min(sd(w1 − smooth(w1)), sd(w2 − smooth(w2))) + deviation, and if it has at least window + 2 points
 * (the paper asks for as many points as the window). A curve with NaN in its window is not saturated.
 * @param curve losses, oldest first.
 * @throws RangeError unless the window is an integer ≥ 1.
 */
export function saturation(
  curve: readonly number[],
  window: number,
  { deviation = 1e-10, twoSided = false }: SaturationOptions = {},
): Saturation {
  if (!Number.isInteger(window) || window < 1) {
    throw new RangeError(`A curve cannot saturate over a window of ${window} points: give an integer ≥ 1.`);
  }
  if (curve.length < window + 2) return { saturated: false, fall: null, bound: null };
  const half = Math.ceil(window / 2);
  const earlier = curve.slice(-2 * half, -half);
  const later = curve.slice(-half);
  const fall = mean(earlier) - mean(later);
  const bound = Math.min(noise(earlier), noise(later)) + deviation;
  return { saturated: (twoSided ? Math.abs(fall) : fall) <= bound, fall, bound };
}

/** Whether `saturation` says so. */
export function isSaturated(curve: readonly number[], window: number, options?: SaturationOptions): boolean {
  return saturation(curve, window, options).saturated;
}

/** Sample standard deviation about the smoothed values; 0 where there is nothing to smooth. */
function noise(values: readonly number[]): number {
  const smoothed = smoothLocally(values);
  return smoothed === null ? 0 : (standardDeviation(values.map((value, i) => value - smoothed[i])) ?? 0);
}

/** n^(−1/5)·n^(−3/35)·(ln n)^(−1/16), a fraction of the window of n points. */
export function smootherBandwidth(n: number): number {
  return pow(n, -1 / 5) * pow(n, -3 / 35) * pow(log(n), -1 / 16);
}

/**
 * Local linear regression at each of n equidistant points with the Epanechnikov kernel ¾(1 − z²), |z| ≤ 1, over
 * `smootherBandwidth(n)` of the window. Null where a regression has fewer than two points, which is for n ≤ 2.
 */
export function smoothLocally(values: readonly number[]): number[] | null {
  const n = values.length;
  const reach = (n - 1) * smootherBandwidth(n);
  if (!(reach > 1)) return null;
  return values.map((_, at) => {
    // Weighted moments of the offset d = s − at, and of the values; the factor ¾/bandwidth of the kernel cancels.
    let [weight, offset, square, value, product] = [0, 0, 0, 0, 0];
    for (let s = Math.max(0, Math.ceil(at - reach)); s < n && s <= at + reach; s++) {
      const d = s - at;
      const w = 1 - (d / reach) * (d / reach);
      weight += w;
      offset += w * d;
      square += w * d * d;
      value += w * values[s];
      product += w * d * values[s];
    }
    return (square * value - offset * product) / (weight * square - offset * offset);
  });
}
