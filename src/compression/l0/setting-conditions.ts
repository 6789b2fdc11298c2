/** Where a setting of an ℓ0 method applies, by method, and what several settings offer. */
import type { Condition } from '../setting.ts';

export const yesOrNo = [
  { value: 'no', title: 'No' },
  { value: 'yes', title: 'Yes' },
] as const;

export const METHOD = 'compression.method';
const PENALISED = ['rl1', 'drr', 'drr-o', 'pmmp', 'fpp'];
export const TRAINED = [...PENALISED, 'hard-concrete'];
export const alphaMethods = { [METHOD]: [...TRAINED, 'l0-admm'] };
export const layerwise: readonly Condition[] = [
  { [METHOD]: ['layerwise'] },
  { [METHOD]: TRAINED, 'compression.layerwisePruning': ['projected', 'sigmoid'] },
];
export const gates = { [METHOD]: ['hard-concrete'] };
export const penalised = { [METHOD]: PENALISED };
export const drr = { [METHOD]: ['drr', 'drr-o'] };
export const minimax = { [METHOD]: ['pmmp', 'fpp'] };
export const trained = { [METHOD]: TRAINED };
export const pruned = { [METHOD]: [...TRAINED, 'layerwise'] };
