import { beforeAll, describe, expect, it } from 'vitest';
import type { KernelModule } from '../../../../src/nn/kernels/wasm/module.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { startWithKernels, tensor } from './setup.ts';

let kernels: KernelModule;
beforeAll(async () => {
  kernels = await startWithKernels();
});

describe('clone', () => {
  it('shares the memory, which lives until both tensors are disposed', () => {
    const values = tensor([7, 3], 1);
    const expected = Array.from(values.dataSync());
    const other = tf.clone(values);
    expect(kernels.heap.address(other)).toBe(kernels.heap.address(values));
    values.dispose();
    const between = tf.ones([7, 3]);
    expect(Array.from(other.dataSync())).toEqual(expected);
    tf.dispose([other, between]);
  });

  it('keeps neither tensors nor data', () => {
    const values = tensor([7, 3], 1);
    const state = (): object => ({ ...tf.memory(), data: tf.backend().numDataIds() });
    const before = state();
    for (let i = 0; i < 10; i++) tf.clone(values).dispose();
    expect(state()).toEqual(before);
  });

  it('works for every type', () => {
    expect(Array.from(tf.clone(tf.tensor1d([1, -2], 'int32')).dataSync())).toEqual([1, -2]);
    expect(Array.from(tf.clone(tf.tensor1d([true, false], 'bool')).dataSync())).toEqual([1, 0]);
    expect(tf.clone(tf.tensor1d(['a', 'ü'], 'string')).dataSync()).toEqual(['a', 'ü']);
  });
});
