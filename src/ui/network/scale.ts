/** The logarithmic scale of a threshold slider, and the histogram that stands behind it. */
import { log10, pow } from '../../math/elementary.ts';
import type { WeightHistogram } from '../../compression/weight-histogram.ts';

export interface Scale {
  /** log₁₀ of the thresholds at its ends; the left end itself stands for 0, at which nothing is pruned. */
  readonly low: number;
  readonly high: number;
}

/** Decades of one press of an arrow key. */
export const STEP = 0.02;

/** Share of the numbers that may lie left of the scale: they have gone long before anything changes. */
const LEFT_OUT = 0.005;
const LEAST_DECADES = 2;

/** From where the first numbers go to where the last has gone, in whole steps. @param largest largest magnitude, ≥ 0 */
export function scaleOf({ from, width, counts, below }: WeightHistogram, largest: number): Scale {
  const total = below + counts.reduce((sum, amount) => sum + amount, 0);
  const high = largest > 0 ? Math.ceil((log10(largest) + STEP / 4) / STEP) * STEP : 0;
  let seen = below;
  let bin = 0;
  while (bin < counts.length - 1 && seen + counts[bin] <= LEFT_OUT * total) seen += counts[bin++];
  const low = Math.min(high - LEAST_DECADES, from + bin * width);
  return { low: Math.floor(low / STEP) * STEP, high };
}

/** log₁₀ of a threshold within the scale; its left end for 0. */
export const positionOf = ({ low, high }: Scale, threshold: number): number =>
  threshold <= 0 ? low : Math.min(high, Math.max(low, log10(threshold)));

/** The threshold at a place of the scale; its left end is 0. */
export const thresholdAt = ({ low }: Scale, position: number): number => (position <= low + STEP / 2 ? 0 : pow(10, position));

/** Bars of the histogram that the scale shows, as shares of it and of the highest bar; `at` is log₁₀ of the bar's middle. */
export function barsOf(
  { from, width, counts }: WeightHistogram,
  { low, high }: Scale,
): { readonly x: number; readonly width: number; readonly height: number; readonly at: number }[] {
  const shown = counts.flatMap((amount, bin) => {
    const start = from + bin * width;
    return start + width > low && start < high && amount > 0 ? [{ start, amount }] : [];
  });
  const most = shown.reduce((largest, { amount }) => Math.max(largest, amount), 1);
  return shown.map(({ start, amount }) => ({
    x: (start - low) / (high - low),
    width: width / (high - low),
    height: amount / most,
    at: start + width / 2,
  }));
}
