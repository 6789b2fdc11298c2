import { expect, test } from 'vitest';
import { measure, measurementMatrix } from '../../../../src/compression/neurons/measurement.ts';
import { columnNorms, columnSums, rowNorms, rowSums } from '../../../../src/compression/neurons/weight-vectors.ts';
import { MersenneTwister, torchNormal } from '../../../../src/math/random.ts';
import vectors from '../../../reference/dtc-test-vectors.json' with { type: 'json' };

test('the published initial weights are measured as published', () => {
  const { init } = vectors;
  const generator = MersenneTwister.fromSeed(init.seed);
  const first = torchNormal(generator, 512 * 784, init.std1);
  const second = torchNormal(generator, 10 * 512, init.std2);
  const a1 = rowSums(first, 512, 784);
  const a2 = columnSums(second, 10, 512);
  // Float32 weights: their rounding is 7.5e-8 each, which a sum of 784 turns into some 1e-6 at most.
  init.rowSums1_first5.forEach((value, i) => expect(a1[i]).toBeCloseTo(value, 5));
  init.columnSums2_first5.forEach((value, i) => expect(a2[i]).toBeCloseTo(value, 6));
  const phi = measurementMatrix({ rows: 51, columns: 512, seed: init.seed, layer: 0, cycle: null });
  const [y1, y2] = [measure(phi, a1), measure(phi, a2)];
  init.y1_first5.forEach((value, i) => expect(y1[i]).toBeCloseTo(value, 4));
  init.y2_first5.forEach((value, i) => expect(y2[i]).toBeCloseTo(value, 5));
});

test('sums and norms of a small matrix', () => {
  const weights = [1, -2, 3, 4, 0, -5];
  expect([...rowSums(weights, 2, 3)]).toEqual([2, -1]);
  expect([...columnSums(weights, 2, 3)]).toEqual([5, -2, -2]);
  expect([...rowNorms(weights, 2, 3)]).toEqual([Math.sqrt(14), Math.sqrt(41)]);
  expect([...columnNorms(weights, 2, 3)]).toEqual([Math.sqrt(17), 2, Math.sqrt(34)]);
});
