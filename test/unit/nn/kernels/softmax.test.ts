import { beforeAll, describe, expect, it } from 'vitest';
import { logSoftmax } from '../../../../src/nn/kernels/wasm/softmax.ts';
import type { KernelModule } from '../../../../src/nn/kernels/wasm/module.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { centralDifference, largestDifference, memoryOver, numbers, onBoth, startWithKernels, tensor } from './setup.ts';

let kernels: KernelModule;
beforeAll(async () => {
  kernels = await startWithKernels();
});

/** Softmax of rows of n in double precision. */
function reference(x: ArrayLike<number>, n: number): Float64Array {
  const y = new Float64Array(x.length);
  for (let first = 0; first < x.length; first += n) {
    const row = Float64Array.from({ length: n }, (_, i) => x[first + i]);
    const top = Math.max(...row);
    const sum = row.reduce((total, value) => total + Math.exp(value - top), 0);
    row.forEach((value, i) => (y[first + i] = Math.exp(value - top) / sum));
  }
  return y;
}

/** Its logarithm. */
function logReference(x: ArrayLike<number>, n: number): Float64Array {
  return Float64Array.from({ length: x.length }, (_, at) => {
    const row = Float64Array.from({ length: n }, (__, i) => x[at - (at % n) + i]);
    const top = Math.max(...row);
    return x[at] - top - Math.log(row.reduce((total, value) => total + Math.exp(value - top), 0));
  });
}

const shapes = [[1], [3], [5, 1], [7, 3], [2, 3, 10], [2, 2, 5, 64], [3, 272]];

describe('Softmax', () => {
  it.each(shapes.map((shape) => [shape]))('equals the formula in double precision for %j, also where it is steep', (shape) => {
    for (const factor of [1, 30]) {
      const x = numbers(tf.util.sizeFromShape(shape), 1).map((value) => value * factor);
      const y = tf.softmax(tf.tensor(x, shape)).dataSync();
      // exp is good to 2^-22 of itself, the difference to the largest value is rounded to 2^-24 of up to 60.
      expect(largestDifference(y, reference(x, shape[shape.length - 1]))).toBeLessThan(factor === 1 ? 2 ** -21 : 2 ** -18);
    }
  });

  it('leaves exactly nothing where -1e9 was added', () => {
    const y = Array.from(tf.softmax(tf.tensor1d([1, -1e9, 1, -1e9 + 3, 1])).dataSync());
    expect([y[1], y[3]]).toEqual([0, 0]);
    expect(y[0]).toBeCloseTo(1 / 3, 6);
  });

  it.each(shapes.map((shape) => [shape]))('has the gradient that central differences give for %j', (shape) => {
    const n = shape[shape.length - 1];
    const values = numbers(tf.util.sizeFromShape(shape), 2);
    const weights = numbers(values.length, 3);
    const actual = tf
      .grad((x: tf.Tensor) => tf.softmax(x))(tf.tensor(values, shape), tf.tensor(weights, shape))
      .dataSync();
    const loss = (x: Float64Array): number => reference(x, n).reduce((sum, y, i) => sum + y * weights[i], 0);
    for (let i = 0; i < actual.length; i += Math.max(1, Math.floor(actual.length / 30))) {
      expect(Math.abs(actual[i] - centralDifference(loss, Float64Array.from(values), i))).toBeLessThan(1e-6);
    }
  });

  it('is one kernel each way', async () => {
    const profile = await tf.profile(() => tf.tidy(() => tf.grad((x: tf.Tensor) => tf.softmax(x))(tensor([3, 5], 1), tf.ones([3, 5]))));
    const names = profile.kernels.map(({ name }) => name).filter((name) => name !== 'Identity');
    expect(names).toEqual(expect.arrayContaining(['Softmax', 'SoftmaxGrad']));
    expect(names).not.toContain('Multiply');
  });

  it('leaves the gradient on other backends to tfjs', async () => {
    const { cpu, wasm } = await onBoth(() => tf.grad((x: tf.Tensor) => tf.softmax(x))(tensor([4, 9], 1), tensor([4, 9], 2)));
    expect(largestDifference(wasm[0], cpu[0])).toBeLessThan(1e-6);
  });

  it('keeps neither tensors nor heap', () => {
    const x = tensor([9, 7], 1);
    const { before, after } = memoryOver(
      () => tf.tidy(() => void tf.grad((input: tf.Tensor) => tf.softmax(input))(x)),
      () => kernels.heap.memory.buffer.byteLength,
    );
    expect(after).toEqual(before);
  });
});

describe('LogSoftmax', () => {
  it.each(shapes.map((shape) => [shape]))('equals the formula in double precision for %j, also where it is steep', (shape) => {
    for (const factor of [1, 30]) {
      const x = numbers(tf.util.sizeFromShape(shape), 1).map((value) => value * factor);
      const y = logSoftmax(tf.tensor(x, shape)).dataSync();
      // Differences of values up to 60 and 120, each rounded to 2^-24 of itself.
      expect(largestDifference(y, logReference(x, shape[shape.length - 1]))).toBeLessThan(factor === 1 ? 2 ** -20 : 2 ** -16);
    }
  });

  it.each(shapes.map((shape) => [shape]))('has the gradient that central differences give for %j', (shape) => {
    const n = shape[shape.length - 1];
    const values = numbers(tf.util.sizeFromShape(shape), 2);
    const weights = numbers(values.length, 3);
    const actual = tf
      .grad((x: tf.Tensor) => logSoftmax(x))(tf.tensor(values, shape), tf.tensor(weights, shape))
      .dataSync();
    const loss = (x: Float64Array): number => logReference(x, n).reduce((sum, y, i) => sum + y * weights[i], 0);
    for (let i = 0; i < actual.length; i += Math.max(1, Math.floor(actual.length / 30))) {
      expect(Math.abs(actual[i] - centralDifference(loss, Float64Array.from(values), i))).toBeLessThan(2e-6);
    }
  });

  it('agrees with tfjs’s own operation on the cpu backend, value and gradient', async () => {
    const operation = (): typeof logSoftmax => (tf.getBackend() === 'wasm' ? logSoftmax : (x) => tf.logSoftmax(x));
    const { cpu, wasm } = await onBoth(() => [
      operation()(tensor([4, 9], 1)),
      tf.grad((x: tf.Tensor) => operation()(x))(tensor([4, 9], 1), tensor([4, 9], 2)),
    ]);
    wasm.forEach((values, i) => expect(largestDifference(values, cpu[i])).toBeLessThan(1e-6));
  });
});
