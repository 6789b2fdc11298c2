import { beforeAll, expect, test } from 'vitest';
import { startBackend } from '../../../src/nn/backend.ts';
import { Mlp } from '../../../src/nn/models/mlp.ts';
import * as tf from '../../../src/nn/tf.ts';
import vectors from '../../reference/dtc-test-vectors.json' with { type: 'json' };
import { nodeAssets } from '../support/backends.ts';

beforeAll(() => startBackend('wasm', 0, nodeAssets));

test('seed 42424242 gives the published weights', async () => {
  const network = new Mlp({ inputs: 784, hidden: [512], outputs: 10, seed: 42424242 });
  const [first, second] = await Promise.all(network.layers.map((layer) => layer.values()));
  // Agreement with PyTorch's float32 arithmetic is 7.5e-8.
  vectors.init.W1_row0_first8.forEach((value, i) => expect(Math.abs(first[i] - value)).toBeLessThan(1e-7));
  vectors.init.W1_last4.forEach((value, i) => expect(Math.abs(first[first.length - 4 + i] - value)).toBeLessThan(1e-7));
  vectors.init.W2_row0_first8.forEach((value, i) => expect(Math.abs(second[i] - value)).toBeLessThan(1e-7));
  vectors.init.W2_last4.forEach((value, i) => expect(Math.abs(second[second.length - 4 + i] - value)).toBeLessThan(1e-7));
  network.dispose();
});

test('keeping neurons changes nothing but the terms of those that went', async () => {
  const network = new Mlp({ inputs: 6, hidden: [5, 4], outputs: 3, seed: 9 });
  const images = tf.tensor2d(
    Float32Array.from({ length: 12 }, (_, i) => Math.cos(i)),
    [2, 6],
  );
  const [w1, w2, w3] = await Promise.all(network.layers.map(async (layer) => Float32Array.from(await layer.values())));
  // The outputs of a copy in which the weights of neurons 1 and 3 of the first hidden layer are zero.
  const masked = Float32Array.from(w2, (value, i) => ([1, 3].includes(i % 5) ? 0 : value));
  const expected = tf.tidy(() => {
    const x1 = tf.relu(tf.matMul(images, tf.tensor2d(w1, [5, 6]), false, true));
    const x2 = tf.relu(tf.matMul(x1, tf.tensor2d(masked, [4, 5]), false, true));
    return tf.matMul(x2, tf.tensor2d(w3, [3, 4]), false, true);
  });
  await network.keepNeurons(0, [0, 2, 4]);
  expect(network.hidden).toEqual([3, 4]);
  const actual = network.forward(images);
  expected.dataSync().forEach((value, i) => expect(actual.dataSync()[i]).toBeCloseTo(value, 6));
  network.dispose();
});

test('the output layer cannot be pruned', async () => {
  const network = new Mlp({ inputs: 6, hidden: [5], outputs: 3, seed: 9 });
  await expect(network.keepNeurons(1, [0])).rejects.toThrow(/not a hidden layer/u);
  network.dispose();
});
