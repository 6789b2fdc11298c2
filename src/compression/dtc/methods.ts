/** The ways in which neurons are scored, in the order in which the form offers them: one entry each (arXiv 2505.23869 and its notebooks). */
import { applyDct } from '../../math/dct.ts';
import type { NamedMethod } from '../look.ts';

export interface Scored {
  /** a1 and a2: signed sums of a neuron's incoming and outgoing weights, m entries each. */
  readonly previousSums: Float64Array;
  readonly nextSums: Float64Array;
  readonly incomingNorms: Float64Array;
  readonly outgoingNorms: Float64Array;
  /** Dual sum of the LASSO solutions; null for methods that reconstruct none. */
  readonly ray: Float64Array | null;
}

export interface DtcMethod extends NamedMethod {
  /** A ray is reconstructed from the measurements at each prune, which is what scores neurons. */
  readonly reconstructs?: true;
  /** No neuron goes: it trains as long as the others, so that what training alone does can be seen beside them. */
  readonly keepsAll?: true;
  /** Scores s_i ≥ 0 of each neuron; null where neurons go by chance. @param rayDomain see the setting */
  readonly scores: ((scored: Scored, rayDomain: 'coefficient' | 'neuron') => Float64Array) | null;
}

const magnitude = {
  id: 'magnitude',
  title: 'Magnitude',
  look: ['green', 'square'],
  scores: ({ previousSums, nextSums }) => previousSums.map((sum, i) => Math.abs(sum + nextSums[i])),
} as const satisfies DtcMethod;

/** What the others are compared with. */
const random = { id: 'random', title: 'Random', look: ['orange', 'x'], scores: null } as const satisfies DtcMethod;

const dtc = {
  id: 'dtc',
  title: 'DTC',
  look: ['blue', 'circle'],
  reconstructs: true,
  scores({ ray }, rayDomain) {
    if (!ray) throw new Error('DTC scores neurons by their ray, and none was reconstructed.');
    return (rayDomain === 'neuron' ? applyDct(ray) : ray).map(Math.abs);
  },
} as const satisfies DtcMethod;

const l2 = {
  id: 'l2',
  title: 'ℓ2 norm',
  look: ['purple', 'diamond'],
  scores: ({ incomingNorms, outgoingNorms }) => incomingNorms.map((norm, i) => norm * outgoingNorms[i]),
} as const satisfies DtcMethod;

const noPruning = {
  id: 'no-pruning',
  title: 'No pruning',
  look: ['grey', 'pentagon'],
  keepsAll: true,
  scores: null,
} as const satisfies DtcMethod;

export const dtcMethods: readonly DtcMethod[] = [magnitude, random, dtc, l2, noPruning];

/** What a job without a method is pruned by. */
export const defaultDtcMethod = dtc;

/** The method of a job. @throws RangeError for one that is not in the list, which its schema refuses */
export function dtcMethodOf({ compression }: { readonly compression: { readonly method: string } }): DtcMethod {
  const found = dtcMethods.find(({ id }) => id === compression.method);
  if (!found) throw new RangeError(`There is no method “${compression.method}”.`);
  return found;
}
