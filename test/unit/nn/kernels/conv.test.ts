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
  pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  dilations?: [number, number];
}

const cases: Case[] = [
  { x: [2, 9, 8, 3], filter: [3, 3, 3, 10], strides: 1, pad: 'valid' },
  { x: [2, 9, 8, 3], filter: [3, 3, 3, 10], strides: 1, pad: 'same' },
  { x: [3, 11, 7, 1], filter: [5, 5, 1, 7], strides: 1, pad: 'same' },
  { x: [1, 10, 10, 7], filter: [2, 4, 7, 1], strides: [2, 1], pad: 'same' },
  { x: [2, 13, 9, 5], filter: [3, 2, 5, 17], strides: [1, 3], pad: 'valid' },
  { x: [2, 7, 7, 4], filter: [1, 1, 4, 9], strides: 1, pad: 'valid' },
  { x: [2, 7, 7, 4], filter: [1, 1, 4, 9], strides: 2, pad: 'same' },
  { x: [1, 5, 5, 2], filter: [5, 5, 2, 3], strides: 1, pad: 'valid' },
  { x: [2, 6, 6, 3], filter: [3, 3, 3, 4], strides: 1, pad: 2 },
  {
    x: [1, 6, 8, 3],
    filter: [3, 3, 3, 4],
    strides: 1,
    pad: [
      [0, 0],
      [2, 0],
      [1, 2],
      [0, 0],
    ],
  },
  { x: [2, 20, 19, 20], filter: [5, 5, 20, 50], strides: 1, pad: 'valid' },
];

const dilated: Case[] = [
  { x: [2, 9, 10, 3], filter: [3, 3, 3, 4], strides: 1, pad: 'same', dilations: [2, 3] },
  { x: [1, 11, 9, 5], filter: [2, 3, 5, 10], strides: 1, pad: 'valid', dilations: [3, 2] },
];

/**
 * Sums of k products of values in [-1, 1), in float32 on both sides: 4 k 2^-24 each, as for the matrix product. For the filter
 * gradient k is the number of output pixels.
 */
const tolerance = (k: number): number => 8 * Math.max(k, 4) * 2 ** -24;

describe('Conv2D', () => {
  it.each([...cases, ...dilated])('equals tfjs on the cpu backend: $x * $filter, $strides, $pad, $dilations', async (c) => {
    const { cpu, wasm } = await onBoth(() =>
      tf.conv2d(tensor(c.x, 1) as tf.Tensor4D, tensor(c.filter, 2) as tf.Tensor4D, c.strides, c.pad, 'NHWC', c.dilations),
    );
    const [height, width, channels] = c.filter;
    expect(largestDifference(wasm[0], cpu[0])).toBeLessThan(tolerance(height * width * channels));
  });

  it.each(cases)('has the gradients of the cpu backend: $x * $filter, $strides, $pad', async (c) => {
    let outputs = 0;
    const { cpu, wasm } = await onBoth(() => {
      const [x, filter] = [tensor(c.x, 1), tensor(c.filter, 2)];
      const convolve = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, c.strides, c.pad);
      const { shape } = convolve(x, filter);
      outputs = tf.util.sizeFromShape(shape);
      return tf.grads(convolve)([x, filter], tensor(shape, 3));
    });
    const [height, width, , outChannels] = c.filter;
    expect(largestDifference(wasm[0], cpu[0])).toBeLessThan(tolerance(height * width * outChannels));
    expect(largestDifference(wasm[1], cpu[1])).toBeLessThan(tolerance(outputs / outChannels));
  });

  it('has the adjoint as gradient: <conv(x, f), dy> = <x, dx> = <f, df>', () => {
    const [x, filter] = [tensor([2, 9, 8, 3], 1), tensor([3, 3, 3, 10], 2)];
    const convolve = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, 'same');
    const y = convolve(x, filter);
    const dy = tensor(y.shape, 3);
    const [dx, dFilter] = tf.grads(convolve)([x, filter], dy);
    const inner = (a: tf.Tensor, b: tf.Tensor): number => {
      const other = b.dataSync();
      return Array.from(a.dataSync()).reduce((sum, value, i) => sum + value * other[i], 0);
    };
    expect(inner(dx, x)).toBeCloseTo(inner(y, dy), 3);
    expect(inner(dFilter, filter)).toBeCloseTo(inner(y, dy), 3);
  });

  it('serves conv2dTranspose', async () => {
    const { cpu, wasm } = await onBoth(() =>
      tf.conv2dTranspose(tensor([2, 4, 5, 6], 4) as tf.Tensor4D, tensor([3, 3, 7, 6], 5) as tf.Tensor4D, [2, 9, 11, 7], 2, 'valid'),
    );
    expect(largestDifference(wasm[0], cpu[0])).toBeLessThan(tolerance(54));
  });

  it('refuses channels first, saying what it takes', () => {
    const [x, filter] = [tf.ones<tf.Rank.R4>([1, 3, 5, 5]), tf.ones<tf.Rank.R4>([3, 3, 3, 2])];
    expect(() => tf.conv2d(x, filter, 1, 'valid', 'NCHW')).toThrow(/NHWC.*NCHW/);
  });
});

describe('FusedConv2D', () => {
  const activations = ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const;

  it.each(activations)('equals tfjs on the cpu backend with %s, with and without bias', async (activation) => {
    for (const c of [...cases.slice(0, 7), ...dilated]) {
      const channels = c.filter[3];
      for (const biasShape of [undefined, [channels]]) {
        const { cpu, wasm } = await onBoth(() =>
          tf.fused.conv2d({
            x: tensor(c.x, 1) as tf.Tensor4D,
            filter: tensor(c.filter, 2) as tf.Tensor4D,
            strides: c.strides,
            pad: c.pad,
            dilations: c.dilations ?? 1,
            activation,
            ...(biasShape ? { bias: tensor(biasShape, 6) } : {}),
            leakyreluAlpha: 0.3,
            preluActivationWeights: tensor([channels], 7),
          }),
        );
        expect(largestDifference(wasm[0], cpu[0])).toBeLessThan(tolerance(c.filter[0] * c.filter[1] * c.filter[2]));
      }
    }
  });
});
