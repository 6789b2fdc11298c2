/** Gates of the hard-concrete method in WGSL, against the formulas of arXiv 1712.01312 in double precision. */
import { beforeAll, describe, expect } from 'vitest';
import { findDispatcher, type Dispatcher } from '../../../../src/nn/kernels/webgpu/dispatcher.ts';
import { drawGates, gateGradients, settleGates } from '../../../../src/nn/kernels/webgpu/hard-concrete.ts';
import { StepBuffer } from '../../../../src/nn/kernels/webgpu/step-buffer.ts';
import { noisyGate } from '../../../../src/nn/optimizer/terms/hard-concrete.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { uniformNumbers } from '../../../../src/nn/uniform-noise.ts';
import { bits, gpuTest, largestDifference, numbers, startWithKernels } from './setup.ts';

beforeAll(startWithKernels);

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const key = [0xdeadbeef, 5] as const;
const SHIFT = (2 / 3) * Math.log(0.1 / 1.1);
const shape = { rate: 10, coldness: 1.5, low: -0.1, stretch: 1.2 };
const [STEP, ALPHA] = [7, 0.3];

const stretchedAt = (logAlpha: number, u: number): number => 1.2 * sigmoid((Math.log(u) - Math.log(1 - u) + logAlpha) * 1.5) - 0.1;
const clamped = (value: number): number => Math.min(1, Math.max(0, value));

const read = async (tensor: tf.Tensor): Promise<Float32Array> => (await tensor.data()) as Float32Array;

// Neither a multiple of the four numbers of an invocation, nor of a workgroup of 256.
describe.each([1, 6, 1031])('%i gates', (n) => {
  const theta = numbers(n, 1);
  /** log α from −8 to 8. */
  const scaled = numbers(n, 2).map((value) => 0.8 * value);
  const g = numbers(n, 3);
  const mask = numbers(n, 4).map((value) => Number(value > -0.6));
  const u = uniformNumbers(n, key, STEP);
  const stretched = Array.from(u, (value, i) => stretchedAt(10 * scaled[i], value));
  const gates = stretched.map(clamped);
  // Where a gate is about to close or to open wide, rounding decides what its slope is.
  const sure = stretched.map((value) => Math.min(Math.abs(value), Math.abs(1 - value)) > 1e-5);
  const slopes = Array.from(u, (value, i) => {
    const h = 1e-5;
    return (clamped(stretchedAt(10 * scaled[i] + h, value)) - clamped(stretchedAt(10 * scaled[i] - h, value))) / (2 * h);
  });

  const tensorsOf = (masked: boolean) => ({
    theta: tf.tensor1d(theta),
    scaled: tf.tensor1d(scaled),
    mask: masked ? tf.tensor1d(mask) : null,
    gate: tf.zeros([n]),
    slope: tf.zeros([n]),
    gated: tf.zeros([n]),
  });
  const disposeOf = (tensors: ReturnType<typeof tensorsOf>): void => tf.dispose(Object.values(tensors).filter((tensor) => tensor !== null));

  gpuTest('follow the formula, and their slope its finite differences', async () => {
    const device = findDispatcher() as Dispatcher;
    const step = new StepBuffer(device);
    for (const masked of [true, false]) {
      const tensors = tensorsOf(masked);
      const [own, fromBuffer] = [tensors, tensorsOf(masked)];
      drawGates(device, own, shape, key, STEP);
      step.write({ step: STEP - 1 });
      drawGates(device, fromBuffer, shape, key, step);
      const [gate, slope, gated] = [await read(own.gate), await read(own.slope), await read(own.gated)];
      expect(largestDifference(gate, gates)).toBeLessThan(2e-6);
      expect(
        largestDifference(
          slope.map((value, i) => (sure[i] ? value : slopes[i])),
          slopes,
        ),
      ).toBeLessThan(5e-6);
      expect(
        largestDifference(
          gated,
          gates.map((value, i) => theta[i] * value * (masked ? mask[i] : 1)),
        ),
      ).toBeLessThan(4e-6);
      // A closed gate and a pruned weight are +0, whatever the sign of θ.
      const words = bits(gated);
      gates.forEach((value, i) => {
        if (sure[i] && (value === 0 || (masked && mask[i] === 0))) expect(words[i], `gate ${i}`).toBe(0);
      });
      expect(largestDifference(await read(fromBuffer.gate), [...gate])).toBeLessThan(1e-6);
      expect(largestDifference(await read(fromBuffer.gated), [...gated])).toBeLessThan(1e-6);
      [own, fromBuffer].forEach(disposeOf);
    }
    step.dispose();
  });

  gpuTest('are those of the expressions, and so are the gradients, with α given or in the step', async () => {
    const device = findDispatcher() as Dispatcher;
    const step = new StepBuffer(device);
    const tensors = tensorsOf(false);
    drawGates(device, tensors, shape, key, STEP);
    const expected = tf.tidy(() => noisyGate(tf.mul(tensors.scaled, 10), tf.tensor1d(u)));
    expect(largestDifference(await read(tensors.gate), [...(await read(expected.gate))])).toBeLessThan(2e-6);
    const gradient = tf.tensor1d(g);
    step.write({ gateAlpha: ALPHA });
    for (const alpha of [ALPHA, step]) {
      const found = gateGradients(device, gradient, tensors, { rate: 10, shift: SHIFT }, alpha);
      expect(
        largestDifference(
          await read(found.theta),
          gates.map((value, i) => g[i] * value),
        ),
      ).toBeLessThan(1e-5);
      const price = Array.from(scaled, (value) => ((p) => ALPHA * p * (1 - p))(sigmoid(10 * value - SHIFT)));
      const wanted = slopes.map((slope, i) => (sure[i] ? 10 * (g[i] * theta[i] * slope + price[i]) : 0));
      const byScaled = (await read(found.scaled)).map((value, i) => (sure[i] ? value : 0));
      expect(largestDifference(byScaled, wanted)).toBeLessThan(5e-4);
      tf.dispose(found);
    }
    tf.dispose([gradient, expected.gate, expected.slope]);
    disposeOf(tensors);
    step.dispose();
  });

  gpuTest('without noise follow σ alone', async () => {
    const device = findDispatcher() as Dispatcher;
    const tensors = tensorsOf(true);
    settleGates(device, tensors, shape);
    const still = Array.from(scaled, (value) => clamped(1.2 * sigmoid(10 * value) - 0.1));
    const gated = await read(tensors.gated);
    expect(
      largestDifference(
        gated,
        still.map((value, i) => theta[i] * value * mask[i]),
      ),
    ).toBeLessThan(4e-6);
    mask.forEach((value, i) => {
      if (value === 0 || 1.2 * sigmoid(10 * scaled[i]) - 0.1 < -1e-5) expect(Object.is(gated[i], 0), `gate ${i}`).toBe(true);
    });
    disposeOf(tensors);
  });
});
