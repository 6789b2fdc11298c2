import { magnitudes } from './magnitude-finetune.ts';
import { own, type L0Method } from './method.ts';
import { firstAndFineTuning } from './regularised.ts';
import { bySparsity, leavesShare, sparsitySettings } from './sparsity-settings.ts';
import { pruningAlong, pruningAlongSettings } from './pruning-along.ts';

const settings = { ...sparsitySettings, ...pruningAlongSettings } as const;

/**
 * Sparsity after each of so many prunings: it rises fast while much is superfluous and slowly in the end, s (1 − (1 − k/n)³)
 * (Zhu and Gupta, arXiv 1710.01878, equation 1 from no sparsity on).
 */
export function cubicSparsity(target: number, pruning: number, prunings: number): number {
  const left = 1 - pruning / prunings;
  return target * (1 - left * left * left);
}

/** The smallest weights go while the network is trained, some after every epoch, and what is left is fine-tuned. */
export const gradualMagnitude: L0Method = {
  id: 'gradual-magnitude',
  title: 'Magnitude, gradually',
  help: 'the smallest weights go while it is trained, a share after every epoch',
  look: ['purple', 'diamond'],
  traits: { prunesAlong: true, losesNeurons: true },
  settings,
  strength: bySparsity,
  leaves: leavesShare,
  idle: ['minEpochs'],
  epochs: firstAndFineTuning,
  course(tools) {
    const { targetSparsity } = own(tools.job, settings);
    return pruningAlong(tools, (pruning, prunings) => tools.pruneToSparsity(cubicSparsity(targetSparsity, pruning, prunings), magnitudes));
  },
};
