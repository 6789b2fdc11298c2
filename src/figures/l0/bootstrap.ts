/** Medians with their quartiles by the bootstrap, kept from one drawing to the next. */
import { bootstrapMedian } from '../../math/bootstrap.ts';
import { stream } from '../../math/random.ts';

export interface MedianEstimate {
  readonly median: number;
  /** Quartiles of the resampled medians; null of a single value. */
  readonly low: number | null;
  readonly high: number | null;
}

const kept = new Map<string, MedianEstimate>();
/** A thousand medians take about a millisecond, and come again at every update. */
const MOST_KEPT = 2000;

/** The bootstrap of a median, with a stream of its own, so that the same runs always give the same bars. */
export function estimateOf(lengths: readonly number[]): MedianEstimate {
  if (lengths.length === 1) return { median: lengths[0], low: null, high: null };
  const key = lengths.join(' ');
  let estimate = kept.get(key);
  if (!estimate) {
    estimate = bootstrapMedian(lengths, stream(0, 'figures/description-length'));
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, estimate);
  }
  return estimate;
}

/** Whether it needs no work any more. */
export const isEstimated = (lengths: readonly number[]): boolean => lengths.length === 1 || kept.has(lengths.join(' '));
