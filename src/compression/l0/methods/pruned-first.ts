import { everywhere, type Spread } from '../spread.ts';
import { own } from './method.ts';
import { sparsitySettings } from './sparsity-settings.ts';
import type { L0Tools, Outcome, Scorer } from './tools.ts';

/** As published, such methods take weights alone: biases, which begin with 0, would all be worth nothing. */
const weightsAlone: Spread = { ...everywhere, sparesOthers: true };

/** Pruning to the target by scores before anything is trained, then both phases of training, so that what is left is trained as long as others are. */
export async function prunedFirst(tools: L0Tools, scoresOf: Scorer): Promise<Outcome> {
  const { targetSparsity } = own(tools.job, sparsitySettings);
  await tools.prune(async () => {
    await tools.pruneToSparsity(targetSparsity, scoresOf, weightsAlone);
    return {};
  });
  const regularised = await tools.firstPhase();
  const fineTuning = await tools.fineTune(regularised.epochs);
  // What an untrained network gets right, before and after, tells nothing.
  return { regularised, admm: null, fineTuning, before: null, after: null, threshold: null };
}
