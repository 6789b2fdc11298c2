import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '../../../../src/nn/tf.ts';
import { largestDifference, numbers, onBoth, startWithKernels, tensor } from './setup.ts';

beforeAll(async () => {
  await startWithKernels();
});

type Shape4 = [number, number, number, number];

const cases: [Shape4, [number, number], [number, number], 'valid' | 'same' | number][] = [
  [[2, 8, 8, 20], [2, 2], [2, 2], 'valid'],
  [[3, 9, 8, 7], [2, 2], [2, 2], 'valid'],
  [[1, 4, 4, 1], [2, 2], [2, 2], 'same'],
  [[2, 9, 7, 3], [2, 2], [2, 2], 'same'],
  [[1, 10, 7, 1], [3, 3], [2, 2], 'same'],
  [[3, 7, 7, 10], [3, 2], [1, 1], 'valid'],
  [[2, 5, 6, 7], [5, 6], [1, 1], 'valid'],
  [[1, 6, 6, 5], [3, 3], [2, 3], 1],
];

describe.each(cases)('max-pooling of %j, window %j, strides %j, %s', (shape, size, strides, pad) => {
  // Small integers: several equal values in most windows, and every sum exact, so that the comparison is exact too.
  it.each([
    ['values of both signs', -3],
    ['negative values only, which tfjs-wasm 4.22 gives no gradient', -9],
  ])('equals tfjs on the cpu backend for %s', async (_name, lowest) => {
    const { cpu, wasm } = await onBoth(() => {
      const x = tf.add(tf.floor(tf.mul(tensor(shape, 1), 3.5)), lowest + 3);
      const pool = (input: tf.Tensor): tf.Tensor => tf.maxPool(input as tf.Tensor4D, size, strides, pad);
      const y = pool(x);
      return [y, tf.grad(pool)(x, tf.floor(tf.mul(tensor(y.shape, 2), 10)))];
    });
    expect(wasm[0]).toEqual(cpu[0]);
    // A zero may have either sign.
    expect(wasm[1].map((value) => value + 0)).toEqual(cpu[1].map((value) => value + 0));
  });
});

describe('max-pooling', () => {
  it('gives the gradient to the first place of a window of -infinity', () => {
    const x = tf.tensor4d(Array<number>(4).fill(-Infinity), [1, 2, 2, 1]);
    const dx = tf.grad((input: tf.Tensor) => tf.maxPool(input as tf.Tensor4D, 2, 2, 'valid'))(x, tf.ones([1, 1, 1, 1]));
    expect(Array.from(dx.dataSync())).toEqual([1, 0, 0, 0]);
  });
});

describe.each(cases)('average pooling of %j, window %j, strides %j, %s', (shape, size, strides, pad) => {
  const pool = (input: tf.Tensor): tf.Tensor => tf.avgPool(input as tf.Tensor4D, size, strides, pad);

  it('equals tfjs on the cpu backend', async () => {
    const { cpu, wasm } = await onBoth(() => pool(tensor(shape, 1)));
    // Up to 30 values in [-1, 1).
    expect(largestDifference(wasm[0], cpu[0])).toBeLessThan(1e-6);
  });

  it('has the gradient that differences give, at padded edges too, where the cpu backend of tfjs is wrong', () => {
    const values = numbers(tf.util.sizeFromShape(shape), 2);
    const weights = numbers(pool(tf.tensor(values, shape)).size, 3);
    const gradient = tf
      .grad(pool)(tf.tensor(values, shape), tf.tensor(weights, pool(tf.tensor(values, shape)).shape))
      .dataSync();
    // The pooling is linear, so that float32 differences over a whole unit are as exact as its sums.
    const loss = (x: Float32Array): number =>
      Array.from(pool(tf.tensor(x, shape)).dataSync()).reduce((sum, y, i) => sum + y * weights[i], 0);
    for (let i = 0; i < gradient.length; i += Math.max(1, Math.floor(gradient.length / 20))) {
      const [up, down] = [1, -1].map((step) => loss(values.map((value, k) => (k === i ? value + step : value))));
      expect(Math.abs(gradient[i] - (up - down) / 2)).toBeLessThan(1e-5);
    }
  });
});
