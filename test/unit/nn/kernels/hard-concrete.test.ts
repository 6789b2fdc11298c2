/** Gates of the hard-concrete method in AssemblyScript, against the formulas of arXiv 1712.01312 in double precision. */
import { beforeAll, describe, expect, it } from 'vitest';
import { drawGates, gateGradients, uniformNoise } from '../../../../src/nn/kernels/wasm/hard-concrete.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { uniformNumbers } from '../../../../src/nn/uniform-noise.ts';
import { bits, largestDifference, numbers, startWithKernels } from './setup.ts';

beforeAll(async () => {
  await startWithKernels();
});

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const key = [0xdeadbeef, 5] as const;
const SHIFT = (2 / 3) * Math.log(0.1 / 1.1);

describe.each([1, 3, 4, 15, 16, 17, 1030])('%i gates', (n) => {
  it('have the noise that JavaScript makes, to the last bit', () => {
    const expected = uniformNumbers(n, key, 4_000_000_000);
    expect([...(uniformNoise([n], key, 4_000_000_000).dataSync() as Float32Array)]).toEqual([...expected]);
  });

  it('follow the formula, and so do their gradients', () => {
    const [rate, step, alpha] = [10, 7, 0.3];
    const theta = numbers(n, 1);
    // log α from −8 to 8.
    const scaled = numbers(n, 2).map((value) => 0.8 * value);
    const g = numbers(n, 3);
    const mask = numbers(n, 4).map((value) => Number(value > -0.6));
    const u = uniformNumbers(n, key, step);
    const tensors = {
      theta: tf.tensor1d(theta),
      scaled: tf.tensor1d(scaled),
      mask: tf.tensor1d(mask),
      gate: tf.zeros([n]),
      slope: tf.zeros([n]),
      gated: tf.zeros([n]),
    };
    drawGates(tensors, rate, key, step);
    const expected = Array.from(u, (value, i) => {
      const logAlpha = rate * scaled[i];
      const s = sigmoid((Math.log(value) - Math.log(1 - value) + logAlpha) * 1.5);
      const stretched = 1.2 * s - 0.1;
      const gate = Math.min(1, Math.max(0, stretched));
      // Where a gate is about to close or to open wide, rounding decides.
      const sure = Math.min(Math.abs(stretched), Math.abs(1 - stretched)) > 1e-5;
      const p = sigmoid(logAlpha - SHIFT);
      return { gate, sure, slope: gate === stretched ? 1.8 * s * (1 - s) : 0, price: alpha * p * (1 - p) };
    });
    expect(
      largestDifference(
        tensors.gate.dataSync(),
        expected.map(({ gate }) => gate),
      ),
    ).toBeLessThan(1e-6);
    const slope = tensors.slope.dataSync().map((value, i) => (expected[i].sure ? value : expected[i].slope));
    expect(
      largestDifference(
        slope,
        expected.map((own) => own.slope),
      ),
    ).toBeLessThan(1e-6);
    expect(
      largestDifference(
        tensors.gated.dataSync(),
        expected.map(({ gate }, i) => theta[i] * gate * mask[i]),
      ),
    ).toBeLessThan(1e-6);
    const words = bits(tensors.gated);
    expected.forEach(({ gate }, i) => {
      if (gate === 0 || mask[i] === 0) expect(words[i] & 0x7fffffff, `gate ${i}`).toBe(words[i]);
    });

    const found = gateGradients(tf.tensor1d(g), tensors, { rate, shift: SHIFT, alpha });
    expect(
      largestDifference(
        found.theta.dataSync(),
        expected.map(({ gate }, i) => g[i] * gate),
      ),
    ).toBeLessThan(1e-6);
    const byScaled = found.scaled.dataSync().map((value, i) => (expected[i].sure ? value : 0));
    const wanted = expected.map((own, i) => (own.sure ? rate * (g[i] * theta[i] * own.slope + own.price) : 0));
    expect(largestDifference(byScaled, wanted)).toBeLessThan(1e-5);
  });
});
