// XNNPACK, behind tfjs-wasm's own products, convolutions and Prelu, packs a weight tensor once and finds the copy again by the
// tensor's id. An optimiser that writes weights in place must never meet such a copy.

import { beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../../../scripts/kernels.mjs';
import { adamStep } from '../../../../src/nn/kernels/wasm/adam.ts';
import { WasmHeap } from '../../../../src/nn/kernels/wasm/heap.ts';
import { registerWasmKernels } from '../../../../src/nn/kernels/wasm/register.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { largestDifference, startWasmBackend, tensor } from './setup.ts';

const operations: Record<string, { shape: number[]; run: (weights: tf.Tensor) => tf.Tensor }> = {
  BatchMatMul: { shape: [12, 9], run: (w) => tf.matMul(tensor([5, 12], 1), w) },
  _FusedMatMul: { shape: [12, 9], run: (w) => tf.fused.matMul({ a: tensor([5, 12], 1), b: w }) },
  Conv2D: {
    shape: [3, 3, 4, 5],
    run: (w) => tf.conv2d(tensor([2, 6, 6, 4], 1) as tf.Tensor4D, w as tf.Tensor4D, 1, 'valid'),
  },
  FusedConv2D: {
    shape: [3, 3, 4, 5],
    run: (w) => tf.fused.conv2d({ x: tensor([2, 6, 6, 4], 1) as tf.Tensor4D, filter: w as tf.Tensor4D, strides: 1, pad: 'same' }),
  },
  Prelu: { shape: [9], run: (w) => tf.prelu(tensor([5, 9], 1), w) },
  DepthwiseConv2dNative: {
    shape: [3, 3, 4, 1],
    run: (w) => tf.depthwiseConv2d(tensor([2, 6, 6, 4], 1) as tf.Tensor4D, w as tf.Tensor4D, 1, 'valid'),
  },
  FusedDepthwiseConv2D: {
    shape: [3, 3, 4, 1],
    run: (w) => tf.fused.depthwiseConv2d({ x: tensor([2, 6, 6, 4], 1) as tf.Tensor4D, filter: w as tf.Tensor4D, strides: 1, pad: 'same' }),
  },
};

function secondResult(run: (weights: tf.Tensor) => tf.Tensor, shape: number[], update: (weights: tf.Variable) => void): number {
  return tf.tidy(() => {
    const weights = tf.variable(tensor(shape, 3));
    run(weights);
    update(weights);
    return largestDifference(run(weights).dataSync(), run(tf.tensor(weights.dataSync(), shape)).dataSync());
  });
}

const stock: Record<string, number> = {};

beforeAll(async () => {
  await startWasmBackend();
  const heap = new WasmHeap(tf.backend());
  for (const [name, { shape, run }] of Object.entries(operations)) {
    stock[name] = secondResult(run, shape, (weights) => new Float32Array(heap.memory.buffer, heap.address(weights), weights.size).fill(3));
  }
  await registerWasmKernels((await buildKernels()).bytes);
});

describe.each(Object.keys(operations))('%s after an update in place', (name) => {
  it('is stale with the kernel of tfjs, so this test can fail', () => {
    expect(stock[name]).toBeGreaterThan(0.1);
  });

  it('uses the new weights with ours', () => {
    const { shape, run } = operations[name];
    const update = (weights: tf.Variable): void =>
      adamStep(
        {
          weights,
          firstMoment: tf.zeros(shape),
          secondMoment: tf.zeros(shape),
          gradient: tf.ones(shape),
        },
        { learningRate: 1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, correction1: 0.1, correction2: 0.001 },
      );
    expect(secondResult(run, shape, update)).toBe(0);
  });
});
