import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '../../../../src/nn/tf.ts';
import { largestDifference, onBoth, startWithKernels, tensor } from './setup.ts';

beforeAll(async () => {
  await startWithKernels();
});

type Shape4 = [number, number, number, number];

interface Case {
  x: Shape4;
  filter: Shape4;
  strides: number | [number, number];
  pad: 'valid' | 'same' | number;
  dilations?: [number, number];
}

const cases: Case[] = [
  { x: [2, 9, 8, 4], filter: [3, 3, 4, 1], strides: 1, pad: 'same' },
  { x: [3, 7, 9, 10], filter: [2, 3, 10, 1], strides: 2, pad: 'valid' },
  { x: [2, 7, 7, 3], filter: [3, 3, 3, 2], strides: 1, pad: 1 },
  { x: [1, 8, 5, 1], filter: [5, 3, 1, 7], strides: [1, 1], pad: 'same' },
  { x: [2, 9, 10, 5], filter: [3, 3, 5, 1], strides: 1, pad: 'same', dilations: [2, 3] },
];

describe.each(cases)('depthwise convolution $x * $filter, $strides, $pad, $dilations', (c) => {
  const convolve = (x: tf.Tensor, filter: tf.Tensor): tf.Tensor =>
    tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, c.strides, c.pad, 'NHWC', c.dilations);

  it('equals tfjs on the cpu backend', async () => {
    const { cpu, wasm } = await onBoth(() => convolve(tensor(c.x, 1), tensor(c.filter, 2)));
    // At most 15 products of values in [-1, 1).
    expect(largestDifference(wasm[0], cpu[0])).toBeLessThan(2e-6);
  });

  // tfjs-core refuses to differentiate a dilated convolution, on every backend.
  it.runIf(c.dilations === undefined)('has the gradients of the cpu backend', async () => {
    const { cpu, wasm } = await onBoth(() => {
      const [x, filter] = [tensor(c.x, 1), tensor(c.filter, 2)];
      return tf.grads(convolve)([x, filter], tensor(convolve(x, filter).shape, 3));
    });
    expect(largestDifference(wasm[0], cpu[0])).toBeLessThan(4e-6);
    // The filter gradient sums up to 180 products.
    expect(largestDifference(wasm[1], cpu[1])).toBeLessThan(1e-5);
  });

  it.each(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu'] as const)('fuses a bias and %s', async (activation) => {
    const { cpu, wasm } = await onBoth(() =>
      tf.fused.depthwiseConv2d({
        x: tensor(c.x, 1) as tf.Tensor4D,
        filter: tensor(c.filter, 2) as tf.Tensor4D,
        strides: c.strides,
        pad: c.pad,
        dilations: c.dilations ?? 1,
        bias: tensor([c.filter[2] * c.filter[3]], 4),
        activation,
        leakyreluAlpha: 0.3,
      }),
    );
    expect(largestDifference(wasm[0], cpu[0])).toBeLessThan(2e-6);
  });
});
