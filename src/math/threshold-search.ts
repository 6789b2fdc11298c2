/** TAMADE: the largest threshold of magnitude below which weights can go (arXiv 2505.17469, the appendix's algorithm). */

/** One evaluation of the search. */
export interface ThresholdStep {
  readonly threshold: number;
  /** What the pruned network scored; less is better. */
  readonly loss: number;
  readonly accepted: boolean;
}

export interface ThresholdSearch {
  /** The largest threshold found acceptable; `low` if none was. */
  readonly threshold: number;
  /** Every evaluation, in order. */
  readonly steps: readonly ThresholdStep[];
}

export interface ThresholdSearchOptions {
  /** The loss before pruning; in an accuracy search, the drop that is allowed. */
  readonly target: number;
  /** Relative slack: a loss up to (1 + tolerance)·target is acceptable. 0.01 in the paper, 0.02 for its transformer. */
  readonly tolerance: number;
  /** Where the search starts; taken to be acceptable. */
  readonly low?: number;
  /** Where it ends: 2·max|θ| (the paper's code), max|θ| (its pseudo-code), 0.8 (its transformer). */
  readonly high: number;
  /** The search ends when the bracket is no wider. */
  readonly resolution?: number;
  /** The most evaluations; 50 for the paper's transformer. Default: no limit. */
  readonly maxSteps?: number;
}

/**
 * Bisects [low, high] for the largest acceptable threshold, as if acceptance were monotone.
 * @param lossAt scores the network with the weights below a threshold zeroed; Infinity or NaN refuses a threshold outright,
 * for instance one that empties a layer.
 * @throws RangeError if the bracket, the resolution or the target make no sense.
 */
export async function searchThreshold(
  lossAt: (threshold: number) => number | Promise<number>,
  { target, tolerance, low = 0, high, resolution = 1e-7, maxSteps = Infinity }: ThresholdSearchOptions,
): Promise<ThresholdSearch> {
  if (!(low >= 0 && high >= low && high < Infinity)) {
    throw new RangeError(`Cannot search for a threshold from ${low} to ${high}: give finite magnitudes, the larger last.`);
  }
  if (!(resolution > 0)) throw new RangeError(`Cannot search to a resolution of ${resolution}: give a number > 0.`);
  if (!Number.isFinite(target) || !(tolerance >= 0)) {
    throw new RangeError(`Cannot accept losses up to (1 + ${tolerance})·${target}: give a finite target and a tolerance ≥ 0.`);
  }
  const limit = (1 + tolerance) * target;
  const steps: ThresholdStep[] = [];
  let [accepted, refused] = [low, high];
  while (refused - accepted > resolution && steps.length < maxSteps) {
    const threshold = (accepted + refused) / 2;
    // Two neighbouring doubles have no middle; a resolution below their distance would never be reached.
    if (threshold === accepted || threshold === refused) break;
    const loss = await lossAt(threshold);
    const isAccepted = loss <= limit;
    steps.push({ threshold, loss, accepted: isAccepted });
    if (isAccepted) accepted = threshold;
    else refused = threshold;
  }
  return { threshold: accepted, steps };
}
