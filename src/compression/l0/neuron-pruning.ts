/** Taking whole neurons of dense layers, by rules that choose among them (arXiv 2505.23869). */
import { keepAtRandom, keepByScore } from '../neurons/selection.ts';
import type { NeuronRule, RayDomain } from '../neurons/rules.ts';
import { lookAt } from '../neurons/scoring.ts';
import type { DenseValues } from './dense-graph.ts';

export interface NeuronPruning {
  readonly rule: NeuronRule;
  /** Whether those of largest or of smallest score go. */
  readonly prune: 'largest' | 'smallest';
  readonly rayDomain: RayDomain;
  readonly lambda: number;
  readonly measurementShare: number;
  readonly seed: number;
  /** Prunings before this one. */
  readonly cycle: number;
}

/** Numbers of a dense network with biases. @param widths of its layers, inputs and outputs included */
export const numbersAt = (widths: readonly number[]): number =>
  widths.slice(1).reduce((sum, width, index) => sum + width * (widths[index] + 1), 0);

/**
 * Widths of the hidden layers, all narrowed by the same factor, at which the network has at most so many numbers, as nearly as can be; of
 * each layer at least one neuron stays. Narrowed from what was built, not from what is left: rounded down at each of 20 prunings, 300 and
 * 100 neurons came to 10 and 1 where they belong at 10 and 3.
 * @param widths of the layers as they were built, inputs and outputs included
 */
export function narrowedTo(widths: readonly number[], numbers: number): number[] {
  const hidden = widths.slice(1, -1);
  const at = (factor: number): number[] => hidden.map((width) => Math.max(1, Math.min(width, Math.floor(factor * width))));
  const count = (inner: readonly number[]): number => numbersAt([widths[0], ...inner, widths[widths.length - 1]]);
  if (count(hidden) <= numbers) return hidden;
  let [low, high] = [0, 1];
  // So near that no width is between.
  while (high - low > 0.5 / (Math.max(...hidden) * Math.max(...hidden))) {
    const middle = (low + high) / 2;
    if (count(at(middle)) <= numbers) low = middle;
    else high = middle;
  }
  return at(low);
}

/** Neurons of a hidden layer that some weight leads to or from. */
function livingOf(own: DenseValues, next: DenseValues): number[] {
  return Array.from({ length: own.outputs }, (_, neuron) => neuron).filter((neuron) => {
    const incoming = own.weights.subarray(neuron * own.inputs, (neuron + 1) * own.inputs);
    if (incoming.some((weight) => weight !== 0)) return true;
    return Array.from({ length: next.outputs }, (_, row) => next.weights[row * next.inputs + neuron]).some((weight) => weight !== 0);
  });
}

/**
 * Sets to 0 all numbers of the neurons that go. All layers are looked at before any loses one.
 * @param widths of the hidden layers that are to be left
 */
export function pruneNeurons(layers: readonly DenseValues[], widths: readonly number[], pruning: NeuronPruning): void {
  const hidden = layers.slice(0, -1);
  const living = hidden.map((own, index) => livingOf(own, layers[index + 1]));
  const going = hidden.map((own, index) =>
    goingOf(own, layers[index + 1], { living: living[index], keep: widths[index], layer: index }, pruning),
  );
  for (const [index, neurons] of going.entries()) {
    const [own, next] = [layers[index], layers[index + 1]];
    for (const neuron of neurons) {
      own.weights.fill(0, neuron * own.inputs, (neuron + 1) * own.inputs);
      own.bias[neuron] = 0;
      for (let row = 0; row < next.outputs; row++) next.weights[row * next.inputs + neuron] = 0;
    }
  }
}

interface Choice {
  readonly living: readonly number[];
  readonly keep: number;
  readonly layer: number;
}

/** The neurons of a layer that go. */
function goingOf(own: DenseValues, next: DenseValues, { living, keep, layer }: Choice, pruning: NeuronPruning): number[] {
  const neurons = living.length;
  if (keep >= neurons) return [];
  const selection = { seed: pruning.seed, cycle: pruning.cycle, layer };
  const kept = new Set(
    pruning.rule.scores ? scoredChoice(own, next, living, keep, pruning, selection) : keepAtRandom(neurons, keep, selection),
  );
  return living.filter((_, index) => !kept.has(index));
}

function scoredChoice(
  own: DenseValues,
  next: DenseValues,
  living: readonly number[],
  keep: number,
  { rule, prune, rayDomain, lambda, measurementShare }: NeuronPruning,
  selection: { readonly seed: number; readonly cycle: number; readonly layer: number },
): Uint32Array {
  const neurons = living.length;
  const incoming = new Float32Array(neurons * own.inputs);
  const outgoing = new Float32Array(next.outputs * neurons);
  for (const [index, neuron] of living.entries()) {
    incoming.set(own.weights.subarray(neuron * own.inputs, (neuron + 1) * own.inputs), index * own.inputs);
    for (let row = 0; row < next.outputs; row++) outgoing[row * neurons + index] = next.weights[row * next.inputs + neuron];
  }
  const around = { neurons, incoming, inputs: own.inputs, outgoing, outputs: next.outputs };
  const { scored } = lookAt(rule, around, { measurementShare, lambda, seed: selection.seed, layer: selection.layer, cycle: null });
  return keepByScore(rule.scores!(scored, rayDomain), keep, prune, selection);
}
