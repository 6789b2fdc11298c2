/** Which neurons stay: scores, ranking with random ties, and the published random choice. */
import { applyDct } from '../../math/dct.ts';
import { publishedChoice, stream } from '../../math/random.ts';
import type { DtcSettings } from './settings.ts';

export interface Scored {
  /** a1 and a2: signed sums of a neuron's incoming and outgoing weights, m entries each. */
  readonly previousSums: Float64Array;
  readonly nextSums: Float64Array;
  readonly incomingNorms: Float64Array;
  readonly outgoingNorms: Float64Array;
  /** Dual sum of the LASSO solutions; only `dtc` has one. */
  readonly ray: Float64Array | null;
}

/** Scores s_i ≥ 0 of each neuron; null for `random`, which has none. */
export function scores(settings: Pick<DtcSettings, 'method' | 'rayDomain'>, scored: Scored): Float64Array | null {
  switch (settings.method) {
    case 'random':
      return null;
    case 'magnitude':
      return scored.previousSums.map((sum, i) => Math.abs(sum + scored.nextSums[i]));
    case 'l2':
      return scored.incomingNorms.map((norm, i) => norm * scored.outgoingNorms[i]);
    case 'dtc': {
      if (!scored.ray) throw new Error('DTC scores neurons by their ray, and none was reconstructed.');
      return (settings.rayDomain === 'neuron' ? applyDct(scored.ray) : scored.ray).map(Math.abs);
    }
  }
}

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
  prune: DtcSettings['prune'],
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
