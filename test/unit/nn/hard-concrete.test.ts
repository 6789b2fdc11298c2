/** Hard-concrete gates against expressions of our own in double precision, on every backend. */
import { describe, expect, test } from 'vitest';
import { stream } from '../../../src/math/random.ts';
import type { BackendName } from '../../../src/nn/backend.ts';
import { Parameter } from '../../../src/nn/layers/parameter.ts';
import { ADAM, Optimizer } from '../../../src/nn/optimizer.ts';
import { HardConcreteGates, noisyGate, openProbability, testGate } from '../../../src/nn/optimizer/terms/hard-concrete.ts';
import * as tf from '../../../src/nn/tf.ts';
import { uniformNoise, uniformNumbers } from '../../../src/nn/uniform-noise.ts';
import { offerWebGpu } from '../support/webgpu.ts';
import { startOn } from './start.ts';

const webGpu = await offerWebGpu();
const backends: BackendName[] = ['cpu', 'wasm', ...(webGpu ? (['webgpu'] as const) : [])];

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
/** The gate as the paper has it: β = 2/3, γ = −0.1, ζ = 1.1. */
const gateAt = (logAlpha: number, u: number): number =>
  Math.min(1, Math.max(0, 1.2 * sigmoid((Math.log(u) - Math.log(1 - u) + logAlpha) / (2 / 3)) - 0.1));

const read = async (tensor: tf.Tensor): Promise<Float32Array> => {
  const values = ((await tensor.data()) as Float32Array).slice();
  tensor.dispose();
  return values;
};

test('the noise is uniform, differs from step to step, and is never 0 or 1', () => {
  const numbers = uniformNumbers(40_000, [1, 2], 3);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const square = numbers.reduce((sum, value) => sum + value * value, 0) / numbers.length;
  // Standard errors 0.0014 and 0.0015.
  expect(Math.abs(mean - 1 / 2)).toBeLessThan(0.006);
  expect(Math.abs(square - 1 / 3)).toBeLessThan(0.006);
  expect(numbers.every((value) => value > 0 && value < 1)).toBe(true);
  expect([...uniformNumbers(8, [1, 2], 4)]).not.toEqual([...numbers.subarray(0, 8)]);
  expect([...uniformNumbers(8, [2, 2], 3)]).not.toEqual([...numbers.subarray(0, 8)]);
});

describe.each(backends)('%s', (backend) => {
  test('makes the very numbers that JavaScript makes', async () => {
    await startOn(backend);
    expect([...(await read(uniformNoise([67, 3], [5, 6], 9)))]).toEqual([...uniformNumbers(201, [5, 6], 9)]);
  });

  test('the share of gates that are open is what the formula says', async () => {
    await startOn(backend);
    const draws = 20_000;
    for (const logAlpha of [-3, -1, 0, 2]) {
      const { gate, open } = tf.tidy(() => ({
        gate: noisyGate(tf.mul(tf.ones([draws]), logAlpha), uniformNoise([draws], [7, 8], 1)).gate,
        open: openProbability(tf.scalar(logAlpha)),
      }));
      const found = (await read(gate)).filter((value) => value !== 0).length / draws;
      const [expected] = await read(open);
      expect(expected).toBeCloseTo(sigmoid(logAlpha - (2 / 3) * Math.log(0.1 / 1.1)), 6);
      // Four standard errors.
      expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / draws));
    }
  });

  test('gates follow the formula, and a closed one is exactly 0 in a test', async () => {
    await startOn(backend);
    const [logAlphas, us] = [
      [-6, -2.5, -2.3, 0, 1, 8],
      [0.3, 0.9, 0.5, 0.01, 0.7, 0.2],
    ];
    const values = tf.tidy(() => ({
      noisy: noisyGate(tf.tensor1d(logAlphas), tf.tensor1d(us)).gate,
      still: testGate(tf.tensor1d(logAlphas)),
    }));
    const [noisy, still] = [await read(values.noisy), await read(values.still)];
    logAlphas.forEach((logAlpha, i) => {
      expect(noisy[i]).toBeCloseTo(gateAt(logAlpha, us[i]), 5);
      expect(still[i]).toBeCloseTo(Math.min(1, Math.max(0, 1.2 * sigmoid(logAlpha) - 0.1)), 5);
    });
    expect([...still.subarray(0, 2), still[5]]).toEqual([0, 0, 1]);
  });

  test('gradients are those of the loss with its expected number of open gates, by finite differences', async () => {
    await startOn(backend);
    const size = 12;
    const theta = Float32Array.from(stream(3, 'test/theta').normals(size));
    const parameter = new Parameter('dense-1/weight', 'weight', theta, [size]);
    // At a rate of 1 what is trained is log α itself.
    const gates = new HardConcreteGates([parameter], { seed: 11, dropout: 0.5, rate: 1 });
    const logAlpha = Float32Array.from(stream(4, 'test/log-alpha').normals(size, 1.5));
    tf.tidy(() => gates.gated(parameter)!.scaled.assign(tf.tensor1d(logAlpha)));
    gates.draw(5);
    const drawn = (await parameter.values()).slice();
    const alpha = 0.3;
    // Loss Σ i (w_i − 1)² / 2 of w = θ∘z, whose gradient is i (w_i − 1).
    const gradient = tf.tensor1d(Float32Array.from(drawn, (w, i) => i * (w - 1)));
    const found = gates.gradients(parameter, gradient, alpha);
    const [byTheta, byLogAlpha] = [await read(found.theta), await read(found.scaled)];
    // The noise of the draw, from a gate that was open and not saturated, or from the numbers themselves.
    const u = uniformNumbers(size, gates.gated(parameter)!.key, 5);
    const objective = (i: number, t: number, a: number): number =>
      (i * (t * gateAt(a, u[i]) - 1) ** 2) / 2 + alpha * sigmoid(a - (2 / 3) * Math.log(0.1 / 1.1));
    const h = 1e-5;
    for (let i = 0; i < size; i++) {
      expect(drawn[i]).toBeCloseTo(theta[i] * gateAt(logAlpha[i], u[i]), 5);
      expect(byTheta[i]).toBeCloseTo((objective(i, theta[i] + h, logAlpha[i]) - objective(i, theta[i] - h, logAlpha[i])) / (2 * h), 3);
      expect(byLogAlpha[i]).toBeCloseTo((objective(i, theta[i], logAlpha[i] + h) - objective(i, theta[i], logAlpha[i] - h)) / (2 * h), 3);
    }
    expect(new Set(byTheta.map((value) => Math.sign(value))).size).toBeGreaterThan(1);
    gradient.dispose();
    [gates, parameter].forEach((owned) => owned.dispose());
  });

  test('a strong α closes gates to exact zeros, masks hold, and nothing is left on the device', async () => {
    await startOn(backend);
    const before = tf.memory().numTensors;
    const parameter = new Parameter('dense-1/weight', 'weight', Float32Array.of(1, -1, 0.5, 2), [4]);
    await parameter.setMask(Float32Array.of(1, 1, 1, 0));
    const gates = new HardConcreteGates([parameter], { seed: 1, dropout: 0.5, rate: 10 });
    const optimizer = new Optimizer(ADAM, { learningRate: 0.05, terms: [{ term: gates, weight: 1 }] });
    gates.draw(1);
    for (let step = 0; step < 20; step++) {
      // The first weight is wanted more than a closed gate, the others not at all.
      const [w] = await parameter.values();
      tf.tidy(() => optimizer.applyStep([parameter], { [parameter.variable.name]: tf.tensor1d([200 * (w - 1), 0, 0, 0]) }));
      expect((await parameter.values())[3]).toBe(0);
    }
    gates.settle();
    const values = [...(await parameter.values())];
    expect(values[0]).toBeGreaterThan(0.5);
    expect(values.slice(1).map((value) => Object.is(value, 0))).toEqual([true, true, true]);
    [gates, optimizer, parameter].forEach((owned) => owned.dispose());
    expect(tf.memory().numTensors).toBe(before);
  });
});
