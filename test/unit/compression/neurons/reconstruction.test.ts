import { expect, test } from 'vitest';
import { measure, measurementMatrix } from '../../../../src/compression/neurons/measurement.ts';
import { reconstruct, sensingMatrix } from '../../../../src/compression/neurons/reconstruction.ts';
import { keepByScore } from '../../../../src/compression/neurons/selection.ts';
import { dct1Matrix } from '../../../../src/math/dct.ts';
import cases from '../../../reference/lasso-cases.json' with { type: 'json' };
import vectors from '../../../reference/dtc-test-vectors.json' with { type: 'json' };

const phiOf = (rows: number, columns: number) => measurementMatrix({ rows, columns, seed: 42424242, layer: 0, cycle: null });

test('the measurement matrix of the first layer is the published one', () => {
  const { values } = phiOf(3, 5);
  vectors.rng.phi3x5.flat().forEach((value, index) => expect(values[index]).toBeCloseTo(value, 12));
});

test.each(cases.published)('$id: matrix, ray and pruned set are the published ones', (published) => {
  const phi = phiOf(published.n, published.m);
  const theta = sensingMatrix(phi);
  // The published matrices are reproduced to 7e-15; 1e-12 leaves room for another order of summation.
  published.theta.flat().forEach((value, index) => expect(Math.abs(theta[index] - value)).toBeLessThan(1e-12));

  const [previous, next] = published.problems.map(({ y }) => Float64Array.from(y));
  const { ray, lasso } = reconstruct(phi, previous, next, published.lambda);
  const largest = Math.max(...published.raySum.map(Math.abs));
  published.raySum.forEach((value, k) => expect(Math.abs(ray[k] - value)).toBeLessThanOrEqual(1e-6 * largest));
  expect(lasso.previous.certified && lasso.next.certified).toBe(true);

  const kept = keepByScore(ray.map(Math.abs), published.keepCount, 'largest', { seed: 1, cycle: 0, layer: 0 });
  const pruned = Array.from({ length: published.m }, (_, k) => k).filter((k) => !kept.includes(k));
  expect(pruned).toEqual([...published.pruneLargestIndices].sort((a, b) => a - b));
});

test('the sensing matrix is the product of both matrices', () => {
  const phi = phiOf(4, 9);
  const psi = dct1Matrix(9);
  const theta = sensingMatrix(phi);
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 9; column++) {
      let sum = 0;
      for (let k = 0; k < 9; k++) sum += phi.values[row * 9 + k] * psi[k * 9 + column];
      expect(theta[row * 9 + column]).toBeCloseTo(sum, 12);
    }
  }
});

test('with as many measurements as neurons and a small penalty, the ray carried back is the dual sum itself', () => {
  const phi = phiOf(24, 24);
  const a = Float64Array.from({ length: 24 }, (_, i) => Math.sin(3 * i) + (i % 5));
  const b = Float64Array.from({ length: 24 }, (_, i) => Math.cos(2 * i));
  const { ray } = reconstruct(phi, measure(phi, a), measure(phi, b), 1e-9);
  const psi = dct1Matrix(24);
  for (let i = 0; i < 24; i++) {
    let value = 0;
    for (let k = 0; k < 24; k++) value += psi[i * 24 + k] * ray[k];
    expect(value).toBeCloseTo(a[i] + b[i], 5);
  }
});

test('other layers and fresh matrices have streams of their own', () => {
  const base = { rows: 3, columns: 5, seed: 7, layer: 0, cycle: null };
  const drawn = [base, { ...base, layer: 1 }, { ...base, cycle: 0 }, { ...base, cycle: 1 }, { ...base, seed: 8 }].map((options) =>
    measurementMatrix(options).values.join(),
  );
  expect(new Set(drawn).size).toBe(drawn.length);
});
