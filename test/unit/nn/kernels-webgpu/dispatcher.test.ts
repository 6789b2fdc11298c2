import { beforeAll, describe, expect, test } from 'vitest';
import { activationGradient } from '../../../../src/nn/kernels/webgpu/bias-activation.ts';
import { Dispatcher, findDispatcher, flatGroups, manyGroups } from '../../../../src/nn/kernels/webgpu/dispatcher.ts';
import { updateInPlace } from '../../../../src/nn/kernels/webgpu/optimizer.ts';
import { registerWebGpuKernels } from '../../../../src/nn/kernels/webgpu/register.ts';
import { StepBuffer } from '../../../../src/nn/kernels/webgpu/step-buffer.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { gpuTest, startWithKernels, wrap } from './setup.ts';

let dispatcher: Dispatcher;
beforeAll(async () => {
  dispatcher = await startWithKernels();
});

/** weights −= rate · gradient, through the dispatcher. */
function subtract(step: StepBuffer, weights: tf.Tensor, gradient: tf.Tensor): void {
  updateInPlace(dispatcher, step, { weights, gradient }, { rule: 'sgd' });
}

test('groups cover every element and stay within the device’s limit', () => {
  for (const elements of [1, 255, 256, 257, 65_535 * 256, 65_535 * 256 + 1, 2 ** 30]) {
    const [x, y, z] = flatGroups(elements);
    expect(x * y * z * 256).toBeGreaterThanOrEqual(elements);
    expect(Math.max(x, y, z)).toBeLessThanOrEqual(65_535);
  }
  expect(manyGroups(10)).toEqual([10, 1, 1]);
});

describe('Dispatcher', () => {
  gpuTest('what was read before is not read again after a change in place', async () => {
    const step = new StepBuffer(dispatcher);
    const weights = tf.variable(tf.tensor1d([1, 2, 3]));
    expect(Array.from(await weights.data())).toEqual([1, 2, 3]);
    step.write({ learningRate: 2 });
    subtract(step, weights, tf.ones([3]));
    expect(Array.from(await weights.data())).toEqual([-1, 0, 1]);
    expect(Array.from(await tf.mul(weights, 10).data())).toEqual([-10, 0, 10]);
  });

  gpuTest('a write takes effect behind the dispatches recorded before it', async () => {
    const step = new StepBuffer(dispatcher);
    const weights = tf.tensor1d([0]);
    for (const learningRate of [1, 10, 100]) {
      step.write({ learningRate });
      subtract(step, weights, tf.tensor1d([-1]));
    }
    const doubled = tf.mul(weights, 2);
    dispatcher.write(weights, new Float32Array([7]));
    expect(Array.from(await doubled.data())).toEqual([222]);
    expect(Array.from(await weights.data())).toEqual([7]);
    expect(() => dispatcher.write(weights, new Float32Array(2))).toThrow(/shape \[1\].*2 values/);
  });

  gpuTest('runs in order with tfjs’s own dispatches, over many of its submits', async () => {
    const step = new StepBuffer(dispatcher);
    step.write({ learningRate: 1 });
    const weights = tf.tensor1d([1, 1]);
    const sums: tf.Tensor[] = [];
    for (let i = 0; i < 14; i++) {
      const doubled = tf.mul(weights, -2);
      subtract(step, weights, doubled);
      doubled.dispose();
      sums.push(tf.sum(weights));
    }
    const values = await Promise.all(sums.map((sum) => sum.data()));
    expect(values.map(([value]) => value)).toEqual(values.map((_, i) => 2 * 3 ** (i + 1)));
  });

  gpuTest('reaches elements beyond 65,535 groups', async () => {
    const elements = 65_535 * 256 + 3;
    const y = tf.ones([elements]);
    const dy = tf.mul(y, 3);
    const dx = wrap(activationGradient(dispatcher, dy, y, 'relu'));
    const [first, last, sum] = await Promise.all(
      [tf.slice(dx, 0, 2), tf.slice(dx, elements - 4, 4), tf.min(dx)].map((part) => part.data()),
    );
    expect([...first, ...last, ...sum]).toEqual([3, 3, 3, 3, 3, 3, 3]);
    tf.dispose([dy, y, dx]);
  });
});

describe('registerWebGpuKernels', () => {
  gpuTest('a second call gives the same dispatcher', () => {
    expect(registerWebGpuKernels()).toBe(dispatcher);
    expect(findDispatcher()).toBe(dispatcher);
  });

  gpuTest('on another backend says what to do', async () => {
    await tf.setBackend('cpu');
    expect(() => registerWebGpuKernels()).toThrow(/tf\.setBackend\("webgpu"\)/);
    expect(findDispatcher()).toBeUndefined();
    await tf.setBackend('webgpu');
  });
});
