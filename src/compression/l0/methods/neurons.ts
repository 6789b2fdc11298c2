import { choice, number } from '../../../data/setting.ts';
import { pow } from '../../../math/elementary.ts';
import type { NamedMethod } from '../../look.ts';
import { byLot, byNorms, byRay, bySums, type NeuronRule } from '../../neurons/rules.ts';
import { numbersOf } from '../dense-graph.ts';
import { keptNumbers } from '../kept.ts';
import { narrowedTo, numbersAt, pruneNeurons } from '../neuron-pruning.ts';
import { own, type L0Method } from './method.ts';
import { pruningAlong, pruningAlongSettings } from './pruning-along.ts';
import { firstAndFineTuning } from './regularised.ts';
import { bySparsity, sparsitySettings } from './sparsity-settings.ts';

const common = { ...sparsitySettings, ...pruningAlongSettings } as const;

/** Of those that score neurons at all. */
const scoring = {
  neuronsRemoved: choice({
    title: 'Neurons removed',
    help: 'Whether the neurons with the largest or with the smallest scores go.',
    differs: 'The paper’s text removes the smallest scores, its notebook the largest.',
    options: [
      { value: 'largest', title: 'Largest' },
      { value: 'smallest', title: 'Smallest' },
    ],
    default: 'smallest',
  }),
} as const;

/** Of those that reconstruct a ray. */
const rays = {
  ...scoring,
  neuronRay: choice({
    title: 'Ray scored as',
    help: 'DCT: wave k of the ray scores neuron k, as published. Neuron: the ray is first carried back through the cosine transform, so that entry i belongs to neuron i.',
    differs: 'Paper and notebook score neuron k by cosine coefficient k.',
    options: [
      { value: 'coefficient', title: 'DCT' },
      { value: 'neuron', title: 'Neuron' },
    ],
    default: 'coefficient',
  }),
  rayLambda: number({
    title: 'LASSO penalty λ',
    symbol: 'λ',
    help: 'How much LASSO prefers few entries of the ray to a close fit.',
    default: 0.3,
    min: 1e-6,
    max: 1e6,
    step: 0.1,
  }),
  rayMeasurements: number({
    title: 'Measurements per neuron',
    help: 'Number of random measurements of a layer as a share of its neurons.',
    default: 0.1,
    min: 0.01,
    max: 1,
    step: 0.05,
  }),
} as const;

/** Whole neurons go while the network is trained, the same share of each hidden layer after every epoch, and what is left is fine-tuned. */
function takingNeurons(named: NamedMethod & Pick<L0Method, 'help'>, rule: NeuronRule): L0Method {
  const settings = rule.reconstructs ? { ...common, ...rays } : rule.scores ? { ...common, ...scoring } : common;
  return {
    ...named,
    traits: { prunesAlong: true, losesNeurons: true, takesNeurons: true, draws: true },
    settings,
    strength: bySparsity,
    idle: ['minEpochs'],
    epochs: firstAndFineTuning,
    course(tools) {
      const { targetSparsity } = own(tools.job, common);
      const { neuronsRemoved, neuronRay, rayLambda, rayMeasurements } = own(tools.job, rays);
      const { compression, seed } = tools.job;
      const outputs = tools.shapes.filter((_, at) => tools.kinds[at] === 'weight').map(([rows]) => rows);
      const widths = [tools.shapes[0][1], ...outputs];
      const built = numbersAt(widths);
      return pruningAlong(tools, async (pruning, prunings) => {
        const layers = await tools.denseLayers();
        // The same share of what is left each time, as on a ladder of the first paper.
        const numbers = Math.max(1, Math.round(built * pow(keptNumbers(built, targetSparsity) / built, pruning / prunings)));
        pruneNeurons(layers, narrowedTo(widths, numbers), {
          rule,
          prune: neuronsRemoved,
          rayDomain: neuronRay,
          lambda: rayLambda,
          measurementShare: rayMeasurements,
          seed: compression.pruningSeed ?? seed,
          cycle: pruning - 1,
        });
        await tools.pruneTo(numbersOf(layers));
      });
    },
  };
}

/** The ways of the first paper to choose neurons, beside methods that choose weights. */
export const neuronMethods: readonly L0Method[] = [
  takingNeurons(
    {
      id: 'neurons-dtc',
      title: 'DTC, neurons',
      help: 'whole neurons go while it is trained, chosen by the rays of dual tomographic compression; the other three choose them by their weights or by lot',
      look: ['orange', 'circle'],
    },
    byRay,
  ),
  takingNeurons({ id: 'neurons-magnitude', title: 'Magnitude, neurons', look: ['orange', 'pentagon'] }, bySums),
  takingNeurons({ id: 'neurons-l2', title: 'ℓ2 norm, neurons', look: ['orange', 'diamond'] }, byNorms),
  takingNeurons({ id: 'neurons-random', title: 'Random, neurons', look: ['orange', 'x'] }, byLot),
];
