import { own } from './method.ts';
import { sparsitySettings } from './sparsity-settings.ts';
import { spreadOf } from './spread-settings.ts';
import type { L0Tools, Outcome, Scorer } from './tools.ts';

/** Training, pruning to the target by scores, spread as the job says, and fine-tuning. */
export async function prunedAfterwards(tools: L0Tools, scoresOf: Scorer): Promise<Outcome> {
  const { targetSparsity } = own(tools.job, sparsitySettings);
  const spread = spreadOf(tools.job);
  tools.checkSpread(targetSparsity, spread);
  const first = await tools.firstPhase();
  const pruned = await tools.prune(async () => {
    await tools.pruneToSparsity(targetSparsity, scoresOf, spread);
    await tools.loseNeurons();
    return {};
  });
  return { regularised: first, admm: null, fineTuning: await tools.fineTune(first.epochs), ...pruned };
}
