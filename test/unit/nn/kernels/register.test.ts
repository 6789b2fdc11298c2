import { beforeAll, describe, expect, it } from 'vitest';
import { buildKernels } from '../../../../scripts/kernels.mjs';
import { adamStep } from '../../../../src/nn/kernels/wasm/adam.ts';
import { crossEntropyLoss } from '../../../../src/nn/kernels/wasm/cross-entropy.ts';
import { currentKernels } from '../../../../src/nn/kernels/wasm/module.ts';
import { registerWasmKernels } from '../../../../src/nn/kernels/wasm/register.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { bits, startWasmBackend, startWithKernels, tensor } from './setup.ts';

describe('the module', () => {
  it('is compiled once and asks for nothing but the memory of tfjs', async () => {
    await buildKernels();
    const { bytes, compiled } = await buildKernels();
    expect(compiled).toBe(false);
    expect(WebAssembly.Module.imports(await WebAssembly.compile(bytes))).toEqual([{ module: 'env', name: 'memory', kind: 'memory' }]);
  });

  it('has a relaxed build of the same sources, compiled once too', async () => {
    const { bytes, relaxed } = await buildKernels();
    expect(relaxed.compiled).toBe(false);
    expect(Buffer.compare(relaxed.bytes, bytes)).not.toBe(0);
  });
});

describe('registerWasmKernels', () => {
  beforeAll(startWasmBackend);

  it('is needed before direct functions are used, and the error says so', () => {
    expect(() => currentKernels()).toThrow(/registerWasmKernels/);
  });

  it('refuses bytes that are no module, naming the remedy', async () => {
    await expect(registerWasmKernels(new Uint8Array([1, 2, 3]))).rejects.toThrow(/did not load.*scripts\/kernels\.mjs/s);
  });

  it('refuses a backend without the memory it works on', async () => {
    const { bytes } = await buildKernels();
    await tf.setBackend('cpu');
    await expect(registerWasmKernels(bytes)).rejects.toThrow(/WASM_HAS_MULTITHREAD_SUPPORT/);
    await tf.setBackend('wasm');
  });

  it('gives the same module when called again', async () => {
    const kernels = await startWithKernels();
    const { bytes } = await buildKernels();
    expect(await registerWasmKernels(bytes)).toBe(kernels);
  });

  it('trains to identical bits twice, over 200 steps', async () => {
    await startWithKernels();
    const [first, second] = [1, 2].map(() => {
      const layers = [tensor([20, 33], 1), tensor([33, 10], 2)].map((values) => tf.variable(tf.mul(values, 0.3)));
      const moments = layers.map(({ shape }) => ({ firstMoment: tf.zeros(shape), secondMoment: tf.zeros(shape) }));
      const labels = tf.tensor1d(
        Array.from({ length: 47 }, (_, i) => i % 10),
        'int32',
      );
      for (let step = 1; step <= 200; step++) {
        tf.tidy(() => {
          const x = tensor([47, 20], step);
          const forward = (): tf.Tensor2D => tf.matMul(tf.relu(tf.matMul(x, layers[0])), layers[1]);
          const { grads } = tf.variableGrads(() => crossEntropyLoss(forward(), labels, 'batchAxis'), layers);
          layers.forEach((weights, i) =>
            adamStep(
              { weights, ...moments[i], gradient: grads[weights.name] },
              { learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, correction1: 1 - 0.9 ** step, correction2: 1 - 0.999 ** step },
            ),
          );
        });
      }
      return layers.map(bits);
    });
    expect(second).toEqual(first);
  });

  it('keeps neither tensors nor heap over 200 training steps', async () => {
    const { heap } = await startWithKernels();
    const weights = tf.variable(tensor([130, 10], 1));
    const [firstMoment, secondMoment] = [tf.zeros([130, 10]), tf.zeros([130, 10])];
    const step = (): void =>
      tf.tidy(() => {
        const x = tensor([70, 130], 2);
        const { grads } = tf.variableGrads(() => tf.sum(tf.square(tf.relu(tf.matMul(x, weights)))), [weights]);
        adamStep(
          { weights, firstMoment, secondMoment, gradient: grads[weights.name] },
          { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, correction1: 0.1, correction2: 0.001 },
        );
      });
    for (let i = 0; i < 5; i++) step();
    const before = { ...tf.memory(), heap: heap.memory.buffer.byteLength };
    for (let i = 0; i < 200; i++) step();
    expect({ ...tf.memory(), heap: heap.memory.buffer.byteLength }).toEqual(before);
  });
});
