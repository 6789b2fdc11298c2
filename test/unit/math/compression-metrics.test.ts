import { expect, it } from 'vitest';
import { compressionRate, errorIncrease } from '../../../src/math/compression-metrics.ts';
import vectors from '../../reference/l0-test-vectors.json';

it.each(vectors.ei_cr)('error increase and compression rate of $nnz non-zero parameters out of $total', (vector) => {
  expect(errorIncrease(vector.baseline_acc, vector.acc)).toBeCloseTo(vector.EI_percentage_points, 10);
  expect(compressionRate(vector.total, vector.nnz)).toBeCloseTo(vector.CR, 6);
  if (vector.zero_fraction !== undefined) expect(1 - 1 / compressionRate(vector.total, vector.nnz)!).toBeCloseTo(vector.zero_fraction, 10);
});

it('an empty network has no compression rate', () => {
  expect(compressionRate(10, 0)).toBeNull();
});
