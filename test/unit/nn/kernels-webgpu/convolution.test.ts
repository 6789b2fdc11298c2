import { beforeAll, describe, expect } from 'vitest';
import type { Dispatcher } from '../../../../src/nn/kernels/webgpu/dispatcher.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { bits, gpuTest, largestDifference, onCpu, onDevice, startWithKernels, tensor } from './setup.ts';

let dispatcher: Dispatcher;
beforeAll(async () => {
  dispatcher = await startWithKernels();
});

describe('Conv2DBackpropFilter', () => {
  type Shape = tf.ShapeMap['R4'];
  const cases: [name: string, x: Shape, filter: Shape, strides: number, pad: 'valid' | 'same' | number][] = [
    ['a patch of one pixel', [1, 5, 5, 2], [1, 1, 2, 3], 1, 'valid'],
    ['3 × 3, padded', [2, 8, 7, 3], [3, 3, 3, 4], 1, 'same'],
    ['stride 2, uneven', [3, 9, 8, 2], [3, 2, 2, 5], 2, 'same'],
    ['explicit padding', [2, 6, 6, 2], [3, 3, 2, 2], 1, 2],
    ['more than one tile of weights and channels, positions in parts', [4, 12, 12, 5], [5, 5, 5, 40], 1, 'valid'],
  ];
  gpuTest.each(cases)('%s equals tfjs on the cpu backend', async (_name, xShape, filterShape, strides, pad) => {
    const gradient = (): tf.Tensor => {
      const x = tensor<tf.Rank.R4>(xShape, 1);
      const f = (filter: tf.Tensor): tf.Tensor => tf.conv2d(x, filter as tf.Tensor4D, strides, pad);
      const filter = tensor(filterShape, 2);
      return tf.grad((given) => tf.sum(tf.mul(f(given), tensor(f(filter).shape, 3))))(filter);
    };
    const [expected] = await onCpu(gradient);
    const [actual] = await onDevice(gradient);
    // Up to 256 products below 1, in another order.
    expect(largestDifference(actual, expected)).toBeLessThan(5e-5);
    expect(bits((await onDevice(gradient))[0])).toEqual(bits(actual));
  });

  gpuTest('with dilation equals a plain sum over positions', async () => {
    const [x, dy] = [tensor<tf.Rank.R4>([2, 7, 7, 2], 1), tensor<tf.Rank.R4>([2, 3, 3, 3], 2)];
    const attrs = { strides: [1, 1], pad: 'valid', dataFormat: 'NHWC', dilations: [2, 2], filterShape: [3, 3, 2, 3] };
    const [actual] = await onDevice(() => tf.engine().runKernel<tf.Tensor>('Conv2DBackpropFilter', { x, dy }, attrs));
    const [xs, dys] = [await x.array(), await dy.array()] as [number[][][][], number[][][][]];
    const expected: number[] = [];
    for (let ky = 0; ky < 3; ky++)
      for (let kx = 0; kx < 3; kx++)
        for (let c = 0; c < 2; c++)
          for (let o = 0; o < 3; o++) {
            let sum = 0;
            for (let b = 0; b < 2; b++)
              for (let r = 0; r < 3; r++) for (let q = 0; q < 3; q++) sum += xs[b][r + 2 * ky][q + 2 * kx][c] * dys[b][r][q][o];
            expected.push(sum);
          }
    expect(largestDifference(actual, expected)).toBeLessThan(1e-5);
  });

  gpuTest('refuses channels first', () => {
    const attrs = { strides: [1, 1], pad: 'valid', dataFormat: 'NCHW', filterShape: [1, 1, 2, 3] };
    const run = (): unknown =>
      tf.engine().runKernel('Conv2DBackpropFilter', { x: tf.zeros([1, 2, 4, 4]), dy: tf.zeros([1, 3, 4, 4]) }, attrs);
    expect(run).toThrow(/NHWC/);
  });
});

describe('MaxPoolGrad', () => {
  const cases: [name: string, size: [number, number], strides: [number, number], pad: 'valid' | 'same', shift: number][] = [
    ['2 × 2', [2, 2], [2, 2], 'valid', 0],
    ['overlapping 3 × 3 at stride 2, padded', [3, 3], [2, 2], 'same', 0],
    ['overlapping 3 × 2 at stride 1', [3, 2], [1, 1], 'valid', 0],
    ['gaps between windows', [1, 2], [2, 3], 'valid', 0],
    ['all values negative, padded', [3, 3], [2, 2], 'same', -5],
  ];
  gpuTest.each(cases)('%s equals tfjs on the cpu backend', async (_name, size, strides, pad, shift) => {
    const gradient = (): tf.Tensor => {
      const x = tf.add(tensor([2, 7, 8, 3], 1), shift);
      const f = (given: tf.Tensor): tf.Tensor => tf.maxPool(given as tf.Tensor4D, size, strides, pad);
      return tf.grad((given) => tf.sum(tf.mul(f(given), tensor(f(x).shape, 2))))(x);
    };
    expect(largestDifference((await onDevice(gradient))[0], (await onCpu(gradient))[0])).toBeLessThan(1e-6);
  });

  gpuTest('gives a window of equal values to the first of them', async () => {
    const [actual] = await onDevice(() => tf.grad((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid'))(tf.ones([1, 4, 4, 1])));
    expect(Array.from(actual)).toEqual([1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0]);
  });
});

describe('UnsortedSegmentSum', () => {
  gpuTest('is the gradient of an embedding, with the same bits every time', async () => {
    const ids = Array.from({ length: 70 }, (_, i) => (i * i) % 11);
    const gradient = (): tf.Tensor =>
      tf.grad((table) => tf.mul(tf.gather(table, tf.tensor1d(ids, 'int32')), tensor([70, 6], 2)))(tensor([13, 6], 1));
    const [actual] = await onDevice(gradient);
    expect(largestDifference(actual, (await onCpu(gradient))[0])).toBeLessThan(2e-6);
    expect(bits((await onDevice(gradient))[0])).toEqual(bits(actual));
  });
});

describe('products with a long inner dimension', () => {
  const programs = (): string[] => Object.keys((dispatcher.backend as unknown as { pipelineCache: object }).pipelineCache);

  gpuTest('are never split over float atomics', async () => {
    const product = (): tf.Tensor => tf.matMul(tensor([2048, 12], 1), tensor([2048, 14], 2), true);
    const [actual] = await onDevice(product);
    // 2,048 products below 1 in another order.
    expect(largestDifference(actual, (await onCpu(product))[0])).toBeLessThan(2e-4);
    const [fused] = await onDevice(() =>
      tf.fused.matMul({ a: tensor([12, 2048], 1), b: tensor([2048, 14], 2), bias: tensor([14], 3), activation: 'relu' }),
    );
    expect(fused.length).toBe(12 * 14);
    const wholeImage = (): tf.Tensor =>
      tf.conv2d(tensor<tf.Rank.R4>([16, 16, 8, 16], 1), tensor<tf.Rank.R4>([16, 8, 16, 10], 2), 1, 'valid');
    expect(largestDifference((await onDevice(wholeImage))[0], (await onCpu(wholeImage))[0])).toBeLessThan(2e-4);
    expect(programs().filter((key) => /splitk/i.test(key))).toEqual([]);
    // The same through tfjs's flag: what it would be called if it were there.
    tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', 1);
    await onDevice(() => tf.matMul(tensor([40, 30], 1), tensor([30, 40], 2)));
    tf.env().set('WEBGPU_MATMUL_PROGRAM_TYPE', -1);
    expect(programs().filter((key) => /splitk/i.test(key)).length).toBe(1);
  });
});
