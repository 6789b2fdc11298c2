/** Rules by which neurons are chosen (arXiv 2505.23869 and its notebooks). Families name them, and say which of their jobs go by them. */
import { applyDct } from '../../math/dct.ts';

export interface Scored {
  /** a1 and a2: signed sums of a neuron's incoming and outgoing weights, m entries each. */
  readonly previousSums: Float64Array;
  readonly nextSums: Float64Array;
  readonly incomingNorms: Float64Array;
  readonly outgoingNorms: Float64Array;
  /** Dual sum of the LASSO solutions; null for rules that reconstruct none. */
  readonly ray: Float64Array | null;
}

/** Whether entry k of a ray counts for neuron k as it is, or once it is carried back through the cosine transform. */
export type RayDomain = 'coefficient' | 'neuron';

export interface NeuronRule {
  /** A ray is reconstructed from the measurements at each prune, which is what scores neurons. */
  readonly reconstructs?: true;
  /** Scores s_i ≥ 0 of each neuron; null where neurons go by chance. */
  readonly scores: ((scored: Scored, rayDomain: RayDomain) => Float64Array) | null;
}

export const bySums = {
  scores: ({ previousSums, nextSums }) => previousSums.map((sum, i) => Math.abs(sum + nextSums[i])),
} satisfies NeuronRule;

export const byLot = { scores: null } satisfies NeuronRule;

export const byRay = {
  reconstructs: true,
  scores({ ray }, rayDomain) {
    if (!ray) throw new Error('Neurons are scored by their ray, and none was reconstructed.');
    return (rayDomain === 'neuron' ? applyDct(ray) : ray).map(Math.abs);
  },
} satisfies NeuronRule;

export const byNorms = {
  scores: ({ incomingNorms, outgoingNorms }) => incomingNorms.map((norm, i) => norm * outgoingNorms[i]),
} satisfies NeuronRule;
