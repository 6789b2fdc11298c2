/** What a dense network makes of one input: plain arithmetic, a quarter of a million products, some tenths of a millisecond. */
import { exp } from '../../math/elementary.ts';
import type { DenseShape } from './network.ts';

export interface Answer {
  /** By class; they add up to 1. */
  readonly probabilities: readonly number[];
  /** The class of most probability; of equals the first. */
  readonly best: number;
  /** What each hidden layer gave, after ReLU. */
  readonly activity: readonly Float32Array[];
}

/** @param input numbers of the first layer's inputs, between 0 and 1 */
export function answerTo({ layers }: DenseShape, numbers: Float32Array, input: Float32Array): Answer {
  const activity: Float32Array[] = [];
  let values = input;
  for (const [index, { inputs, outputs, weights, biases }] of layers.entries()) {
    const next = new Float32Array(outputs);
    // Most pixels are blank and half of the units silent.
    const heard = Array.from(values.keys()).filter((i) => values[i] !== 0);
    for (let unit = 0; unit < outputs; unit++) {
      const row = weights + unit * inputs;
      let sum = numbers[biases + unit];
      for (const i of heard) sum += numbers[row + i] * values[i];
      next[unit] = index < layers.length - 1 ? Math.max(0, sum) : sum;
    }
    if (index < layers.length - 1) activity.push(next);
    values = next;
  }
  const probabilities = softmax(values);
  return { probabilities, best: probabilities.indexOf(Math.max(...probabilities)), activity };
}

function softmax(logits: Float32Array): number[] {
  const most = logits.reduce((largest, value) => Math.max(largest, value), -Infinity);
  const powers = Array.from(logits, (value) => exp(value - most));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
}
