import { number } from '../../../data/setting.ts';
import { keptNumbers } from '../kept.ts';
import { own, type L0Method, type Strength } from './method.ts';
import { firstAndFineTuning } from './regularised.ts';
import type { L0Tools, Outcome } from './tools.ts';

/** Of the baselines that prune to a sparsity. */
export const sparsitySettings = {
  targetSparsity: number({
    title: 'Target sparsity',
    help: 'Magnitude and random pruning, lottery tickets: share of the numbers that are zero in the end.',
    default: 0.95,
    min: 0,
    max: 0.9999,
    step: 0.01,
  }),
} as const;

/** How many numbers it leaves. */
export const leavesShare: L0Method['leaves'] = (job, numbers) => keptNumbers(numbers, own(job, sparsitySettings).targetSparsity);

export const bySparsity: Strength = { setting: 'targetSparsity', words: (value) => `target sparsity ${value}`, along: true };

/** Training, pruning to the target by scores, and fine-tuning. */
export async function prunedAfterwards(tools: L0Tools, scoresOf: Parameters<L0Tools['pruneToSparsity']>[1]): Promise<Outcome> {
  const first = await tools.firstPhase();
  const pruned = await tools.prune(async () => {
    await tools.pruneToSparsity(own(tools.job, sparsitySettings).targetSparsity, scoresOf);
    await tools.loseNeurons();
    return {};
  });
  return { regularised: first, admm: null, fineTuning: await tools.fineTune(first.epochs), ...pruned };
}

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
  settings: sparsitySettings,
  strength: bySparsity,
  leaves: leavesShare,
  epochs: firstAndFineTuning,
  course: (tools) => prunedAfterwards(tools, magnitudes),
};
