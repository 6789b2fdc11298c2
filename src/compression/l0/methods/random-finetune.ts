import { stream } from '../../../math/random.ts';
import type { L0Method } from './method.ts';
import { prunedAfterwards } from './pruned-afterwards.ts';
import { firstAndFineTuning } from './regularised.ts';
import { bySparsity, sparsitySettings } from './sparsity-settings.ts';
import { leavesSpread, spreadSettings } from './spread-settings.ts';

/** Any weights of a trained network go, and the rest is fine-tuned: what the choice of weights is worth. */
export const randomFinetune: L0Method = {
  id: 'random-finetune',
  title: 'Random, fine-tuned',
  look: ['grey', 'circle'],
  traits: { plainFirst: true, losesNeurons: true, draws: true },
  settings: { ...sparsitySettings, ...spreadSettings },
  strength: bySparsity,
  leaves: leavesSpread,
  epochs: firstAndFineTuning,
  course(tools) {
    const { compression, seed } = tools.job;
    const random = stream(compression.pruningSeed ?? seed, 'l0/random-pruning');
    return prunedAfterwards(tools, (values) => random.permutation(values.reduce((sum, { length }) => sum + length, 0)));
  },
};
