import { beforeAll, describe, expect, it } from 'vitest';
import { layerNorm } from '../../../../src/nn/kernels/wasm/layer-norm.ts';
import type { KernelModule } from '../../../../src/nn/kernels/wasm/module.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { bits, centralDifference, largestDifference, memoryOver, numbers, startWithKernels, tensor } from './setup.ts';

let kernels: KernelModule;
beforeAll(async () => {
  kernels = await startWithKernels();
});

const epsilon = 1e-5;

/** Layer normalisation in double precision. */
function reference(x: ArrayLike<number>, scale: ArrayLike<number>, offset: ArrayLike<number>): Float64Array {
  const width = scale.length;
  const y = new Float64Array(x.length);
  for (let first = 0; first < x.length; first += width) {
    const row = Float64Array.from({ length: width }, (_, i) => x[first + i]);
    const mean = row.reduce((sum, value) => sum + value, 0) / width;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width;
    row.forEach((value, i) => (y[first + i] = ((value - mean) / Math.sqrt(variance + epsilon)) * scale[i] + offset[i]));
  }
  return y;
}

const shapes = [
  [5, 3],
  [7, 10],
  [3, 4, 64],
  [2, 65],
  [4, 2],
  [1, 272],
];

describe('layerNorm', () => {
  it.each(shapes.map((shape) => [shape]))('equals the formula in double precision for %j', (shape) => {
    const width = shape[shape.length - 1];
    const [scale, offset] = [numbers(width, 2), numbers(width, 3)];
    // A mean a hundred times the deviation: a variance from the mean of squares would lose four digits of it.
    for (const shift of [0, 100]) {
      const x = numbers(tf.util.sizeFromShape(shape), 1).map((value) => value + shift);
      const y = layerNorm(tf.tensor(x, shape), tf.tensor1d(scale), tf.tensor1d(offset), epsilon);
      expect(y.shape).toEqual(shape);
      // The mean is rounded to 2^-24 of itself, and 1 / sqrt(variance + epsilon) multiplies that: by less than 32 for these rows.
      expect(largestDifference(y.dataSync(), reference(x, scale, offset))).toBeLessThan(Math.max(1, shift) * 64 * 2 ** -24);
    }
  });

  it.each(shapes.map((shape) => [shape]))('has the gradients that central differences give for %j', (shape) => {
    const width = shape[shape.length - 1];
    const values = [numbers(tf.util.sizeFromShape(shape), 1), numbers(width, 2), numbers(width, 3)];
    const weights = numbers(values[0].length, 4);
    const gradients = tf.grads((x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor) =>
      layerNorm(x, scale as tf.Tensor1D, offset as tf.Tensor1D, epsilon),
    )([tf.tensor(values[0], shape), tf.tensor1d(values[1]), tf.tensor1d(values[2])], tf.tensor(weights, shape));
    gradients.forEach((gradient, which) => {
      const actual = gradient.dataSync();
      const loss = (own: Float64Array): number => {
        const [x, scale, offset] = values.map((of, k) => (k === which ? own : of));
        return reference(x, scale, offset).reduce((sum, y, i) => sum + y * weights[i], 0);
      };
      for (let i = 0; i < actual.length; i += Math.max(1, Math.floor(actual.length / 30))) {
        const expected = centralDifference(loss, Float64Array.from(values[which]), i);
        // float32 sums of up to 272 terms of size 1, multiplied by 1 / sqrt(variance).
        expect(Math.abs(actual[i] - expected), `input ${which}, entry ${i}`).toBeLessThan(5e-5 * Math.max(1, Math.abs(expected)));
      }
    });
  });

  it('gives identical bits when repeated, and keeps neither tensors nor heap', () => {
    const [x, one] = [tensor([50, 7], 1), tensor([7], 2) as tf.Tensor1D];
    expect(bits(layerNorm(x, one, one, epsilon))).toEqual(bits(layerNorm(x, one, one, epsilon)));
    const { before, after } = memoryOver(
      () => tf.tidy(() => void tf.grad((input: tf.Tensor) => layerNorm(input, one, one, epsilon))(x)),
      () => kernels.heap.memory.buffer.byteLength,
    );
    expect(after).toEqual(before);
  });

  it('says which sizes do not fit', () => {
    const four = tf.ones<tf.Rank.R1>([4]);
    expect(() => layerNorm(tf.ones([2, 3]), four, four, epsilon)).toThrow(/\[2, 3\].*3 values.*4 and 4/);
  });
});
