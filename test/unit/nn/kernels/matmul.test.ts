import * as tf from '../../../../src/nn/tf.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import type { KernelModule } from '../../../../src/nn/kernels/wasm/module.ts';
import { bits, largestDifference, numbers, onBoth, startWithKernels, tensor } from './setup.ts';

let kernels: KernelModule;
beforeAll(async () => {
  kernels = await startWithKernels();
});

/**
 * Forward error of a sum of k float32 products of values in [-1, 1): at most k * 2^-24 * sum |a b| in the worst case, which is
 * k^2 * 2^-24; rounding errors have both signs, so the typical size grows with k instead. 4 k 2^-24 leaves room for the
 * worst of the 400 000 entries of the largest case and is still 500 times smaller than one missing product.
 */
const tolerance = (k: number): number => 4 * Math.max(k, 4) * 2 ** -24;

function reference(
  a: Float32Array,
  b: Float32Array,
  m: number,
  k: number,
  n: number,
  transposeA: boolean,
  transposeB: boolean,
): Float64Array {
  const c = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) {
      const left = a[transposeA ? p * m + i : i * k + p];
      for (let j = 0; j < n; j++) {
        c[i * n + j] = c[i * n + j] + left * b[transposeB ? j * k + p : p * n + j];
      }
    }
  }
  return c;
}

const flip = (shape: number[], transposed: boolean): number[] =>
  transposed ? [...shape.slice(0, -2), ...shape.slice(-2).reverse()] : shape;

const forms = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const;

describe('BatchMatMul', () => {
  const sizes = [1, 3, 7, 10, 33, 272];
  const shapes = [
    ...sizes.flatMap((m) => sizes.flatMap((k) => sizes.map((n) => [m, k, n] as const))),
    [512, 784, 512],
    [128, 784, 300],
    [96, 512, 10],
    [97, 257, 1025],
    [4, 600, 2050],
  ] as const;

  it.each(forms)('equals a double-precision product, transposed %s, %s', (transposeA, transposeB) => {
    for (const [m, k, n] of shapes) {
      const a = numbers(m * k, 1);
      const b = numbers(k * n, 2);
      const product = tf.tidy(() =>
        tf.matMul(tf.tensor(a, transposeA ? [k, m] : [m, k]), tf.tensor(b, transposeB ? [n, k] : [k, n]), transposeA, transposeB),
      );
      expect(product.shape).toEqual([m, n]);
      const difference = largestDifference(product.dataSync(), reference(a, b, m, k, n, transposeA, transposeB));
      expect(difference, `${m} x ${k} x ${n}`).toBeLessThan(tolerance(k));
      product.dispose();
    }
  });

  it.each([
    [
      [3, 5, 7],
      [3, 7, 4],
    ],
    [
      [3, 5, 7],
      [1, 7, 4],
    ],
    [
      [1, 5, 7],
      [3, 7, 4],
    ],
    [
      [2, 3, 5, 7],
      [2, 3, 7, 9],
    ],
    [
      [2, 1, 5, 7],
      [1, 3, 7, 9],
    ],
    [
      [2, 1, 3, 2, 3],
      [1, 4, 1, 3, 2],
    ],
    [
      [3, 2, 5, 7],
      [2, 7, 9],
    ],
  ])('broadcasts the batches of %j and %j', async (shapeA, shapeB) => {
    for (const [transposeA, transposeB] of forms) {
      const a = tensor(flip(shapeA, transposeA), 3).dataSync();
      const b = tensor(flip(shapeB, transposeB), 4).dataSync();
      const rankOf = Math.max(shapeA.length, shapeB.length);
      const [m, k] = shapeA.slice(-2) as [number, number];
      const n = shapeB[shapeB.length - 1];
      const pad = (shape: number[]): number[] => [...Array<number>(rankOf - shape.length).fill(1), ...shape].slice(0, -2);
      const [batchA, batchB] = [pad(shapeA), pad(shapeB)];
      const batch = batchA.map((size, i) => Math.max(size, batchB[i]));
      const expected: number[] = [];
      const count = batch.reduce((product, size) => product * size, 1);
      for (let index = 0; index < count; index++) {
        // Coordinates of this product in the batch; a dimension of size 1 stays at 0.
        const coordinates = batch.map((size, i) => Math.floor(index / batch.slice(i + 1).reduce((x, y) => x * y, 1)) % size);
        const locate = (own: number[]): number => own.reduce((at, size, i) => at * size + (size === 1 ? 0 : coordinates[i]), 0);
        const [fromA, fromB] = [locate(batchA) * m * k, locate(batchB) * k * n];
        expected.push(
          ...reference(
            a.slice(fromA, fromA + m * k) as Float32Array,
            b.slice(fromB, fromB + k * n) as Float32Array,
            m,
            k,
            n,
            transposeA,
            transposeB,
          ),
        );
      }
      const product = tf.tidy(() =>
        tf.matMul(tf.tensor(a, flip(shapeA, transposeA)), tf.tensor(b, flip(shapeB, transposeB)), transposeA, transposeB),
      );
      expect(product.shape).toEqual([...batch, m, n]);
      expect(largestDifference(product.dataSync(), expected)).toBeLessThan(tolerance(k));
    }
  });

  it('adds nothing where the inner dimension is empty', () => {
    expect(Array.from(tf.matMul(tf.zeros([3, 0]), tf.zeros([0, 9])).dataSync())).toEqual(Array(27).fill(0));
  });

  it('adds to what the result holds with the accumulate option', () => {
    const [m, k, n] = [5, 300, 13];
    const a = tensor([m, k], 5);
    const b = tensor([k, n], 6);
    const c = tensor([m, n], 7);
    const before = c.dataSync();
    const { heap, functions, gemmWorkspace } = kernels;
    functions.gemm(heap.address(a), heap.address(b), heap.address(c), m, n, k, 0, 0, k, n, 1, 0, 0, 0, 1, 0, 0, 0, gemmWorkspace);
    const expected = reference(a.dataSync() as Float32Array, b.dataSync() as Float32Array, m, k, n, false, false);
    expect(
      largestDifference(
        c.dataSync(),
        expected.map((x, i) => x + before[i]),
      ),
    ).toBeLessThan(tolerance(k));
  });

  it('gives identical bits for identical inputs, wherever they lie', () => {
    const [first, second] = [100, 1234567].map((between) => {
      const a = tensor([100, 300], 8);
      tf.zeros([between]);
      return bits(tf.matMul(a, tensor([300, 77], 9)));
    });
    expect(second).toEqual(first);
  });

  it('passes NaN and infinity on', () => {
    const a = tf.tensor2d([
      [NaN, 1],
      [Infinity, 1],
      [1, 2],
    ]);
    const product = Array.from(tf.matMul(a, tf.ones([2, 9])).dataSync());
    expect(product.slice(0, 9)).toEqual(Array(9).fill(NaN));
    expect(product.slice(9, 18)).toEqual(Array(9).fill(Infinity));
    expect(product.slice(18)).toEqual(Array(9).fill(3));
  });

  it('refuses other types by name', () => {
    expect(() => tf.matMul(tf.ones([2, 2], 'int32'), tf.ones([2, 2], 'int32'))).toThrow(/BatchMatMul.*float32.*int32.*cast/s);
  });

  it('has the gradients of tfjs on the cpu backend', async () => {
    for (const [transposeA, transposeB] of forms) {
      const { cpu, wasm } = await onBoth(() => {
        const loss = (a: tf.Tensor, b: tf.Tensor): tf.Scalar => tf.sum(tf.square(tf.matMul(a, b, transposeA, transposeB)));
        const a = tensor(transposeA ? [2, 13, 11] : [2, 11, 13], 10);
        const b = tensor(transposeB ? [2, 10, 13] : [2, 13, 10], 11);
        return tf.grads(loss)([a, b]);
      });
      // Entries reach 30, so 2e-5 is a few units in the last place.
      expect(largestDifference(wasm[0], cpu[0])).toBeLessThan(2e-5);
      expect(largestDifference(wasm[1], cpu[1])).toBeLessThan(2e-5);
    }
  });
});

describe('_FusedMatMul', () => {
  const activations = ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const;

  it.each(activations)('equals tfjs on the cpu backend with %s, in every form, with and without bias', async (activation) => {
    for (const [transposeA, transposeB] of forms) {
      for (const [m, k, n] of [
        [1, 3, 1],
        [7, 10, 10],
        [33, 272, 17],
        [5, 300, 8],
      ] as const) {
        for (const biasShape of [undefined, [n], [1], [m, n]]) {
          const { cpu, wasm } = await onBoth(() =>
            tf.fused.matMul({
              a: tensor(transposeA ? [k, m] : [m, k], 12),
              b: tensor(transposeB ? [n, k] : [k, n], 13),
              transposeA,
              transposeB,
              activation,
              ...(biasShape ? { bias: tensor(biasShape, 14) } : {}),
              leakyreluAlpha: 0.3,
              preluActivationWeights: tensor([m, n], 15),
            }),
          );
          const difference = largestDifference(wasm[0], cpu[0]);
          expect(difference, `${m} x ${k} x ${n}, bias ${biasShape}`).toBeLessThan(tolerance(k));
        }
      }
    }
  });

  it('adds the same bias to every product of a batch', async () => {
    const { cpu, wasm } = await onBoth(() =>
      tf.fused.matMul({ a: tensor([3, 5, 6], 16), b: tensor([3, 6, 9], 17), bias: tensor([9], 18), activation: 'relu' }),
    );
    expect(largestDifference(wasm[0], cpu[0])).toBeLessThan(tolerance(6));
  });

  it('leaves no intermediate tensor behind', () => {
    const a = tensor([4, 4], 19);
    const data = tf.backend().numDataIds();
    for (const activation of activations) {
      for (const bias of [undefined, tf.scalar(1)]) {
        tf.fused.matMul({ a, b: a, activation, ...(bias ? { bias } : {}), preluActivationWeights: a }).dispose();
        bias?.dispose();
      }
    }
    expect(tf.backend().numDataIds()).toBe(data);
  });
});
