import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '../../../../src/nn/tf.ts';
import { largestDifference, onBoth, startWithKernels, tensor } from './setup.ts';

beforeAll(async () => {
  await startWithKernels();
});

describe('the gradient of relu', () => {
  it('passes dy where the input is positive, exactly, for awkward sizes', async () => {
    for (const n of [1, 2, 3, 4, 5, 7, 10, 272, 1023]) {
      const { cpu, wasm } = await onBoth(() => {
        const weights = tensor([n], 2);
        const [x, zero] = [tensor([n], 1), tf.zeros([n])];
        return [x, zero].map((at) => tf.grad((input: tf.Tensor) => tf.sum(tf.mul(tf.relu(input), weights)))(at));
      });
      wasm.forEach((gradient, i) => expect(largestDifference(gradient, cpu[i])).toBe(0));
    }
  });

  it('is one kernel on WebAssembly', async () => {
    await tf.setBackend('wasm');
    const profile = await tf.profile(() => tf.tidy(() => tf.grad((x: tf.Tensor) => tf.relu(x))(tensor([10], 1), tf.ones([10]))));
    const names = profile.kernels.map(({ name }) => name);
    expect(names).toContain('ReluGrad');
    expect(names).not.toContain('Step');
  });
});

describe('Tanh', () => {
  it('is within 2^-22 of the double-precision function, relatively, from 1e-20 to beyond saturation', () => {
    const x = Float32Array.from([
      ...Array.from({ length: 4001 }, (_, i) => (i - 2000) / 200),
      ...Array.from({ length: 60 }, (_, i) => 10 ** (-20 + i / 3)),
      0.625, -0.625, 0.62499994, 88, -1000,
    ]);
    tf.tanh(tf.tensor1d(x)).dataSync().forEach((y, i) => {
      expect(Math.abs(y - Math.tanh(x[i])), `tanh(${x[i]}) = ${y}`).toBeLessThanOrEqual(2 ** -22 * Math.abs(Math.tanh(x[i])));
    });
  });

  it('keeps infinities, NaN and the sign of zero', () => {
    const y = Array.from(tf.tanh(tf.tensor1d([Infinity, -Infinity, NaN, 0, -0])).dataSync());
    expect(y).toEqual([1, -1, NaN, 0, -0]);
  });
});

describe('Prelu', () => {
  it.each([
    [[5, 7], [7]],
    [[5, 7], [5, 7]],
    [[2, 3, 4, 10], [1, 1, 10]],
    [[2, 3, 4, 5], [3, 1, 5]],
    [[3, 6], [1]],
    [[3, 6], []],
    [[272], [272]],
    [[4, 3], [4, 1]],
  ])('of %j with slopes %j equals tfjs on the cpu backend exactly', async (shape, slopes) => {
    const { cpu, wasm } = await onBoth(() => tf.prelu(tensor(shape, 1), tensor(slopes, 2)));
    expect(largestDifference(wasm[0], cpu[0])).toBe(0);
  });
});
