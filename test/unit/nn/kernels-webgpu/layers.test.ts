import { beforeAll, describe, expect } from 'vitest';
import { convLayer, denseLayer, type FusedActivation } from '../../../../src/nn/kernels/affine.ts';
import { biasActivationGradient } from '../../../../src/nn/kernels/webgpu/bias-activation.ts';
import type { Dispatcher } from '../../../../src/nn/kernels/webgpu/dispatcher.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { bits, gpuTest, largestDifference, numbers, onCpu, onDevice, startWithKernels, tensor, wrap } from './setup.ts';

let dispatcher: Dispatcher;
beforeAll(async () => {
  dispatcher = await startWithKernels();
});

const plainActivation: Record<FusedActivation, (x: tf.Tensor) => tf.Tensor> = {
  linear: (x) => x,
  relu: tf.relu,
  relu6: (x) => tf.clipByValue(x, 0, 6),
  tanh: tf.tanh,
  sigmoid: tf.sigmoid,
};
const activations = Object.keys(plainActivation) as FusedActivation[];

/** Value and gradients of Σ r ∘ f(inputs) with fixed r, so that each output has its own gradient. */
const withGradients = (f: (...inputs: tf.Tensor[]) => tf.Tensor, shapes: number[][]) => (): tf.Tensor[] => {
  const inputs = shapes.map((shape, i) => tensor(shape, 10 + i));
  let y: tf.Tensor | undefined;
  const grads = tf.grads((...given: tf.Tensor[]) => {
    y = tf.keep(f(...given));
    return tf.sum(tf.mul(y, tensor(y.shape, 99)));
  })(inputs);
  return [y as tf.Tensor, ...grads];
};

async function expectEqual(ours: () => tf.Tensor[], plain: () => tf.Tensor[], tolerance: number): Promise<void> {
  const expected = await onCpu(plain);
  const actual = await onDevice(ours);
  expect(actual.length).toBe(expected.length);
  actual.forEach((values, i) => expect(largestDifference(values, expected[i])).toBeLessThan(tolerance));
}

describe('denseLayer', () => {
  gpuTest.each(activations)('with %s equals the plain expression, value and gradients', async (activation) => {
    const plain = (x: tf.Tensor, w: tf.Tensor, b: tf.Tensor): tf.Tensor =>
      plainActivation[activation](tf.add(tf.matMul(x, w, false, true), b));
    const ours = (x: tf.Tensor, w: tf.Tensor, b: tf.Tensor): tf.Tensor =>
      denseLayer(x as tf.Tensor2D, w as tf.Tensor2D, b as tf.Tensor1D, activation, true);
    const shapes = [[9, 20], [33, 20], [33]];
    // Sums of 20 products below 1, in another order.
    await expectEqual(withGradients(ours, shapes), withGradients(plain, shapes), 1e-5);
  });

  gpuTest('without bias, weights [inputs, outputs]', async () => {
    const plain = (x: tf.Tensor, w: tf.Tensor): tf.Tensor => tf.relu(tf.matMul(x, w));
    const ours = (x: tf.Tensor, w: tf.Tensor): tf.Tensor => denseLayer(x as tf.Tensor2D, w as tf.Tensor2D, undefined, 'relu', false);
    await expectEqual(
      withGradients(ours, [
        [9, 20],
        [20, 6],
      ]),
      withGradients(plain, [
        [9, 20],
        [20, 6],
      ]),
      1e-5,
    );
  });

  gpuTest('leaves no tensor behind', () => {
    const [x, w, b] = [tensor<tf.Rank.R2>([4, 5], 1), tf.variable(tensor([3, 5], 2)), tf.variable(tensor([3], 3))];
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      tf.variableGrads(() => tf.sum(denseLayer(x, w as tf.Tensor2D, b as tf.Tensor1D, 'relu', true)), [w, b]);
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('convLayer', () => {
  gpuTest.each([
    ['valid, stride 1, relu', [1, 1], 'valid', 'relu'],
    ['same, stride 2, tanh', [2, 2], 'same', 'tanh'],
  ] as const)('%s equals the plain expression, value and gradients', async (_name, strides, pad, activation) => {
    const plain = (x: tf.Tensor, f: tf.Tensor, b: tf.Tensor): tf.Tensor =>
      plainActivation[activation](tf.add(tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, [...strides], pad), b));
    const ours = (x: tf.Tensor, f: tf.Tensor, b: tf.Tensor): tf.Tensor =>
      convLayer(x as tf.Tensor4D, f as tf.Tensor4D, b as tf.Tensor1D, { strides: [...strides], pad, activation });
    const shapes = [[2, 7, 6, 3], [3, 3, 3, 5], [5]];
    await expectEqual(withGradients(ours, shapes), withGradients(plain, shapes), 2e-5);
  });
});

describe('biasActivationGradient', () => {
  gpuTest('sums many rows in parts, in an order that never changes', async () => {
    const [rows, columns] = [5000, 18];
    const [dy, y] = [tensor([rows, columns], 1), tensor([rows, columns], 2)];
    const once = async (): Promise<Float32Array[]> => {
      const { sum, bias } = biasActivationGradient(dispatcher, dy, y, 'relu', true);
      return onDevice(() => [wrap(sum), wrap(bias as tf.TensorInfo)]);
    };
    const [sum, bias] = await once();
    const [dyValues, yValues] = [numbers(rows * columns, 1), numbers(rows * columns, 2)];
    const expected = dyValues.map((d, i) => (yValues[i] > 0 ? d : 0));
    expect(largestDifference(sum, expected)).toBe(0);
    const sums = new Float64Array(columns);
    expected.forEach((d, i) => (sums[i % columns] += d));
    // 5,000 float32 terms below 1 summed in parts: about √5000 · 2^-24 · 50.
    expect(largestDifference(bias, sums)).toBeLessThan(1e-4);
    expect((await once()).map(bits)).toEqual([sum, bias].map(bits));
  });
});

gpuTest('ReluGrad passes dy where the output is positive', async () => {
  const [dy, y] = [tensor([1000], 1), tensor([1000], 2)];
  const [actual] = await onDevice(() => tf.engine().runKernel<tf.Tensor>('ReluGrad', { dy, y }));
  expect(actual).toEqual(numbers(1000, 1).map((d, i) => (numbers(1000, 2)[i] > 0 ? d : 0)));
});
