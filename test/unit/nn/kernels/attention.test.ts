import { beforeAll, describe, expect, it } from 'vitest';
import { causalAttention, type AttentionAttrs } from '../../../../src/nn/kernels/attention.ts';
import { attention, hasAttention } from '../../../../src/nn/kernels/wasm/attention.ts';
import type { KernelModule } from '../../../../src/nn/kernels/wasm/module.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { bits, centralDifference, largestDifference, memoryOver, numbers, startWithKernels, tensor } from './setup.ts';

let kernels: KernelModule;
beforeAll(async () => {
  kernels = await startWithKernels();
});

interface Shape extends AttentionAttrs {
  readonly batch: number;
  /** Numbers of a head. */
  readonly size: number;
}

/** Lengths and heads that fill the panels of a product and that do not, of one token, and over more than one block of rows. */
const shapes: readonly Shape[] = [
  { batch: 2, heads: 1, length: 1, size: 3 },
  { batch: 1, heads: 2, length: 5, size: 4 },
  { batch: 2, heads: 3, length: 16, size: 8 },
  { batch: 1, heads: 2, length: 23, size: 5 },
  { batch: 2, heads: 4, length: 64, size: 16 },
  { batch: 1, heads: 1, length: 130, size: 12 },
  { batch: 1, heads: 2, length: 250, size: 2 },
];

const projected = ({ batch, heads, length, size }: Shape, seed: number): tf.Tensor2D =>
  tf.mul(tensor([batch * length, 3 * heads * size], seed), 3);

/** In double precision: every token looks at itself and those before it, weighted by exp(q · k/√size). */
function reference(x: ArrayLike<number>, { batch, heads, length, size }: Shape): Float64Array {
  const width = heads * size;
  const y = new Float64Array(batch * length * width);
  const at = (sequence: number, token: number, part: number, head: number): number =>
    (sequence * length + token) * 3 * width + part * width + head * size;
  for (let b = 0; b < batch; b++) {
    for (let h = 0; h < heads; h++) {
      for (let t = 0; t < length; t++) {
        const weights = Array.from({ length: t + 1 }, (_, s) => {
          let dot = 0;
          for (let i = 0; i < size; i++) dot += x[at(b, t, 0, h) + i] * x[at(b, s, 1, h) + i];
          return Math.exp(dot / Math.sqrt(size));
        });
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        weights.forEach((weight, s) => {
          for (let i = 0; i < size; i++) y[(b * length + t) * width + h * size + i] += (weight / total) * x[at(b, s, 2, h) + i];
        });
      }
    }
  }
  return y;
}

describe('causal attention', () => {
  it.each(shapes)('equals the formula in double precision for %o', (shape) => {
    const x = projected(shape, 1);
    // Means of at most `length` numbers below 3, weighted by exponentials of sums of at most 16 products below 9.
    expect(largestDifference(attention(x, shape).dataSync(), reference(x.dataSync(), shape))).toBeLessThan(2e-5);
  });

  it.each(shapes)('has the bits of product, mask and softmax one after the other, forwards and back, for %o', (shape) => {
    expect(hasAttention(shape.length, shape.size)).toBe(true);
    const x = projected(shape, 2);
    const dy = tensor([x.shape[0], shape.heads * shape.size], 3);
    const plain = (input: tf.Tensor): tf.Tensor => causalAttention(input as tf.Tensor2D, shape).out;
    const fused = (input: tf.Tensor): tf.Tensor => attention(input as tf.Tensor2D, shape);
    expect(bits(fused(x))).toEqual(bits(plain(x)));
    // −0 and 0 are the same number, and sums that skip masked terms may have either.
    expect(bits(tf.add(tf.grad(fused)(x, dy), 0))).toEqual(bits(tf.add(tf.grad(plain)(x, dy), 0)));
  });

  it.each(shapes.slice(0, 4))('has the gradient that central differences give for %o', (shape) => {
    const values = projected(shape, 4).dataSync();
    const weights = numbers(values.length / 3, 5);
    const rows = shape.batch * shape.length;
    const gradient = tf.grad((x: tf.Tensor) => attention(x as tf.Tensor2D, shape))(
      tf.tensor2d(values, [rows, values.length / rows]),
      tf.tensor2d(weights, [rows, weights.length / rows]),
    );
    const actual = gradient.dataSync();
    const loss = (x: Float64Array): number => reference(x, shape).reduce((sum, y, i) => sum + y * weights[i], 0);
    for (let i = 0; i < actual.length; i += Math.max(1, Math.floor(actual.length / 40))) {
      const expected = centralDifference(loss, Float64Array.from(values), i);
      expect(Math.abs(actual[i] - expected), `entry ${i}`).toBeLessThan(5e-5 * Math.max(1, Math.abs(expected)));
    }
  });

  it('keeps neither tensors nor heap', () => {
    const shape = shapes[3];
    const x = projected(shape, 1);
    const { before, after } = memoryOver(
      () => tf.tidy(() => void tf.grad((input: tf.Tensor) => attention(input as tf.Tensor2D, shape))(x)),
      () => kernels.heap.memory.buffer.byteLength,
    );
    expect(after).toEqual(before);
  });

  it('leaves to plain kernels what its panels do not hold', () => {
    expect([hasAttention(1024, 256), hasAttention(1025, 16), hasAttention(64, 257)]).toEqual([true, false, false]);
  });
});
