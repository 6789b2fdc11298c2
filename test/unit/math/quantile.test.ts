import { describe, expect, it } from 'vitest';
import { median, quantile } from '../../../src/math/quantile.ts';
import vectors from '../../reference/dtc-test-vectors.json';

describe('quantile', () => {
  it.each(vectors.quantile)('of $values at $q is $result', ({ values, q, result }) => {
    expect(quantile(values, q)).toBeCloseTo(result, 12);
  });

  it('takes in extremes, infinities and typed arrays, and leaves its argument alone', () => {
    const values = [5, 1, Number.POSITIVE_INFINITY];
    expect([quantile(values, 0), quantile(values, 0.5), quantile(values, 1)]).toEqual([1, 5, Number.POSITIVE_INFINITY]);
    expect(values[0]).toBe(5);
    expect(median(Float32Array.of(4, 1, 3, 2))).toBe(2.5);
    expect(quantile([10, 9], 0)).toBe(9); // numeric order, not the order of their names
  });

  it('refuses no values, NaN, and levels outside [0, 1]', () => {
    expect(() => quantile([], 0.5)).toThrow(/no values/);
    expect(() => quantile([1, Number.NaN], 0.5)).toThrow(/NaN/);
    for (const q of [-0.1, 1.1, Number.NaN]) expect(() => quantile([1], q)).toThrow(/level from 0 to 1/);
  });
});
