import { number } from '../../../data/setting.ts';
import type { L0Job } from '../job-type.ts';
import { own } from './method.ts';
import type { L0Tools, Outcome } from './tools.ts';

/** Of methods that prune while they train. */
export const pruningAlongSettings = {
  wholeEpochs: number({
    title: 'Epochs before the first pruning',
    help: 'Of methods that prune while they train: epochs of the whole network before. After each of the others something goes.',
    differs: 'Zhu and Gupta begin after some 2,000 steps, and prune every 100.',
    default: 1,
    min: 1,
    max: 10_000,
    integer: true,
    step: 1,
    unit: 'epochs',
  }),
} as const;

/** How often such a job prunes: after each epoch from the last whole one on. */
export const pruningsOf = (job: L0Job): number => Math.max(1, job.training.maxEpochs - own(job, pruningAlongSettings).wholeEpochs + 1);

/**
 * Trains for as many epochs as others train before they prune, and prunes after each, then fine-tunes.
 * @param prune does one of so many prunings, counted from 1
 */
export async function pruningAlong(tools: L0Tools, prune: (pruning: number, prunings: number) => Promise<void>): Promise<Outcome> {
  const { maxEpochs } = tools.job.training;
  const prunings = pruningsOf(tools.job);
  const whole = maxEpochs - prunings;
  const regularised = await tools.rounds({
    phase: 'shrinking',
    count: maxEpochs,
    epochsBefore: 0,
    async after(round) {
      if (round > whole && round < maxEpochs) await prune(round - whole, prunings);
    },
  });
  const pruned = await tools.prune(async () => {
    await prune(prunings, prunings);
    await tools.loseNeurons();
    return {};
  });
  return { regularised, admm: null, fineTuning: await tools.fineTune(regularised.epochs), ...pruned };
}
