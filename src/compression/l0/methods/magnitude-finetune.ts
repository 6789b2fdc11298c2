import type { L0Method } from './method.ts';
import { prunedAfterwards } from './pruned-afterwards.ts';
import { firstAndFineTuning } from './regularised.ts';
import { bySparsity, sparsitySettings } from './sparsity-settings.ts';
import { leavesSpread, spreadSettings } from './spread-settings.ts';

/** Magnitudes of all numbers, one after another. */
export function magnitudes(values: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(values.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of values) for (const value of array) all[at++] = Math.abs(value);
  return all;
}

/** The smallest weights of a trained network go, and the rest is fine-tuned. */
export const magnitudeFinetune: L0Method = {
  id: 'magnitude-finetune',
  title: 'Magnitude, fine-tuned',
  look: ['purple', 'square'],
  traits: { plainFirst: true, losesNeurons: true },
  settings: { ...sparsitySettings, ...spreadSettings },
  strength: bySparsity,
  leaves: leavesSpread,
  epochs: firstAndFineTuning,
  course: (tools) => prunedAfterwards(tools, magnitudes),
};
