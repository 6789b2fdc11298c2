import { describe, expect, it } from 'vitest';
import { compressionRate, errorIncrease, zeroFraction } from '../../../src/math/compression-metrics.ts';
import vectors from '../../reference/l0-test-vectors.json';

describe('compression metrics', () => {
  it.each(vectors.ei_cr)('of $nnz non-zero parameters out of $total', (vector) => {
    expect(errorIncrease(vector.baseline_acc, vector.acc)).toBeCloseTo(vector.EI_percentage_points, 10);
    expect(compressionRate(vector.total, vector.nnz)).toBeCloseTo(vector.CR, 6);
    expect(zeroFraction(vector.total, vector.nnz)).toBeCloseTo(1 - 1 / vector.CR, 8);
    if (vector.zero_fraction !== undefined) expect(zeroFraction(vector.total, vector.nnz)).toBeCloseTo(vector.zero_fraction, 10);
  });

  it('calls an empty network infinitely compressed, and refuses counts that cannot be', () => {
    expect(compressionRate(10, 0)).toBe(Infinity);
    for (const [all, some] of [
      [0, 0],
      [3, 4],
      [3, -1],
      [3.5, 1],
    ])
      expect(() => compressionRate(all, some)).toThrow(/non-zero ≤ all/);
  });
});
