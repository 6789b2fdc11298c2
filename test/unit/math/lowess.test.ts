import { describe, expect, it } from 'vitest';
import { lowess } from '../../../src/math/lowess.ts';
import series from '../../reference/dtc-published-series.json';
import vectors from '../../reference/dtc-test-vectors.json';
import { expectClose } from './close.ts';

describe('lowess', () => {
  it.each(vectors.lowess)('agrees with statsmodels at frac $frac, it $it', ({ x, y, frac, it: iterations, fit }) => {
    expectClose(lowess(x, y, { fraction: frac, iterations }), fit, 1e-10);
  });

  it.each(['magnitude', 'random', 'dtc'] as const)('gives the published smoothed accuracies of %s', (method) => {
    const sparsity = series.ladder.map((step) => step.sparsity);
    // The reference is rounded to 12 digits.
    expectClose(lowess(sparsity, series.accuracy[method]), series.accuracySmoothed[method], 1e-11);
  });

  it('takes its points in any order', () => {
    const { x, y, fit } = vectors.lowess[1];
    const order = [3, 0, 9, 5, 1, 8, 2, 7, 4, 6];
    const shuffled = lowess(
      order.map((i) => x[i]),
      order.map((i) => y[i]),
      { fraction: 0.5 },
    );
    expectClose(
      shuffled,
      order.map((i) => fit[i]),
      1e-10,
    );
  });

  it('reproduces a straight line', () => {
    const x = Array.from({ length: 20 }, (_, i) => i * i);
    const line = x.map((value) => 3 - 0.5 * value);
    expectClose(lowess(x, line, { fraction: 0.5 }), line, 1e-9);
  });

  it('leaves points as they are where there is nothing to smooth over', () => {
    expect([...lowess([1, 2], [5, 3])]).toEqual([5, 3]);
    expect([...lowess([4, 4, 4, 4], [1, 2, 3, 4], { fraction: 1 })]).toEqual([1, 2, 3, 4]);
    expect(lowess([], [])).toHaveLength(0);
  });

  it('refuses what it cannot smooth', () => {
    expect(() => lowess([1, 2], [1])).toThrow(/1 values at 2 places/);
    expect(() => lowess([1, Number.NaN], [1, 2])).toThrow(/not finite/);
    expect(() => lowess([1], [1], { fraction: 0 })).toThrow(/fraction 0/);
    expect(() => lowess([1], [1], { iterations: 0.5 })).toThrow(/0.5 robustness/);
  });
});
