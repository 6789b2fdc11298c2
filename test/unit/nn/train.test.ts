import { beforeAll, expect, test } from 'vitest';
import { startBackend } from '../../../src/nn/backend.ts';
import type { BatchSource } from '../../../src/nn/batches.ts';
import { classification } from '../../../src/nn/loss.ts';
import { Mlp } from '../../../src/nn/models/mlp.ts';
import type { Network } from '../../../src/nn/models/network.ts';
import { createAdam } from '../../../src/nn/optimizer.ts';
import { Cancelled, RunControl } from '../../../src/nn/run-control.ts';
import * as tf from '../../../src/nn/tf.ts';
import { Diverged, evaluate, train } from '../../../src/nn/train.ts';
import { nodeAssets } from '../support/backends.ts';

beforeAll(() => startBackend('wasm', 0, nodeAssets));

/** Image i is the unit vector e_i, its label i mod 3; batches of 4, 4 and 2. */
const asked: number[] = [];
const source: BatchSource = {
  count: 3,
  samples: 10,
  predictions: 10,
  batch(index) {
    asked.push(index);
    const size = Math.min(4, 10 - 4 * index);
    const images = tf.tensor2d(
      Float32Array.from({ length: size * 10 }, (_, i) => Number(i % 10 === 4 * index + Math.floor(i / 10))),
      [size, 10],
    );
    const labels = tf.tensor1d(
      Int32Array.from({ length: size }, (_, i) => (4 * index + i) % 3),
      'int32',
    );
    return Promise.resolve({ inputs: images, targets: labels, size, predictions: size, dispose: () => tf.dispose([images, labels]) });
  },
};
const control = new RunControl();
const ignore = (): void => undefined;

test('a loss that is not a number stops the training with a remedy', async () => {
  const network = new Mlp({ inputs: 10, hidden: [8], outputs: 3, seed: 1 });
  // Logits beyond the range of float32, as an exploding network has them: infinity minus infinity is not a number.
  const exploding: Network = {
    parameters: network.parameters,
    forward: (images) => tf.mul(network.forward(images), 1e39),
    dispose: () => network.dispose(),
  };
  const optimizer = createAdam({ learningRate: 0.001 });
  const training = train({
    network: exploding,
    optimizer,
    source,
    objective: classification('classAxis'),
    steps: 20,
    control,
    onChunk: ignore,
  });
  await expect(training).rejects.toThrow(Diverged);
  await expect(training).rejects.toThrow(/the loss of training step 1 is NaN at learning rate 0\.001; (all|the first)/u);
  network.dispose();
  optimizer.dispose();
});

test('batches go round from where it was told to begin', async () => {
  const network = new Mlp({ inputs: 10, hidden: [8], outputs: 3, seed: 1 });
  const optimizer = createAdam({ learningRate: 0.01 });
  asked.length = 0;
  let losses = 0;
  await train({
    network,
    optimizer,
    source,
    objective: classification('classAxis'),
    first: 1,
    steps: 5,
    control,
    onChunk: (values) => void (losses += values.length),
  });
  expect(asked).toEqual([1, 2, 0, 1, 2]);
  expect(losses).toBe(5);
  network.dispose();
  optimizer.dispose();
});

test('accuracy weighs batches equally, correct counts images', async () => {
  // A network that always answers class 0: right for images 0, 3 | 6 | 9, that is 2 of 4, 1 of 4 and 1 of 2.
  const answer = { forward: (images: tf.Tensor) => tf.tensor2d(Array.from({ length: images.shape[0] }, () => [1, 0, 0])) };
  const result = await evaluate(answer, source, classification('classAxis'), control);
  expect(result).toEqual({ meanBatchAccuracy: (2 / 4 + 1 / 4 + 1 / 2) / 3, correct: 4, total: 10 });
});

test('the numbers of each step reach the optimiser, and a diverging parameter is named', async () => {
  const network = new Mlp({ inputs: 10, hidden: [8], outputs: 3, seed: 1 });
  const optimizer = createAdam({ learningRate: 0.01 });
  const objective = classification('classAxis');
  const before = await network.layers[0].values().then((values) => values.slice());
  // A rate of 0 changes nothing; infinity from the fourth step on ruins every weight, and the fifth loss shows it.
  const still = train({ network, optimizer, source, objective, steps: 3, hyper: () => ({ learningRate: 0 }), control, onChunk: ignore });
  await still;
  expect(await network.layers[0].values()).toEqual(before);
  const hyper = (step: number): { learningRate: number } => ({ learningRate: step < 3 ? 0.01 : Infinity });
  const ruined = train({ network, optimizer, source, objective, steps: 20, hyper, control, onChunk: ignore });
  await expect(ruined).rejects.toThrow(/training step 5 is NaN at learning rate Infinity; the first parameter .* is dense-1\/weight\./u);
  network.dispose();
  optimizer.dispose();
});

test('a cancel between chunks ends the training', async () => {
  const network = new Mlp({ inputs: 10, hidden: [8], outputs: 3, seed: 1 });
  const optimizer = createAdam({ learningRate: 0.01 });
  const stopping = new RunControl();
  let steps = 0;
  const onChunk = (losses: Float32Array): void => {
    steps += losses.length;
    if (steps > 20) stopping.cancel();
  };
  const objective = classification('classAxis');
  await expect(train({ network, optimizer, source, objective, steps: 1e9, control: stopping, onChunk })).rejects.toThrow(Cancelled);
  expect(optimizer.steps).toBe(steps);
  network.dispose();
  optimizer.dispose();
});
