import { beforeAll, describe, expect, it } from 'vitest';
import { denseLayer } from '../../../../src/nn/kernels/affine.ts';
import { sparseDenseLayer, sparseWeights } from '../../../../src/nn/kernels/sparse.ts';
import { referenceResults, type Values } from '../../../../src/nn/kernels/reference.ts';
import type { KernelModule } from '../../../../src/nn/kernels/wasm/module.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { bits, largestDifference, memoryOver, numbers, startWithKernels, tensor } from './setup.ts';

let kernels: KernelModule;
beforeAll(async () => {
  kernels = await startWithKernels();
});

/** Weights of which about a share is left; what goes is drawn by another seed. */
const thinned = (count: number, share: number): Float32Array => {
  const drawn = numbers(count, 77);
  return numbers(count, 2).map((value, index) => ((drawn[index] + 1) / 2 < share ? value : 0));
};

const sparse = (weights: Float32Array, inputs: number) => sparseWeights(weights, inputs, weights.filter((value) => value !== 0).length);

describe('a dense layer of which most weights are gone', () => {
  // Inputs below, at and beyond the block of 256; outputs with whole tiles, with tails of 1 to 4 and of 5 to 7; samples beside the tile of 32.
  const shapes = [5, 32, 71].flatMap((rows) =>
    [3, 256, 257, 784].flatMap((inputs) => [1, 4, 7, 8, 10, 100].map((outputs) => [rows, inputs, outputs])),
  );

  it.each([0, 0.01, 0.1, 0.5, 1])('has the bits of the whole product with %s of them left, whatever the shape', (share) => {
    for (const [rows, inputs, outputs] of shapes) {
      const weights = thinned(inputs * outputs, share);
      tf.tidy(() => {
        const x = tensor([rows, inputs], 1) as tf.Tensor2D;
        const bias = tensor([outputs], 3) as tf.Tensor1D;
        const ours = sparseDenseLayer(x, sparse(weights, inputs), bias, 'relu');
        const whole = denseLayer(x, tf.tensor2d(weights, [outputs, inputs]), bias, 'relu', true);
        expect(bits(ours), `${rows} × ${inputs} → ${outputs}`).toEqual(bits(whole));
      });
    }
  });

  it('agrees with sums in double precision, without bias and activation', () => {
    const [rows, inputs, outputs] = [7, 300, 10];
    const weights = thinned(inputs * outputs, 0.2);
    const x = numbers(rows * inputs, 1);
    const ours = tf.tidy(() => sparseDenseLayer(tf.tensor2d(x, [rows, inputs]), sparse(weights, inputs), undefined, 'linear').dataSync());
    for (let row = 0; row < rows; row++) {
      for (let output = 0; output < outputs; output++) {
        let sum = 0;
        for (let input = 0; input < inputs; input++) sum += x[row * inputs + input] * weights[output * inputs + input];
        expect(ours[row * outputs + output]).toBeCloseTo(sum, 5);
      }
    }
  });

  it('agrees with its reference, rows without any weight among them', () => {
    const weights = thinned(3000, 0.05).fill(0, 300, 600);
    const { inputs: _inputs, ...left } = sparse(weights, 300);
    const given = { x: tensor([9, 300], 1), ...left, bias: tensor([10], 3) };
    const values = Object.fromEntries(
      Object.entries(given).map(([name, { shape, dtype, dataSync }]) => [name, { shape, dtype, data: dataSync.call(given[name as 'x']) }]),
    );
    const [reference] = referenceResults('SparseDenseLayer', values as Record<string, Values>, { activation: 'relu' });
    const ours = tf.tidy(() =>
      sparseDenseLayer(given.x as tf.Tensor2D, { inputs: 300, ...left }, given.bias as tf.Tensor1D, 'relu').dataSync(),
    );
    expect(largestDifference(ours, reference.data)).toBeLessThan(1e-5);
    tf.dispose(Object.values(given));
  });

  it('refuses inputs of another number', () => {
    tf.tidy(() => {
      const weights = sparse(new Float32Array(15).fill(1), 5);
      expect(() => sparseDenseLayer(tf.zeros([2, 4]), weights, undefined, 'linear')).toThrow('The layer takes 5 inputs, and 4 came.');
    });
  });

  it('leaves nothing behind', () => {
    const { before, after } = memoryOver(
      () => tf.tidy(() => void sparseDenseLayer(tensor([40, 300], 1) as tf.Tensor2D, sparse(thinned(3000, 0.1), 300), undefined, 'relu')),
      () => kernels.heap.memory.buffer.byteLength,
    );
    expect(after).toEqual(before);
  });
});
