/** Kernels beside their references on what models meet, and references in the place of kernels. */
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startBackend } from '../../../src/nn/backend.ts';
import { isPortable } from '../../../src/nn/backend-choice.ts';
import { compareKernel, difference } from '../../../src/nn/compare-kernel.ts';
import { ownKernelNames } from '../../../src/nn/kernels/own-names.ts';
import { hasReference, putReferences, type Values } from '../../../src/nn/kernels/reference.ts';
import type { ModelName } from '../../../src/nn/models/registry.ts';
import * as tf from '../../../src/nn/tf.ts';
import { nodeAssets } from '../support/backends.ts';

beforeAll(async () => {
  await startBackend('wasm', 0, nodeAssets);
});

/** Puts a kernel in the place of another until the test ends. */
function plant(name: string, kernelFunc: (right: tf.KernelFunc) => tf.KernelFunc): void {
  const config = tf.getKernel(name, 'wasm');
  tf.unregisterKernel(name, 'wasm');
  tf.registerKernel({ ...config, kernelFunc: kernelFunc(config.kernelFunc) });
  planted.push(config);
}
const planted: tf.KernelConfig[] = [];

/** The same values but one, which is larger by something. */
function changed(backend: unknown, info: tf.TensorInfo, index: number, by: number): tf.TensorInfo {
  const storage = backend as { readSync(id: object): Float32Array; write(data: Float32Array, shape: number[], dtype: string): object };
  const values = storage.readSync(info.dataId).slice();
  values[index] += by;
  return { ...info, dataId: storage.write(values, info.shape, info.dtype) };
}

afterEach(() => {
  for (const config of planted.splice(0)) {
    tf.unregisterKernel(config.kernelName, 'wasm');
    tf.registerKernel(config);
  }
});

test('every kernel of the lab’s own has a reference', () => {
  const names = ownKernelNames('wasm');
  expect(names).toContain('DenseLayer');
  expect(names.filter((name) => !hasReference(name))).toEqual([]);
});

describe('no kernel differs from its reference by more than rounding', () => {
  test.each<[ModelName, number, readonly string[]]>([
    [
      'lenet-5',
      2,
      ['ConvLayer', 'Conv2DBackpropFilter', 'Conv2DBackpropInput', 'MaxPool', 'MaxPoolGrad', 'DenseLayer', 'BiasActivationGrad'],
    ],
    ['lenet-5', 2, ['BatchMatMul', 'SoftmaxCrossEntropyWithGradient', 'CorrectCount']],
    ['resnet-20', 1, ['BatchNormStatistics', 'FusedBatchNorm', 'BatchNormGradient']],
    [
      'transformer',
      1,
      ['LayerNorm', 'LayerNormGrad', 'Gelu', 'GeluGrad', 'CausalAttention', 'CausalAttentionGrad', 'GatherV2', 'UnsortedSegmentSum'],
    ],
    ['teacher-student', 9, ['SquaredErrorWithGradient', 'DenseLayer', 'BiasActivationGrad']],
  ])('%s at a batch of %i: %j', async (model, batch, names) => {
    for (const name of names) {
      const comparisons = await compareKernel(name, model, batch);
      if (name !== 'FusedBatchNorm') expect(comparisons, name).not.toEqual([]);
      for (const { inputs, first, largest, scale, calls, ms } of comparisons) {
        expect([name, inputs, first]).toEqual([name, inputs, null]);
        expect(largest).toBeLessThanOrEqual(1e-4 * scale);
        expect(calls).toBeGreaterThan(0);
        expect(ms).toBeGreaterThan(0);
      }
    }
  });
});

test('a wrong kernel is found, at its first wrong value, and is right no more', async () => {
  // Wrong in one place of the second result alone.
  plant('BiasActivationGrad', (right) => (params) => {
    const results = [right(params)].flat();
    const sums = results[1];
    if (!sums || sums.shape[0] !== 500) return results;
    results[1] = changed(params.backend, sums, 7, 1);
    return results;
  });
  const comparisons = await compareKernel('BiasActivationGrad', 'lenet-5', 2);
  const wrong = comparisons.filter(({ first }) => first !== null);
  expect(wrong.map(({ inputs, first }) => [inputs, first?.output, first?.index])).toEqual([['dy [2, 500], y [2, 500]', 1, 7]]);
  expect(wrong[0].largest).toBeCloseTo(1, 4);
});

test('refusals say what there is', async () => {
  await expect(compareKernel('Foo', 'lenet-5', 1)).rejects.toThrow('There is no reference of a kernel “Foo”.');
  await expect(compareKernel('ArgMin', 'lenet-5', 1)).resolves.toEqual([]);
  expect(() => putReferences(['ReluGrad', 'Foo'])).toThrow(
    /The lab has no kernel “Foo” on the backend wasm\. It has AvgPool, .*_FusedMatMul\.$/,
  );
});

test('differences: NaN against a number, infinities, and shapes', () => {
  const values = (...data: number[]): Values => ({ data: Float32Array.of(...data), shape: [data.length], dtype: 'float32' });
  expect(difference([values(1, NaN, 3)], [values(1, 2, 3.0001)])).toEqual({
    first: { output: 0, index: 1, ours: NaN, reference: 2 },
    largest: NaN,
    scale: Math.fround(3.0001),
  });
  expect(difference([values(Infinity, NaN)], [values(Infinity, NaN)])).toMatchObject({ first: null, largest: 0 });
  expect(difference([values(2e-4)], [values(0)]).first).not.toBeNull();
  expect(() => difference([values(1)], [values(1, 2)])).toThrow('of the shapes [1], and its reference [2]');
});

describe('references in the place of kernels', () => {
  const product = () => tf.tidy(() => tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).dataSync()[0]);

  test('repair what a wrong kernel does, and are taken away again', async () => {
    plant('BatchMatMul', (right) => (params) => changed(params.backend, right(params) as tf.TensorInfo, 0, 88));
    expect(product()).toBe(99);
    const { device, name } = await startBackend('wasm', 0, nodeAssets, ['BatchMatMul', 'Sum']);
    expect(device).toBe('WebAssembly SIMD, references for BatchMatMul, Sum');
    // What they compute in plain JavaScript is not bound to any bits.
    expect(isPortable({ backend: name, device })).toBe(false);
    expect(product()).toBe(11);
    expect(tf.getBackend()).toBe('wasm');
    expect((await startBackend('wasm', 0, nodeAssets)).device).toBe('WebAssembly SIMD');
    expect(product()).toBe(99);
  });

  test('take part in gradients, with several results and with integers', async () => {
    const gradient = () =>
      tf.tidy(() => {
        const labels = tf.tensor1d([2, 0], 'int32');
        const logits = tf.tensor2d([
          [0.5, -1, 2],
          [1, 0, -3],
        ]);
        const loss = (z: tf.Tensor) => tf.mean(tf.mul(tf.softmax(tf.relu(z)), tf.oneHot(labels, 3)));
        return Array.from(tf.grad(loss)(logits).dataSync());
      });
    const right = gradient();
    putReferences(['Softmax', 'SoftmaxGrad', 'ReluGrad', 'Sum', 'Mean', 'Transpose']);
    const replaced = gradient();
    putReferences([]);
    expect(replaced).toHaveLength(right.length);
    for (const [at, value] of replaced.entries()) expect(value).toBeCloseTo(right[at], 6);
  });

  test('are refused for names that are none', async () => {
    await expect(startBackend('wasm', 0, nodeAssets, ['Foo'])).rejects.toMatchObject({ name: 'BackendError' });
  });
});
