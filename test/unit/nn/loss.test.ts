import { beforeAll, describe, expect, test } from 'vitest';
import { startBackend } from '../../../src/nn/backend.ts';
import { correctCount, crossEntropy, crossEntropyExpression, classScores } from '../../../src/nn/loss.ts';
import * as tf from '../../../src/nn/tf.ts';
import vectors from '../../reference/dtc-test-vectors.json' with { type: 'json' };
import { nodeAssets } from '../support/backends.ts';

const { logits, labels } = vectors.losses;

describe.each(['cpu', 'wasm'] as const)('%s', (backend) => {
  beforeAll(async () => {
    await startBackend(backend, 0, nodeAssets);
  });

  describe.each(['batchAxis', 'classAxis'] as const)('%s', (axis) => {
    const expected = vectors.losses[axis];

    test.each([
      ['used', crossEntropy],
      ['as an expression', crossEntropyExpression],
    ])('loss %s and its gradient are those of the specification', (_name, loss) => {
      const z = tf.tensor2d(logits);
      const y = tf.tensor1d(labels, 'int32');
      const { value, grad } = tf.valueAndGrad((x: tf.Tensor) => loss(x as tf.Tensor2D, y, axis))(z);
      // Float32: six digits.
      expect(value.dataSync()[0]).toBeCloseTo(expected.loss, 5);
      expected.gradLogits.flat().forEach((entry, index) => expect(grad.dataSync()[index]).toBeCloseTo(entry, 5));
    });

    test('the prediction is the largest output', () => {
      const z = tf.tensor2d(logits);
      expect([...tf.argMax(classScores(z, axis), 1).dataSync()]).toEqual(expected.predictions);
      const right = expected.predictions.filter((prediction, row) => prediction === labels[row]).length;
      expect(correctCount(z, tf.tensor1d(labels, 'int32'), axis).dataSync()[0]).toBe(right);
    });
  });
});
