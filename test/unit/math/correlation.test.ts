import { describe, expect, it } from 'vitest';
import { partialCorrelation, pearson, ranks, spearman } from '../../../src/math/correlation.ts';

// Expected values from SciPy (pearsonr, spearmanr) and from NumPy least-squares residuals (partial).
const x = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3.5];
const y = [2, 7, 1, 8, 2, 8, 1, 8, 2, 8];
const z = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89];

describe('correlations', () => {
  it('agree with SciPy', () => {
    expect(pearson(x, y).r).toBeCloseTo(0.12819684197984457, 13);
    expect(spearman(x, y).r).toBeCloseTo(0.16308001724472523, 13);
    expect(partialCorrelation(x, y, z).r).toBeCloseTo(0.09431725587046216, 13);
  });

  it('leave undefined pairs out and count them', () => {
    const gaps = [...x, null, 4];
    const others = [...y, 3, null];
    expect(pearson(gaps, others)).toEqual({ r: pearson(x, y).r, used: 10, skipped: 2 });
    expect(partialCorrelation([...x, 1], [...y, 1], [...z, null])).toEqual({ r: partialCorrelation(x, y, z).r, used: 10, skipped: 1 });
  });

  it('are ±1 on a line and never beyond', () => {
    const line = x.map((value) => 0.1 * value + 0.7);
    expect(pearson(x, line).r).toBeCloseTo(1, 14);
    expect(pearson(x, line).r).toBeLessThanOrEqual(1);
    expect(
      spearman(
        x,
        x.map((value) => -Math.exp(value)),
      ).r,
    ).toBeCloseTo(-1, 14);
  });

  it('are undefined for a constant series, with one pair, and given what determines them', () => {
    expect(pearson([1, 2], [0.1, 0.1]).r).toBeNull();
    expect(pearson([0.1, 0.1, 0.1], [1, 2, 4]).r).toBeNull();
    expect(pearson([1], [2])).toEqual({ r: null, used: 1, skipped: 0 });
    expect(pearson([], [])).toEqual({ r: null, used: 0, skipped: 0 });
    expect(partialCorrelation([1, 2, 3], [1, 5, 2], [1, 2, 3]).r).toBeNull();
    expect(partialCorrelation([1, 2, 3], [1, 5, 2], [4, 4, 4]).r).toBeNull();
  });

  it('give tied values the mean of their ranks', () => {
    expect([...ranks([10, 20, 10, 5, 20, 20])]).toEqual([2.5, 5, 2.5, 1, 5, 5]);
  });

  it('refuse series of different lengths', () => {
    expect(() => pearson([1, 2], [1])).toThrow(/\(2, 1\)/);
  });
});
