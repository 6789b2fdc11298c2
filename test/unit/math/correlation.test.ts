import { describe, expect, it } from 'vitest';
import { pearson } from '../../../src/math/correlation.ts';

// Expected value from SciPy (pearsonr).
const x = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3.5];
const y = [2, 7, 1, 8, 2, 8, 1, 8, 2, 8];

describe('correlations', () => {
  it('agree with SciPy', () => {
    expect(pearson(x, y).r).toBeCloseTo(0.12819684197984457, 13);
  });

  it('leave undefined pairs out and count them', () => {
    const gaps = [...x, null, 4];
    const others = [...y, 3, null];
    expect(pearson(gaps, others)).toEqual({ r: pearson(x, y).r, used: 10, skipped: 2 });
  });

  it('are ±1 on a line and never beyond', () => {
    const line = x.map((value) => 0.1 * value + 0.7);
    expect(pearson(x, line).r).toBeCloseTo(1, 14);
    expect(pearson(x, line).r).toBeLessThanOrEqual(1);
  });

  it('are undefined for a constant series and with one pair', () => {
    expect(pearson([1, 2], [0.1, 0.1]).r).toBeNull();
    expect(pearson([0.1, 0.1, 0.1], [1, 2, 4]).r).toBeNull();
    expect(pearson([1], [2])).toEqual({ r: null, used: 1, skipped: 0 });
    expect(pearson([], [])).toEqual({ r: null, used: 0, skipped: 0 });
  });

  it('refuse series of different lengths', () => {
    expect(() => pearson([1, 2], [1])).toThrow(/\(2, 1\)/);
  });
});
