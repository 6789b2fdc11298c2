/** The optimiser's update with the exponential penalty in AssemblyScript, against doubles. */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  penalisedAdam,
  penalisedDescent,
  type PenalisedSettings,
  type PenaltyNumbers,
} from '../../../../src/nn/kernels/wasm/penalised-adam.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { bits, largestDifference, numbers, startWithKernels } from './setup.ts';

beforeAll(async () => {
  await startWithKernels();
});

const settingsOf = (penalty: PenaltyNumbers): PenalisedSettings => ({
  learningRate: 0.01,
  penalty,
  twiceRho: 0,
  share: 1,
  factor: 1,
  unitInterval: false,
});

/** c sign w exp(−s|w|) as the kernel has it: the velocity after a step without momentum and without a gradient. */
function penaltyOf(weights: Float32Array, c: number, s: number): Float32Array {
  return tf.tidy(() => {
    const velocity = tf.zeros([weights.length]);
    const tensors = { weights: tf.tensor1d(weights), gradient: tf.zeros([weights.length]), mask: null, velocity };
    penalisedDescent(tensors, settingsOf({ kind: 'exponential', c, s }), 0);
    return velocity.dataSync() as Float32Array;
  });
}

describe('the exponential penalty', () => {
  it('is exact to 2^-22 and the rounding of the exponent', () => {
    const [c, s] = [0.25, 5];
    const weights = Float32Array.from({ length: 40_003 }, (_, i) => (i % 2 === 0 ? 1 : -1) * 16 * (i / 40_003) ** 2);
    const found = penaltyOf(weights, c, s);
    let worst = 0;
    weights.forEach((w, i) => {
      const expected = c * Math.sign(w) * Math.exp(-s * Math.abs(w));
      const allowed = 2 ** -22 + 2 ** -23 * s * Math.abs(w);
      if (w !== 0) worst = Math.max(worst, Math.abs(found[i] / expected - 1) / allowed);
    });
    expect(worst).toBeLessThan(1);
    // Nor is it so much better that the bound says nothing.
    expect(worst).toBeGreaterThan(0.3);
  });

  it('is 0 at 0 and where the exponential has no number left, c and −c beside 0, and lets NaN through', () => {
    const found = penaltyOf(Float32Array.of(0, -0, 1e-30, -1e-30, 20, -20, 3e38, NaN), 0.25, 5);
    // Adding 0 makes +0 of −0.
    expect([...found].map((value) => value + 0)).toEqual([0, 0, 0.25, -0.25, 0, 0, 0, NaN]);
  });
});

describe('penalisedAdam', () => {
  // Blocks are of 256: less than one, some with a rest, and one that is full.
  it.each([3, 256, 259, 1031])('follows the formula in double precision for %i weights, some of them pruned', (n) => {
    const [c, s, rate, beta1, beta2, epsilon] = [0.3, 5, 0.01, 0.9, 0.999, 1e-8];
    const start = numbers(n, 1);
    const mask = numbers(n, 2).map((value) => Number(value > -0.5));
    const [w, m, v] = [Float64Array.from(start, (value, i) => value * mask[i]), new Float64Array(n), new Float64Array(n)];
    const weights = tf.tensor1d(Float32Array.from(w));
    const tensors = { weights, firstMoment: tf.zeros([n]), secondMoment: tf.zeros([n]), mask: tf.tensor1d(mask) };
    for (let step = 1; step <= 10; step++) {
      const gradient = numbers(n, 10 + step);
      const [correction1, correction2] = [1 - beta1 ** step, 1 - beta2 ** step];
      penalisedAdam({ ...tensors, gradient: tf.tensor1d(gradient) }, settingsOf({ kind: 'exponential', c, s }), {
        beta1,
        beta2,
        epsilon,
        correction1,
        correction2,
      });
      for (let i = 0; i < n; i++) {
        const g = mask[i] * (gradient[i] + c * Math.sign(w[i]) * Math.exp(-s * Math.abs(w[i])));
        m[i] = beta1 * m[i] + (1 - beta1) * g;
        v[i] = beta2 * v[i] + (1 - beta2) * g * g;
        w[i] -= (rate * (m[i] / correction1)) / (Math.sqrt(v[i] / correction2) + epsilon);
      }
    }
    expect(largestDifference(weights.dataSync(), w)).toBeLessThan(3e-6);
    expect([...bits(weights)].filter((_, i) => mask[i] === 0).every((word) => word === 0)).toBe(true);
  });

  it('gives a weight the same bits wherever it stands', () => {
    const after = (n: number): Uint32Array => {
      const all = (value: number): tf.Tensor => tf.mul(tf.ones([n]), value);
      const weights = all(0.37);
      const tensors = { weights, firstMoment: all(0.1), secondMoment: all(0.2), gradient: all(0.03), mask: null };
      const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, correction1: 0.1, correction2: 0.001 };
      penalisedAdam(tensors, settingsOf({ kind: 'exponential', c: 0.3, s: 5 }), adam);
      return bits(weights);
    };
    expect(new Set(after(263)).size).toBe(1);
    expect(after(263)[0]).toBe(after(1)[0]);
  });
});
