/** A baseline that the lab does not have: the smallest weights of each tensor go, so that every layer gives the same share. */
import { own, type L0Method } from '../../../../src/compression/l0/methods/method.ts';
import { number } from '../../../../src/data/setting.ts';

const settings = {
  layerShare: number({ title: 'Share of a layer', help: 'What goes of each tensor.', default: 0.5, min: 0, max: 0.99, step: 0.01 }),
} as const;

export const layerQuota: L0Method = {
  id: 'layer-quota',
  title: 'Layer quota',
  help: 'the smallest weights of each layer, so many of every one',
  look: ['green', 'star'],
  traits: { plainFirst: true, losesNeurons: true },
  settings,
  strength: { setting: 'layerShare', words: (_, short) => `${short} of a layer`, along: true },
  epochs: ({ training }) => training.maxEpochs + training.fineTuneMax,
  async course(tools) {
    const { layerShare } = own(tools.job, settings);
    const first = await tools.firstPhase();
    const pruned = await tools.prune(async () => {
      // Ranks within a tensor, so that tensors of any scale are cut alike.
      await tools.pruneToSparsity(layerShare, (values) => Float32Array.from(values.flatMap((array) => [...ranks(array)])));
      return {};
    });
    return { regularised: first, admm: null, fineTuning: await tools.fineTune(first.epochs), ...pruned };
  },
};

/** Place of each number among those of its array by magnitude, from 0 to 1. */
function ranks(values: Float32Array): Float32Array {
  const order = [...values.keys()].sort((i, j) => Math.abs(values[i]) - Math.abs(values[j]));
  const places = new Float32Array(values.length);
  for (const [place, index] of order.entries()) places[index] = (place + 0.5) / values.length;
  return places;
}
