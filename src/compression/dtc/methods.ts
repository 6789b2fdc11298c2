/** The ways in which neurons are scored, in the order in which the form offers them: one entry each (arXiv 2505.23869 and its notebooks). */
import type { NamedMethod } from '../look.ts';
import { byLot, byNorms, byRay, bySums, type NeuronRule } from '../neurons/rules.ts';

export interface DtcMethod extends NamedMethod, NeuronRule {
  /** No neuron goes: it trains as long as the others, so that what training alone does can be seen beside them. */
  readonly keepsAll?: true;
}

const magnitude = {
  id: 'magnitude',
  title: 'Magnitude',
  look: ['green', 'square'],
  ...bySums,
} as const satisfies DtcMethod;

/** What the others are compared with. */
const random = { id: 'random', title: 'Random', look: ['orange', 'x'], ...byLot } as const satisfies DtcMethod;

const dtc = {
  id: 'dtc',
  title: 'DTC',
  look: ['blue', 'circle'],
  ...byRay,
} as const satisfies DtcMethod;

const l2 = {
  id: 'l2',
  title: 'ℓ2 norm',
  look: ['purple', 'diamond'],
  ...byNorms,
} as const satisfies DtcMethod;

const noPruning = {
  id: 'no-pruning',
  title: 'No pruning',
  look: ['grey', 'pentagon'],
  keepsAll: true,
  ...byLot,
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
