import { beforeAll, describe, expect, it } from 'vitest';
import * as tf from '../../../../src/nn/tf.ts';
import { largestDifference, onBoth, startWithKernels, tensor } from './setup.ts';

beforeAll(async () => {
  await startWithKernels();
});

describe('UnsortedSegmentSum', () => {
  it.each([[1], [3], [7], [10], [64]])('equals tfjs on the cpu backend for rows of %i', async (size) => {
    const { cpu, wasm } = await onBoth(() => {
      const ids = tf.tensor1d([3, 0, 3, 4, 1, 3, 0, 4, 3, 3, 0], 'int32');
      return tf.unsortedSegmentSum(tensor([11, size], 1), ids, 6);
    });
    // Up to five values in [-1, 1), in the same order on both sides or not.
    expect(largestDifference(wasm[0], cpu[0])).toBeLessThan(1e-6);
  });

  it('is the gradient of an embedding look-up with ids of rank 2', async () => {
    const { cpu, wasm } = await onBoth(() => {
      const ids = tf.tensor2d(
        [
          [1, 0, 3],
          [1, 1, 2],
        ],
        [2, 3],
        'int32',
      );
      return tf.grad((table: tf.Tensor) => tf.gather(table, ids))(tensor([5, 7], 2), tensor([2, 3, 7], 3));
    });
    expect(largestDifference(wasm[0], cpu[0])).toBeLessThan(1e-6);
  });

  it('leaves out rows whose id is no segment', () => {
    const ids = tf.tensor1d([0, -1, 2, 9], 'int32');
    const sums = tf.unsortedSegmentSum(
      tf.tensor2d([
        [1, 2],
        [4, 8],
        [16, 32],
        [64, 128],
      ]),
      ids,
      3,
    );
    expect(Array.from(sums.dataSync())).toEqual([1, 2, 0, 0, 16, 32]);
  });
});

describe('GatherV2', () => {
  it.each([[1], [3], [7], [10], [64]])('equals tfjs on the cpu backend for rows of %i, with ids of rank 1 and 2', async (size) => {
    for (const dtype of ['float32', 'int32'] as const) {
      const { cpu, wasm } = await onBoth(() => {
        const table = tf.cast(tf.mul(tensor([5, size], 1), 100), dtype);
        const ids = tf.tensor2d(
          [
            [3, 0, 3],
            [4, 1, 2],
          ],
          [2, 3],
          'int32',
        );
        return [tf.gather(table, ids), tf.gather(table, tf.tensor1d([4, 4, 0], 'int32'))];
      });
      expect(wasm).toEqual(cpu);
    }
  });

  it('along other dimensions equals tfjs on the cpu backend', async () => {
    const { cpu, wasm } = await onBoth(() => tf.gather(tensor([3, 5, 2], 1), tf.tensor1d([4, 0], 'int32'), 1));
    expect(wasm).toEqual(cpu);
  });

  it('names an index that is no row, and keeps no tensor', () => {
    const [table, ids] = [tf.ones([3, 2]), tf.tensor1d([0, 2, 3], 'int32')];
    const before = tf.backend().numDataIds();
    expect(() => tf.gather(table, ids)).toThrow(/index 2 is 3.*0 to 2/);
    expect(tf.backend().numDataIds()).toBe(before);
  });
});
