/** Layers against their formulas in plain doubles. */
import { describe, expect, test } from 'vitest';
import { stream } from '../../../src/math/random.ts';
import { gelu } from '../../../src/nn/layers/activation.ts';
import { BatchNorm } from '../../../src/nn/layers/batch-norm.ts';
import { Dense } from '../../../src/nn/layers/dense.ts';
import { Initialiser } from '../../../src/nn/layers/init.ts';
import { testing, type Pass } from '../../../src/nn/layers/layer.ts';
import { LayerNorm } from '../../../src/nn/layers/layer-norm.ts';
import { SelfAttention } from '../../../src/nn/layers/self-attention.ts';
import { createUpdater } from '../../../src/nn/optimizer.ts';
import * as tf from '../../../src/nn/tf.ts';
import { startOn } from './start.ts';

const drawn = (name: string, count: number, scale = 1): Float32Array => Float32Array.from(stream(11, `test/${name}`).normals(count, scale));
const close = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void => {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(Math.abs(actual[i] - expected[i]), `entry ${i}`).toBeLessThan(tolerance);
};

describe('initial weights', () => {
  const fan = { inputs: 400, outputs: 100 };
  const spread = (values: Float32Array): { largest: number; deviation: number } => ({
    largest: values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    deviation: Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length),
  });

  test.each([
    ['lux', 'tanh', (Math.sqrt(3) * 5) / 3 / 20],
    ['lux', 'relu', (Math.sqrt(3) * 2) / 20],
    ['lux', 'linear', Math.sqrt(3) / 20],
    ['he-uniform', 'relu', Math.sqrt(6) / 20],
  ] as const)('%s before %s is uniform up to its bound', (init, activation, bound) => {
    const { largest, deviation } = spread(new Initialiser(5, init).weights('w', 40_000, fan, activation));
    expect(largest).toBeLessThanOrEqual(bound);
    expect(largest).toBeGreaterThan(0.999 * bound);
    // A uniform number's deviation is bound/√3; over 40,000 its relative error is 0.2 %.
    expect(Math.abs(deviation / (bound / Math.sqrt(3)) - 1)).toBeLessThan(0.015);
  });

  test('xavier-normal has variance 2/(inputs + outputs)', () => {
    const { deviation } = spread(new Initialiser(5, 'xavier-normal').weights('w', 40_000, fan, 'relu'));
    expect(Math.abs(deviation / Math.sqrt(2 / 500) - 1)).toBeLessThan(0.02);
  });

  test('biases: ±1/√inputs for lux, 0 for the others; each parameter from its own stream', () => {
    const lux = new Initialiser(5, 'lux');
    expect(spread(lux.bias('b', 1000, fan)).largest).toBeLessThanOrEqual(1 / 20);
    expect(spread(lux.bias('b', 1000, fan)).largest).toBeGreaterThan(0.98 / 20);
    expect(new Initialiser(5, 'he-uniform').bias('b', 3, fan)).toEqual(new Float32Array(3));
    expect(lux.weights('w', 4, fan, 'relu')).not.toEqual(lux.weights('v', 4, fan, 'relu'));
    expect(lux.weights('w', 4, fan, 'relu')).toEqual(lux.weights('w', 8, fan, 'relu').slice(0, 4));
  });
});

describe.each(['cpu', 'wasm'] as const)('%s', (backend) => {
  test('gelu is within 5e-4 of x Φ(x), and its gradient is its slope', async () => {
    await startOn(backend);
    // Φ at 0.5, 1 and 2 from tables of the normal distribution.
    const points = [0, 0.5, 1, 2, -0.5, -1, -2];
    const normal = [0.5, 0.6914624613, 0.8413447461, 0.9772498681, 0.3085375387, 0.1586552539, 0.0227501319];
    const x = tf.tensor1d(points);
    close(
      gelu(x).dataSync(),
      points.map((value, i) => value * normal[i]),
      5e-4,
    );
    const gradient = tf
      .grad((v: tf.Tensor) => tf.sum(gelu(v)))(x)
      .dataSync();
    const h = 1e-2;
    const [up, down] = [h, -h].map((shift) => gelu(tf.add(x, shift)).dataSync());
    // Central differences: h² f‴/6 and rounding of 2e-7/h.
    close(
      gradient,
      points.map((_, i) => (up[i] - down[i]) / (2 * h)),
      2e-4,
    );
  });

  test('layer normalisation', async () => {
    await startOn(backend);
    const layer = new LayerNorm('norm', 5);
    const x = drawn('rows', 15, 3);
    const expected = Array.from(x, (value, i) => {
      const row = x.slice(5 * Math.floor(i / 5), 5 * Math.floor(i / 5) + 5);
      const mean = row.reduce((sum, each) => sum + each, 0) / 5;
      const variance = row.reduce((sum, each) => sum + (each - mean) ** 2, 0) / 5;
      return (value - mean) / Math.sqrt(variance + 1e-5);
    });
    close(
      tf.tidy(() => layer.forward(tf.tensor2d(x, [3, 5])).dataSync()),
      expected,
      2e-6,
    );
    layer.dispose();
  });

  test('batch normalisation keeps running statistics and tests by them', async () => {
    await startOn(backend);
    const [layer, updater] = [new BatchNorm('norm', 3), createUpdater()];
    const pass: Pass = { training: true, step: 1, average: (variable, value, rate) => updater.average(variable, value, rate) };
    const x = drawn('images', 2 * 2 * 2 * 3, 2);
    const images = tf.tensor4d(x, [2, 2, 2, 3]);
    const rows = 8;
    const channel = (c: number): number[] => Array.from({ length: rows }, (_, row) => x[3 * row + c]);
    const moments = [0, 1, 2].map((c) => {
      const mean = channel(c).reduce((sum, value) => sum + value, 0) / rows;
      return { mean, variance: channel(c).reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows };
    });
    const trained = tf.tidy(() => layer.forward(images, pass).dataSync());
    close(
      trained,
      Array.from(x, (value, i) => (value - moments[i % 3].mean) / Math.sqrt(moments[i % 3].variance + 1e-5)),
      5e-6,
    );
    const running = moments.map(({ mean, variance }) => ({ mean: 0.1 * mean, variance: 0.9 + (0.1 * variance * rows) / (rows - 1) }));
    close(
      await layer.statistics[0].data(),
      running.map(({ mean }) => mean),
      1e-6,
    );
    close(
      await layer.statistics[1].data(),
      running.map(({ variance }) => variance),
      1e-6,
    );
    const tested = tf.tidy(() => layer.forward(images, testing).dataSync());
    close(
      tested,
      Array.from(x, (value, i) => (value - running[i % 3].mean) / Math.sqrt(running[i % 3].variance + 1e-5)),
      5e-6,
    );
    images.dispose();
    layer.dispose();
  });

  test('attention is the formula, and blind to the future', async () => {
    await startOn(backend);
    const [length, heads, width, size] = [4, 2, 6, 3];
    const linear = (name: string, outputs: number): Dense =>
      new Dense({
        name,
        inputs: width,
        outputs,
        activation: 'linear',
        weights: drawn(name, outputs * width),
        bias: drawn(`${name}/bias`, outputs),
      });
    const [project, merge] = [linear('project', 3 * width), linear('merge', width)];
    const layer = new SelfAttention({ heads, length, project, merge });
    const x = drawn('tokens', 2 * length * width);
    const [w, b] = [project.weights, project.bias].map((each) => each?.variable.dataSync() as Float32Array);
    const [v, c] = [merge.weights, merge.bias].map((each) => each?.variable.dataSync() as Float32Array);
    const projected = (row: number, column: number): number => {
      let sum = b[column];
      for (let k = 0; k < width; k++) sum += w[column * width + k] * x[row * width + k];
      return sum;
    };
    const expected: number[] = [];
    for (let row = 0; row < 2 * length; row++) {
      const start = row - (row % length);
      const seen: number[] = [];
      for (let head = 0; head < heads; head++) {
        const scores = Array.from({ length: row - start + 1 }, (_, i) => {
          let dot = 0;
          for (let k = 0; k < size; k++) dot += projected(row, head * size + k) * projected(start + i, width + head * size + k);
          return Math.exp(dot / Math.sqrt(size));
        });
        const total = scores.reduce((sum, score) => sum + score, 0);
        for (let k = 0; k < size; k++) {
          seen.push(scores.reduce((sum, score, i) => sum + (score / total) * projected(start + i, 2 * width + head * size + k), 0));
        }
      }
      for (let column = 0; column < width; column++) {
        expected.push(seen.reduce((sum, value, k) => sum + v[column * width + k] * value, c[column]));
      }
    }
    close(
      tf.tidy(() => layer.forward(tf.tensor2d(x, [2 * length, width]), testing).dataSync()),
      expected,
      2e-5,
    );
    layer.dispose();
  });
});
