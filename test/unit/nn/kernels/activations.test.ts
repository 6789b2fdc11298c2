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
