import { beforeAll, describe, expect, it } from 'vitest';
import { batchNormTraining } from '../../../../src/nn/kernels/wasm/batch-norm.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { bits, largestDifference, numbers, onBoth, startWithKernels, tensor } from './setup.ts';

beforeAll(async () => {
  await startWithKernels();
});

const epsilon = 1e-3;

interface Parts {
  y: Float64Array;
  mean: Float64Array;
  variance: Float64Array;
}

/** Batch normalisation in double precision. */
function reference(x: ArrayLike<number>, scale: ArrayLike<number>, offset: ArrayLike<number>, channels: number): Parts {
  const rows = x.length / channels;
  const [mean, variance] = [new Float64Array(channels), new Float64Array(channels)];
  for (let i = 0; i < x.length; i++) mean[i % channels] += x[i] / rows;
  for (let i = 0; i < x.length; i++) variance[i % channels] += (x[i] - mean[i % channels]) ** 2 / rows;
  const y = Float64Array.from(x, (value, i) => {
    const c = i % channels;
    return ((value - mean[c]) / Math.sqrt(variance[c] + epsilon)) * scale[c] + offset[c];
  });
  return { y, mean, variance };
}

const shapes = [
  [5, 1],
  [7, 3],
  [272, 10],
  [3, 4, 5, 7],
  [2, 8, 8, 16],
  [1, 6],
];

describe('batchNormTraining', () => {
  it.each(shapes.map((shape) => [shape]))('equals the formula in double precision for %j', (shape) => {
    const channels = shape[shape.length - 1];
    const [scale, offset] = [numbers(channels, 2), numbers(channels, 3)];
    // A mean a hundred times the deviation: a variance from the mean of squares would lose four digits of it.
    for (const shift of [0, 100]) {
      const x = numbers(tf.util.sizeFromShape(shape), 1).map((value) => value + shift);
      const actual = batchNormTraining(tf.tensor(x, shape), tf.tensor1d(scale), tf.tensor1d(offset), epsilon);
      const expected = reference(x, scale, offset, channels);
      expect(actual.y.shape).toEqual(shape);
      // The mean is rounded to 2^-24 of itself, and 1 / sqrt(variance + epsilon) multiplies what that does by at most 32.
      const unit = Math.max(1, shift) * 2 ** -24;
      expect(largestDifference(actual.mean.dataSync(), expected.mean)).toBeLessThan(2 * unit);
      expect(largestDifference(actual.variance.dataSync(), expected.variance)).toBeLessThan(8 * unit);
      expect(largestDifference(actual.y.dataSync(), expected.y)).toBeLessThan(64 * unit);
    }
  });

  it.each(shapes.map((shape) => [shape]))('has the gradients that central differences give for %j', (shape) => {
    const channels = shape[shape.length - 1];
    const values = [numbers(tf.util.sizeFromShape(shape), 1), numbers(channels, 2), numbers(channels, 3)];
    const inputs = values.map((of) => Float64Array.from(of));
    const weights = numbers(inputs[0].length, 4);
    const loss = ([x, scale, offset]: Float64Array[]): number =>
      reference(x, scale, offset, channels).y.reduce((sum, value, i) => sum + value * weights[i], 0);
    const gradients = tf.grads(
      (x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor) => batchNormTraining(x, scale as tf.Tensor1D, offset as tf.Tensor1D, epsilon).y,
    )([tf.tensor(values[0], shape), tf.tensor1d(values[1]), tf.tensor1d(values[2])], tf.tensor(weights, shape));
    const h = 1e-5;
    gradients.forEach((gradient, which) => {
      const actual = gradient.dataSync();
      for (let i = 0; i < actual.length; i += Math.max(1, Math.floor(actual.length / 30))) {
        const at = (step: number): number =>
          loss(inputs.map((input, k) => (k === which ? input.map((v, j) => v + (i === j ? step : 0)) : input)));
        const expected = (at(h) - at(-h)) / (2 * h);
        // float32 sums of up to 272 terms of size 1 on our side; h^2 and 2^-52 / h on the other.
        expect(Math.abs(actual[i] - expected), `input ${which}, entry ${i}`).toBeLessThan(2e-5 * Math.max(1, Math.abs(expected)));
      }
    });
  });

  it('gives identical bits when repeated', () => {
    const [first, second] = [1, 2].map(() =>
      bits(batchNormTraining(tensor([50, 7], 1), tensor([7], 2) as tf.Tensor1D, tensor([7], 3) as tf.Tensor1D, epsilon).y),
    );
    expect(second).toEqual(first);
  });

  it('says which sizes do not fit', () => {
    const four = tf.ones<tf.Rank.R1>([4]);
    expect(() => batchNormTraining(tf.ones([2, 3]), four, four, epsilon)).toThrow(/\[2, 3\].*3 values.*4 and 4/);
  });
});

describe('FusedBatchNorm', () => {
  it('equals tfjs on the cpu backend, with and without scale and offset', async () => {
    for (const shape of [
      [3, 4, 5, 7],
      [2, 3, 3, 16],
    ]) {
      for (const [withScale, withOffset] of [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ]) {
        const { cpu, wasm } = await onBoth(() => {
          const channels = [shape[3]];
          return tf.batchNorm4d(
            tensor(shape, 1) as tf.Tensor4D,
            tensor(channels, 2) as tf.Tensor1D,
            tf.abs(tensor(channels, 3)) as tf.Tensor1D,
            withOffset ? (tensor(channels, 4) as tf.Tensor1D) : undefined,
            withScale ? (tensor(channels, 5) as tf.Tensor1D) : undefined,
            epsilon,
          );
        });
        // Values up to 32 (1 / sqrt(epsilon)), in float32 on both sides.
        expect(largestDifference(wasm[0], cpu[0])).toBeLessThan(2e-5);
      }
    }
  });
});
