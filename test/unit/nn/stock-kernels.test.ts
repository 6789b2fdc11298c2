/** WebAssembly where our kernels did not load: tfjs's own compute, rightly, and what they cannot do is refused. */
import { beforeAll, expect, test } from 'vitest';
import { startBackend, type Backend, type BackendName } from '../../../src/nn/backend.ts';
import { findKernels } from '../../../src/nn/kernels/wasm/module.ts';
import { classification } from '../../../src/nn/loss.ts';
import { Mlp } from '../../../src/nn/models/mlp.ts';
import { ADAM, Optimizer, SGD } from '../../../src/nn/optimizer.ts';
import * as tf from '../../../src/nn/tf.ts';
import { trainStep } from '../../../src/nn/training-step.ts';
import { stream } from '../../../src/math/random.ts';
import { nodeAssets } from '../support/backends.ts';
import { tinyModels } from './tiny-models.ts';
import { penalties } from '../support/terms.ts';

const broken = { ...nodeAssets, kernels: () => Promise.resolve(Uint8Array.of(0, 97, 115, 109)) };
const startOn = (backend: BackendName): Promise<Backend> => startBackend(backend, 0, backend === 'wasm' ? broken : nodeAssets);

let started: Backend;
beforeAll(async () => {
  started = await startOn('wasm');
});

function batch(seed: number, size: number, features: number): { inputs: tf.Tensor; targets: tf.Tensor } {
  const random = stream(seed, 'test/images');
  return {
    inputs: tf.tensor2d(Float32Array.from(random.normals(size * features)), [size, features]),
    targets: tf.tensor1d(
      Int32Array.from({ length: size }, () => random.integer(10)),
      'int32',
    ),
  };
}

async function losses(backend: BackendName): Promise<number[]> {
  await startOn(backend);
  const network = new Mlp({ inputs: 40, hidden: [32, 16], outputs: 10, seed: 3 });
  const optimizer = new Optimizer(ADAM, {
    learningRate: 0.003,
    terms: penalties({ penalty: { kind: 'exponential', alpha: 1e-4, beta: 5 } }),
  });
  const taken: number[] = [];
  for (let step = 0; step < 50; step++) {
    const { inputs, targets } = batch(step % 3, 24, 40);
    const loss = trainStep({ network, optimizer, objective: classification('classAxis') }, { inputs, targets });
    taken.push((await loss.data())[0]);
    tf.dispose([loss, inputs, targets]);
  }
  for (const owned of [network, optimizer]) owned.dispose();
  return taken;
}

test('the page is told what happened, what it means and what to do', () => {
  expect(started.name).toBe('wasm');
  expect(started.device).toMatch(/kernels of tfjs/);
  expect(started.notice).toMatch(/kernels did not load.*dense networks only.*Reload the page/s);
  expect(findKernels()).toBeUndefined();
});

test('dense networks train as on the cpu backend', async () => {
  const reference = await losses('cpu');
  const before = tf.memory();
  const taken = await losses('wasm');
  expect(reference[49]).toBeLessThan(reference[0]);
  reference.forEach((loss, step) => expect(Math.abs(taken[step] / loss - 1)).toBeLessThan(1e-4));
  expect([tf.memory().numTensors, tf.memory().numDataBuffers]).toEqual([before.numTensors, before.numDataBuffers]);
});

test.each([
  [[5, 7], [7, 3], false, false],
  [[7, 5], [7, 3], true, false],
  [[5, 7], [3, 7], false, true],
  [[7, 5], [3, 7], true, true],
  [[2, 7, 5], [2, 3, 7], true, true],
] as const)('a product of %j and %j, transposed %s and %s', async (shapeA, shapeB, transposeA, transposeB) => {
  const on = async (backend: BackendName): Promise<number[]> => {
    await startOn(backend);
    const random = stream(1, 'test/product');
    const tensor = (shape: readonly number[]) => tf.tensor(Float32Array.from(random.normals(shape.reduce((a, b) => a * b))), [...shape]);
    const [a, b] = [tensor(shapeA), tensor(shapeB)];
    const product = tf.matMul(a, b, transposeA, transposeB);
    const values = [...(await product.data())];
    tf.dispose([a, b, product]);
    return values;
  };
  const reference = await on('cpu');
  // Sums of seven products of float32.
  (await on('wasm')).forEach((value, i) => expect(Math.abs(value - reference[i])).toBeLessThan(1e-5));
});

test('a convolutional network is refused in words, not computed wrongly', async () => {
  await startOn('wasm');
  const lenet = tinyModels.find(({ name }) => /LeNet-5/u.test(name));
  if (!lenet) throw new Error('The tiny models have lost LeNet-5.');
  const network = lenet.build();
  const optimizer = new Optimizer(SGD, { learningRate: 0.1 });
  const { inputs, targets } = lenet.batch();
  const objective = lenet.objective();
  expect(() => trainStep({ network, optimizer, objective }, { inputs, targets })).toThrow(
    /cannot be trained on WebAssembly now.*Reload the page.*plain JavaScript/s,
  );
  for (const owned of [network, optimizer]) owned.dispose();
});

test('our kernels take over once they load', async () => {
  const { notice } = await startBackend('wasm', 0, nodeAssets);
  expect(notice).toBeUndefined();
  expect(findKernels()).toBeDefined();
});
