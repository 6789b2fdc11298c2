import { describe, expect, test } from 'vitest';
import { startBackend } from '../../../src/nn/backend.ts';
import { AdamExpression, createAdam, type Adam } from '../../../src/nn/optimizer.ts';
import * as tf from '../../../src/nn/tf.ts';
import { nodeAssets } from '../support/backends.ts';

const start = [0.5, -1.25, 0, 3, -0.001];
const gradientAt = (step: number): number[] => start.map((_, i) => Math.sin(3 * i + step) * 10 ** (i - 2));

/** Algorithm 1 of arXiv 1412.6980 in doubles. */
function reference(steps: number): number[] {
  const [m, v, w] = [start.map(() => 0), start.map(() => 0), [...start]];
  for (let t = 1; t <= steps; t++) {
    gradientAt(t).forEach((g, i) => {
      m[i] = 0.9 * m[i] + 0.1 * g;
      v[i] = 0.999 * v[i] + 0.001 * g * g;
      w[i] -= (0.01 * (m[i] / (1 - 0.9 ** t))) / (Math.sqrt(v[i] / (1 - 0.999 ** t)) + 1e-8);
    });
  }
  return w;
}

function run(adam: Adam, steps: number): Float32Array {
  const variable = tf.variable(tf.tensor1d(start));
  for (let t = 1; t <= steps; t++) {
    tf.tidy(() => adam.applyStep([variable], { [variable.name]: tf.tensor1d(gradientAt(t)) }));
  }
  const values = variable.dataSync() as Float32Array;
  adam.dispose();
  variable.dispose();
  return values;
}

describe.each(['cpu', 'wasm'] as const)('%s', (backend) => {
  test.each([
    ['used here', createAdam],
    ['as an expression', (options: { learningRate: number }) => new AdamExpression(options)],
  ])('Adam %s follows the algorithm', async (_name, make) => {
    await startBackend(backend, 0, nodeAssets);
    const values = run(make({ learningRate: 0.01 }), 30);
    reference(30).forEach((value, i) => expect(Math.abs(values[i] - value)).toBeLessThan(2e-6));
  });
});

test('and agrees with that of tfjs where both have the same ε', async () => {
  await startBackend('cpu', 0, nodeAssets);
  const variable = tf.variable(tf.tensor1d(start));
  const adam = tf.train.adam(0.01, 0.9, 0.999, 1e-8);
  for (let t = 1; t <= 30; t++) adam.applyGradients([{ name: variable.name, tensor: tf.tensor1d(gradientAt(t)) }]);
  const ours = run(new AdamExpression({ learningRate: 0.01 }), 30);
  variable.dataSync().forEach((value, i) => expect(Math.abs(ours[i] - value)).toBeLessThan(2e-6));
});
