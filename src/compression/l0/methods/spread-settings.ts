/** How methods that prune to a sparsity spread it over the layers; what they share in code. */
import { choice, widths } from '../../../data/setting.ts';
import type { L0Job } from '../job-type.ts';
import { keptNumbers } from '../kept.ts';
import type { Spread } from '../spread.ts';
import { sparsitySettings } from './sparsity-settings.ts';
import { own, type L0Method } from './method.ts';

const spared = choice({
  title: 'Spared',
  help: 'What no weight is taken from, when a sparsity is reached: the last layer, whose few weights all count, or all that are not weights, as biases and what normalises, which have sizes of their own.',
  appliesTo: { 'compression.prunedOver': ['all', 'each'] },
  options: [
    { value: 'nothing', title: 'Nothing' },
    { value: 'output', title: 'Output layer' },
    { value: 'others', title: 'All but weights' },
    { value: 'output-and-others', title: 'Both' },
  ],
  default: 'nothing',
});

/** Of methods that rank weights, or draw them, once the network is trained. */
export const spreadSettings = {
  prunedOver: choice({
    title: 'Pruned over',
    help: 'One ranking over all layers, the same share of every layer, or as many numbers left in each as are given: those of another method’s network make a control that shares its sizes and not its choice.',
    options: [
      { value: 'all', title: 'All layers together' },
      { value: 'each', title: 'Each layer alike' },
      { value: 'given', title: 'Given sizes' },
    ],
    default: 'all',
  }),
  spared,
  layerSizes: widths({
    title: 'Left of each layer',
    help: 'Numbers that stay of each layer, biases included, from input to output, joined by “+” as in 4,000 + 900 + 300. They take the place of the target sparsity.',
    appliesTo: { 'compression.prunedOver': ['given'] },
    default: [1],
    min: 0,
    max: 100_000_000,
    maxLength: 400,
  }),
} as const;

/** How a job of such a method spreads its sparsity. */
export function spreadOf(job: L0Job): Spread {
  const { prunedOver, spared: without, layerSizes } = own(job, spreadSettings);
  return {
    over: prunedOver,
    sparesOthers: without === 'others' || without === 'output-and-others',
    sparesOutput: without === 'output' || without === 'output-and-others',
    counts: prunedOver === 'given' ? layerSizes : [],
  };
}

/** How many numbers it leaves, of so many. */
export const leavesSpread: NonNullable<L0Method['leaves']> = (job, numbers) => {
  const { over, counts } = spreadOf(job);
  return over === 'given' ? counts.reduce((sum, count) => sum + count, 0) : keptNumbers(numbers, own(job, sparsitySettings).targetSparsity);
};
