/** Which neurons stay: ranking by score with random ties, and the published random choice. */
import { publishedChoice, stream } from '../../math/random.ts';

export interface SelectionOptions {
  readonly seed: number;
  readonly cycle: number;
  /** Hidden layer, from 0. */
  readonly layer: number;
}

/**
 * Indices of the `keep` neurons that stay, ascending. Equal scores are ordered by a random permutation with a stream of its own: an exact
 * LASSO solution leaves most of the ray at zero, so with `prune: smallest` the permutation decides nearly everything.
 */
export function keepByScore(
  values: Float64Array,
  keep: number,
  prune: 'largest' | 'smallest',
  { seed, cycle, layer }: SelectionOptions,
): Uint32Array {
  const tieBreak = stream(seed, `ties/layer-${layer}/cycle-${cycle}`).permutation(values.length);
  const order = Array.from(values.keys()).sort((i, j) => values[i] - values[j] || tieBreak[i] - tieBreak[j]);
  const kept = prune === 'largest' ? order.slice(0, keep) : order.slice(values.length - keep);
  return Uint32Array.from(kept).sort();
}

/**
 * Indices of `keep` neurons drawn uniformly without replacement, in drawn order. The first hidden layer takes the published stream, which
 * starts from the same seed at every cycle.
 */
export function keepAtRandom(neurons: number, keep: number, { seed, cycle, layer }: SelectionOptions): Uint32Array {
  if (layer === 0) return publishedChoice(seed, neurons, keep);
  return stream(seed, `random-pruning/layer-${layer}/cycle-${cycle}`).permutation(neurons).slice(0, keep);
}
