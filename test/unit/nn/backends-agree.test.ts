/** The same small training on every backend: losses agree to rounding, and the same backend repeats itself bit for bit. */
import { describe, expect, test } from 'vitest';
import { startBackend, type BackendName } from '../../../src/nn/backend.ts';
import type { BatchSource } from '../../../src/nn/batches.ts';
import { classification, type LossAxis } from '../../../src/nn/loss.ts';
import { Mlp } from '../../../src/nn/models/mlp.ts';
import { createAdam } from '../../../src/nn/optimizer.ts';
import { RunControl } from '../../../src/nn/run-control.ts';
import * as tf from '../../../src/nn/tf.ts';
import { train } from '../../../src/nn/train.ts';
import { stream } from '../../../src/math/random.ts';
import { nodeAssets } from '../support/backends.ts';
import { offerWebGpu } from '../support/webgpu.ts';

const webGpu = await offerWebGpu();
const FEATURES = 40;
const SIZES = [24, 24, 16];

/** Three batches of noise with labels, the last one smaller. */
const source: BatchSource = {
  count: SIZES.length,
  samples: 64,
  predictions: 64,
  batch(index) {
    const random = stream(index, 'test/images');
    const size = SIZES[index];
    const images = tf.tensor2d(Float32Array.from(random.normals(size * FEATURES)), [size, FEATURES]);
    const labels = tf.tensor1d(
      Int32Array.from({ length: size }, () => random.integer(10)),
      'int32',
    );
    return Promise.resolve({ inputs: images, targets: labels, size, predictions: size, dispose: () => tf.dispose([images, labels]) });
  },
};

async function run(backend: BackendName, axis: LossAxis, steps: number): Promise<{ losses: number[]; weights: Float32Array }> {
  await startBackend(backend, 0, nodeAssets);
  const network = new Mlp({ inputs: FEATURES, hidden: [32, 16], outputs: 10, seed: 3 });
  const optimizer = createAdam({ learningRate: 0.003 });
  const losses: number[] = [];
  await train({
    network,
    optimizer,
    source,
    objective: classification(axis),
    steps,
    control: new RunControl(),
    onChunk: (values) => void losses.push(...values),
  });
  const weights = Float32Array.from(await network.layers[0].values());
  network.dispose();
  optimizer.dispose();
  return { losses, weights };
}

describe.each(['classAxis', 'batchAxis'] as const)('%s', (axis) => {
  test('cpu and wasm agree over 50 steps', async () => {
    const reference = await run('cpu', axis, 50);
    const other = await run('wasm', axis, 50);
    expect(reference.losses[49]).toBeLessThan(0.8 * reference.losses[0]);
    reference.losses.forEach((loss, step) => expect(Math.abs(other.losses[step] / loss - 1)).toBeLessThan(1e-4));
  });

  test.skipIf(!webGpu)('wasm and webgpu agree over 15 steps', { timeout: 120_000 }, async () => {
    const reference = await run('wasm', axis, 15);
    const other = await run('webgpu', axis, 15);
    reference.losses.forEach((loss, step) => expect(Math.abs(other.losses[step] / loss - 1)).toBeLessThan(1e-4));
  });
});

test.each(['cpu', 'wasm'] as const)('%s repeats itself bit for bit over 80 steps', async (backend) => {
  const [first, second] = [await run(backend, 'batchAxis', 80), await run(backend, 'batchAxis', 80)];
  expect(second.losses).toEqual(first.losses);
  expect(second.weights).toEqual(first.weights);
});

test('no tensor stays behind', async () => {
  await run('wasm', 'batchAxis', 5);
  const before = tf.memory().numTensors;
  await run('wasm', 'batchAxis', 40);
  expect(tf.memory().numTensors).toBe(before);
});
