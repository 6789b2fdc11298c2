import { number } from '../../../data/setting.ts';
import { effectiveAlpha } from '../alpha.ts';
import { own, type L0Method } from './method.ts';
import { byAlpha } from './regularised.ts';

const settings = {
  admmRho: number({
    title: 'ADMM penalty',
    help: 'ℓ0-ADMM: ρ that ties the weights to their sparse copy. Weights above √(2α/ρ) stay.',
    differs: 'The paper gives no value.',
    default: 0.01,
    min: 1e-8,
    max: 1000,
    step: 0.01,
  }),
  admmRounds: number({
    title: 'ADMM rounds',
    help: 'ℓ0-ADMM: rounds of one epoch each, after plain training has converged.',
    differs: 'The paper gives no number.',
    default: 50,
    min: 1,
    max: 10_000,
    integer: true,
    step: 10,
    unit: 'rounds',
  }),
} as const;

/** Plain training, rounds of an epoch each that tie the weights to a sparse copy, then that copy, fine-tuned (arXiv 2505.17469, appendix). */
export const l0Admm: L0Method = {
  id: 'l0-admm',
  title: 'ℓ0-ADMM',
  look: ['purple', 'pentagon'],
  traits: { hasAlpha: true, losesNeurons: true },
  settings,
  strength: byAlpha,
  epochs: (job) => job.training.maxEpochs + own(job, settings).admmRounds + job.training.fineTuneMax,
  async course(tools) {
    const { admmRho, admmRounds } = own(tools.job, settings);
    const alpha = effectiveAlpha(tools.job);
    const first = await tools.firstPhase();
    const tie = tools.tie(admmRho);
    const rounds = await tools.rounds({
      phase: 'admm',
      count: admmRounds,
      epochsBefore: first.epochs,
      tie,
      after: () => tie.update(alpha),
    });
    const pruned = await tools.prune(async () => {
      await tools.pruneTo(await tie.sparse());
      return { threshold: Math.sqrt((2 * alpha) / admmRho) };
    });
    tie.end();
    return { regularised: first, admm: rounds, fineTuning: await tools.fineTune(first.epochs + rounds.epochs), ...pruned };
  },
};
