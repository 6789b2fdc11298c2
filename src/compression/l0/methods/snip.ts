import { number } from '../../../data/setting.ts';
import { own, type L0Method } from './method.ts';
import { prunedFirst } from './pruned-first.ts';
import { firstAndFineTuning } from './regularised.ts';
import { bySparsity, leavesShare, sparsitySettings } from './sparsity-settings.ts';

const settings = {
  ...sparsitySettings,
  snipBatches: number({
    title: 'Batches of the slopes',
    help: 'SNIP: training batches over which the slope of the loss is a mean.',
    differs: 'The authors take one batch of 100 or 128 images.',
    default: 1,
    min: 1,
    max: 10_000,
    integer: true,
    step: 1,
    unit: 'batches',
  }),
} as const;

/** Weights go before anything is trained, those with the least |θ · ∂loss/∂θ| (Lee, Ajanthan and Torr, arXiv 1810.02340). */
export const snip: L0Method = {
  id: 'snip',
  title: 'SNIP',
  help: 'before training, the weights go that would move the loss least',
  look: ['ochre', 'diamond'],
  traits: { prunesFirst: true },
  settings,
  strength: bySparsity,
  leaves: leavesShare,
  epochs: firstAndFineTuning,
  course: (tools) =>
    prunedFirst(tools, async (values) => {
      const slopes = await tools.lossSlopes(own(tools.job, settings).snipBatches);
      return sensitivities(values, slopes);
    }),
};

/** |θ · slope| of every number, one after another. */
export function sensitivities(values: readonly Float32Array[], slopes: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(values.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const [index, array] of values.entries()) {
    const slope = slopes[index];
    for (let i = 0; i < array.length; i++) all[at++] = Math.abs(array[i] * slope[i]);
  }
  return all;
}
