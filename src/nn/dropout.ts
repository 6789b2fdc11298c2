/** Dropout's coin flips from a counter, so that they depend on seed, layer, step and place alone, on every backend. */
import { streamGenerator } from '../math/random.ts';
import { philoxValues, type PhiloxKey } from './philox.ts';
import * as tf from './tf.ts';

/** The key of a layer, from its own stream of the seed. */
export function dropoutKey(seed: number, layer: string): PhiloxKey {
  const generator = streamGenerator(seed, `dropout/${layer}`);
  return [generator.uint32(), generator.uint32()];
}

/**
 * Factors for `count` values at a training step: 0 with probability `rate`, else 1/(1 − rate). Value i is kept where word i mod 4 of Philox
 * with counter (⌊i/4⌋, step, 0, 0), divided by 2³², is at least `rate`.
 */
export function dropoutFactors(count: number, rate: number, key: PhiloxKey, step: number): Float32Array {
  const kept = 1 / (1 - rate);
  const threshold = Math.ceil(rate * 2 ** 32);
  return philoxValues(count, key, step, (word) => (word < threshold ? 0 : kept));
}

/** x ∘ factors, float32 of any shape. The factors are made in JavaScript: 65,536 of them take 1 to 2 ms. */
export function dropout(x: tf.Tensor, rate: number, key: PhiloxKey, step: number): tf.Tensor {
  return tf.mul(x, tf.tensor(dropoutFactors(x.size, rate, key, step), x.shape));
}
