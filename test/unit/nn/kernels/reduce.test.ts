import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '../../../../src/nn/tf.ts';
import { largestDifference, onBoth, startWithKernels, tensor } from './setup.ts';

beforeAll(async () => {
  await startWithKernels();
});

const cases: [number[], number[] | undefined][] = [
  [[7], undefined],
  [[272, 10], [0]],
  [[272, 10], [1]],
  [[3, 37], [0]],
  [[5, 33], [1]],
  [
    [4, 6, 5, 7],
    [0, 1, 2],
  ],
  [
    [4, 6, 5, 17],
    [1, 2],
  ],
  [
    [4, 6, 5, 7],
    [3, 2],
  ],
  [
    [3, 1, 5, 1, 7],
    [1, 2],
  ],
  [
    [4, 6, 5, 7],
    [0, 2],
  ],
  [[1, 3], [0]],
  [[], undefined],
];

describe.each([
  ['sum', tf.sum],
  ['mean', tf.mean],
] as const)('%s', (_name, reduce) => {
  it.each(cases)('of %j over %j equals tfjs on the cpu backend', async (shape, axes) => {
    for (const keepDims of [false, true]) {
      const shapes: number[][] = [];
      const { cpu, wasm } = await onBoth(() => {
        const result = reduce(tensor(shape, 1), axes, keepDims);
        shapes.push(result.shape);
        return result;
      });
      expect(shapes[1]).toEqual(shapes[0]);
      // At most 1000 values in [-1, 1): ours is exact to half a unit of the result, the other side adds in float32.
      expect(largestDifference(wasm[0], cpu[0])).toBeLessThan(2e-5);
    }
  });

  it('leaves int32 and bool tensors to tfjs', async () => {
    const { cpu, wasm } = await onBoth(() => [
      reduce(
        tf.tensor2d(
          [
            [1, 2],
            [3, 5],
          ],
          [2, 2],
          'int32',
        ),
        0,
      ),
      reduce(
        tf.tensor2d(
          [
            [true, false],
            [true, true],
          ],
          [2, 2],
          'bool',
        ),
        0,
      ),
    ]);
    expect(wasm).toEqual(cpu);
  });
});

describe('sum', () => {
  it('loses nothing over a million values', () => {
    // In float32 one after the other, 2^24 + 1 + 1 + ... stays at 2^24.
    const ones = tf.ones([1_000_000]);
    expect(tf.sum(tf.concat([tf.tensor1d([2 ** 24]), ones])).dataSync()[0]).toBe(2 ** 24 + 1_000_000);
  });

  it('of nothing is zero', () => {
    expect(Array.from(tf.sum(tf.zeros([0, 3]), 0).dataSync())).toEqual([0, 0, 0]);
  });
});
