/** What methods have in common that train with a penalty, prune at a threshold and fine-tune (arXiv 2505.17469, section 4). */
import type { L0Job } from '../job-type.ts';
import type { Strength } from './method.ts';
import type { L0Tools, Outcome } from './tools.ts';

export const regularised = { hasAlpha: true, regularises: true, searches: true, losesNeurons: true, draws: true } as const;

export const byAlpha: Strength = { setting: 'alpha', words: (_, short) => `α = ${short}`, along: true };

export const firstAndFineTuning = ({ training }: L0Job): number => training.maxEpochs + training.fineTuneMax;

export async function regularisedCourse(tools: L0Tools): Promise<Outcome> {
  const first = await tools.firstPhase();
  const pruned = await tools.prune((interrupted) => tools.pruneByThreshold(interrupted));
  return { regularised: first, admm: null, fineTuning: await tools.fineTune(first.epochs), ...pruned };
}
