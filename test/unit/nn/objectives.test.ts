/** Losses of the ℓ0 methods against the vectors of their specification. */
import { describe, expect, test } from 'vitest';
import { ResidentSource } from '../../../src/nn/batches.ts';
import { classification, GaussianObjective, regression } from '../../../src/nn/loss.ts';
import { RunControl } from '../../../src/nn/run-control.ts';
import * as tf from '../../../src/nn/tf.ts';
import { evaluate, meanLoss } from '../../../src/nn/train.ts';
import vectors from '../../reference/l0-nn-vectors.json' with { type: 'json' };
import { startOn } from './start.ts';

describe.each(['cpu', 'wasm'] as const)('%s', (backend) => {
  test.each(vectors.gaussian_loss.cases)(
    'Gaussian loss and ∂/∂σ for MSE $mse and σ $sigma',
    async ({ mse, sigma, loss_code: bits, dloss_dsigma: slope }) => {
      await startOn(backend);
      const objective = new GaussianObjective(sigma);
      // Errors of ±√MSE on two samples.
      const [outputs, targets] = [tf.tensor2d([[Math.sqrt(mse)], [-Math.sqrt(mse)]]), tf.zeros([2, 1])];
      const { value, grads } = tf.variableGrads(() => objective.loss(outputs, targets), [objective.sigma.variable]);
      expect(Math.abs(value.dataSync()[0] - bits)).toBeLessThan(1e-6 * Math.max(1, Math.abs(bits)) * 4);
      // Two terms of size 1/(σ ln 2) cancel at the optimum.
      const term = 1 / (sigma * Math.LN2);
      expect(Math.abs(grads[objective.sigma.variable.name].dataSync()[0] - slope)).toBeLessThan(1e-6 * (term + Math.abs(slope)));
      objective.dispose();
    },
  );

  test('cross-entropy, plain and smoothed', async () => {
    await startOn(backend);
    const { logits, label, plain_nats: plain, smoothed_0_1: smoothed } = vectors.cross_entropy;
    const [z, y] = [tf.tensor2d([logits]), tf.tensor1d([label], 'int32')];
    expect(classification('classAxis').loss(z, y).dataSync()[0]).toBeCloseTo(plain, 6);
    expect(classification('classAxis', 0.1).loss(z, y).dataSync()[0]).toBeCloseTo(smoothed, 6);
  });

  test('squared error is the mean over samples and outputs', async () => {
    await startOn(backend);
    expect(
      regression()
        .loss(
          tf.tensor2d([
            [1, 2],
            [3, 4],
          ]),
          tf.tensor2d([
            [1, 0],
            [0, 4],
          ]),
        )
        .dataSync()[0],
    ).toBeCloseTo(13 / 4, 6);
  });
});

test('the mean loss weighs samples alike, whatever the batches', async () => {
  await startOn('wasm');
  const control = new RunControl();
  const inputs = Float32Array.from([0, 1, 2, 3, 4]);
  const identity = { forward: (x: tf.Tensor) => tf.clone(x) };
  const source = new ResidentSource({ inputs, targets: new Float32Array(5), width: 1, targetWidth: 1 }, 2);
  expect([source.count, source.samples]).toEqual([3, 5]);
  expect(await meanLoss(identity, source, regression(), control)).toBeCloseTo(30 / 5, 6);
  await expect(evaluate(identity, source, regression(), control)).rejects.toThrow(/no accuracy/u);
  source.dispose();
});
