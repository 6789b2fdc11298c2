/**
 * Dropout's coin flips from a counter, so that they depend on seed, layer, step and place alone, on every backend: pcg4d (Jarzynski and
 * Olano, JCGT 9(3), 2020), which needs 32-bit products only and so exists in WGSL too.
 */
import { streamGenerator } from '../math/random.ts';
import * as tf from './tf.ts';

/** Two words that tell one dropout layer of one job from all others. */
export type DropoutKey = readonly [number, number];

/** The key of a layer, from its own stream of the seed. */
export function dropoutKey(seed: number, layer: string): DropoutKey {
  const generator = streamGenerator(seed, `dropout/${layer}`);
  return [generator.uint32(), generator.uint32()];
}

/**
 * Factors for `count` values at a training step: 0 with probability `rate`, else 1/(1 − rate). Values 4k … 4k + 3 are the four words of
 * pcg4d(k, step, key₀, key₁); a value is dropped where its word, rounded down to 24 bits, is below rate · 2²⁴.
 */
export function dropoutFactors(count: number, rate: number, key: DropoutKey, step: number): Float32Array {
  const factors = new Float32Array(count);
  const kept = 1 / (1 - rate);
  const threshold = rate * 2 ** 24;
  for (let first = 0; first < count; first += 4) {
    const words = pcg4d(first / 4, step, key[0], key[1]);
    for (let lane = 0; lane < 4 && first + lane < count; lane++) {
      factors[first + lane] = words[lane] >>> 8 < threshold ? 0 : kept;
    }
  }
  return factors;
}

/** x ∘ factors, float32 of any shape. The factors are made in JavaScript and the same on every backend. */
export function dropout(x: tf.Tensor, rate: number, key: DropoutKey, step: number): tf.Tensor {
  return tf.mul(x, tf.tensor(dropoutFactors(x.size, rate, key, step), x.shape));
}

const words = new Uint32Array(4);

/** Four words of hash from four of input. The result is overwritten by the next call. */
export function pcg4d(a: number, b: number, c: number, d: number): Uint32Array {
  let x = (Math.imul(a, 1664525) + 1013904223) | 0;
  let y = (Math.imul(b, 1664525) + 1013904223) | 0;
  let z = (Math.imul(c, 1664525) + 1013904223) | 0;
  let w = (Math.imul(d, 1664525) + 1013904223) | 0;
  for (let round = 0; round < 2; round++) {
    x = (x + Math.imul(y, w)) | 0;
    y = (y + Math.imul(z, x)) | 0;
    z = (z + Math.imul(x, y)) | 0;
    w = (w + Math.imul(y, z)) | 0;
    if (round === 1) break;
    x ^= x >>> 16;
    y ^= y >>> 16;
    z ^= z >>> 16;
    w ^= w >>> 16;
  }
  words[0] = x;
  words[1] = y;
  words[2] = z;
  words[3] = w;
  return words;
}
