import { beforeAll, describe, expect, it } from 'vitest';
import { gelu, geluErf } from '../../../../src/nn/kernels/wasm/activations.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { centralDifference, largestDifference, onBoth, startWithKernels, tensor } from './setup.ts';

beforeAll(async () => {
  await startWithKernels();
});

describe('the gradient of relu', () => {
  it('passes dy where the input is positive, exactly, for awkward sizes', async () => {
    for (const n of [1, 2, 3, 4, 5, 7, 10, 272, 1023]) {
      const { cpu, wasm } = await onBoth(() => {
        const weights = tensor([n], 2);
        const [x, zero] = [tensor([n], 1), tf.zeros([n])];
        return [x, zero].map((at) => tf.grad((input: tf.Tensor) => tf.sum(tf.mul(tf.relu(input), weights)))(at));
      });
      wasm.forEach((gradient, i) => expect(largestDifference(gradient, cpu[i])).toBe(0));
    }
  });

  it('is one kernel on WebAssembly', async () => {
    await tf.setBackend('wasm');
    const profile = await tf.profile(() => tf.tidy(() => tf.grad((x: tf.Tensor) => tf.relu(x))(tensor([10], 1), tf.ones([10]))));
    const names = profile.kernels.map(({ name }) => name);
    expect(names).toContain('ReluGrad');
    expect(names).not.toContain('Step');
  });
});

describe('Tanh', () => {
  it('is within 2^-22 of the double-precision function, relatively, from 1e-20 to beyond saturation', () => {
    const x = Float32Array.from([
      ...Array.from({ length: 4001 }, (_, i) => (i - 2000) / 200),
      ...Array.from({ length: 60 }, (_, i) => 10 ** (-20 + i / 3)),
      0.625,
      -0.625,
      0.62499994,
      88,
      -1000,
    ]);
    tf.tanh(tf.tensor1d(x))
      .dataSync()
      .forEach((y, i) => {
        expect(Math.abs(y - Math.tanh(x[i])), `tanh(${x[i]}) = ${y}`).toBeLessThanOrEqual(2 ** -22 * Math.abs(Math.tanh(x[i])));
      });
  });

  it('keeps infinities, NaN and the sign of zero', () => {
    const y = Array.from(tf.tanh(tf.tensor1d([Infinity, -Infinity, NaN, 0, -0])).dataSync());
    expect(y).toEqual([1, -1, NaN, 0, -0]);
  });
});

describe('Prelu', () => {
  it.each([
    [[5, 7], [7]],
    [
      [5, 7],
      [5, 7],
    ],
    [
      [2, 3, 4, 10],
      [1, 1, 10],
    ],
    [
      [2, 3, 4, 5],
      [3, 1, 5],
    ],
    [[3, 6], [1]],
    [[3, 6], []],
    [[272], [272]],
    [
      [4, 3],
      [4, 1],
    ],
  ])('of %j with slopes %j equals tfjs on the cpu backend exactly', async (shape, slopes) => {
    const { cpu, wasm } = await onBoth(() => tf.prelu(tensor(shape, 1), tensor(slopes, 2)));
    expect(largestDifference(wasm[0], cpu[0])).toBe(0);
  });
});

/** x Φ(x) by Simpson's rule on the density, 400 intervals to 0: its error is below 1e-10 for |x| ≤ 8. */
function exactly(x: number): number {
  const density = (t: number): number => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
  const width = Math.min(Math.abs(x), 8) / 400;
  let sum = 0;
  for (let i = 0; i < 400; i += 2) sum += density(i * width) + 4 * density((i + 1) * width) + density((i + 2) * width);
  return x * (0.5 + (Math.sign(x) * sum * width) / 3);
}

describe.each([
  ['gelu', gelu, (x: number): number => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))],
  ['its exact form', geluErf, exactly],
] as const)('%s', (_name, activation, formula) => {
  const x = Float32Array.from([...Array.from({ length: 2003 }, (_, i) => (i - 1001) / 100), -100, 100, 1e-10]);

  it('equals its formula in double precision', () => {
    activation(tf.tensor1d(x))
      .dataSync()
      .forEach((y, i) => {
        // 1 + tanh loses digits where tanh is close to -1: an error of 2^-23 there is multiplied by half of x.
        expect(Math.abs(y - formula(x[i])), `gelu(${x[i]}) = ${y}`).toBeLessThanOrEqual(2 ** -22 * Math.max(Math.abs(x[i]), 1e-10));
      });
  });

  it('has the derivative that central differences give', () => {
    const weights = x.map((_, i) => 1 + (i % 3));
    const gradient = tf
      .grad((values: tf.Tensor) => activation(values))(tf.tensor1d(x), tf.tensor1d(weights))
      .dataSync();
    gradient.forEach((slope, i) => {
      const expected = weights[i] * centralDifference(([value]) => formula(value), Float64Array.of(x[i]), 0);
      expect(Math.abs(slope - expected), `at ${x[i]}`).toBeLessThan(5e-6);
    });
  });

  it('handles sizes that fill no vector', () => {
    for (const n of [1, 2, 3, 5, 7]) {
      expect(Array.from(activation(tf.tensor1d(x.slice(0, n))).dataSync())).toEqual(
        Array.from(activation(tf.tensor1d(x)).dataSync().slice(0, n)),
      );
    }
  });
});
