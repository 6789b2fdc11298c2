/** Curves through the accuracies of a ladder. */
import { lowess } from '../../../math/lowess.ts';

/** 34 cycles take about half a millisecond, and one curve is asked for by several figures at every update. */
const MAX_KEPT = 256;
const keptSmooths = new Map<string, readonly number[]>();

/**
 * LOWESS of a curve over sparsity, as published: fraction 0.3, 3 robustness iterations. With fewer than 4 points these are the points.
 * @param points in any number; only sparsity and value are read
 */
export function smooth(points: readonly { readonly sparsity: number; readonly value: number }[]): readonly number[] {
  const x = points.map(({ sparsity }) => sparsity);
  const y = points.map(({ value }) => value);
  const key = [...x, ...y].join(' ');
  let smoothed = keptSmooths.get(key);
  if (!smoothed) {
    smoothed = Array.from(lowess(x, y, { fraction: 0.3, iterations: 3 }));
    if (keptSmooths.size >= MAX_KEPT) keptSmooths.delete(keptSmooths.keys().next().value ?? '');
    keptSmooths.set(key, smoothed);
  }
  return smoothed;
}
