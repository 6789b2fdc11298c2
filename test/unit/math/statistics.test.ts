import { describe, expect, it } from 'vitest';
import { mean, meanInterval, rootMeanSquare, standardDeviation } from '../../../src/math/statistics.ts';
import { studentTCdf, studentTQuantile } from '../../../src/math/student-t.ts';
import { expectClose } from './close.ts';

describe('Student’s t', () => {
  it('has the quantiles that SciPy gives', () => {
    const degrees = [1, 2, 3, 4, 5, 7, 9, 29, 100, 1000];
    expectClose(
      degrees.map((df) => studentTQuantile(0.975, df)),
      [
        12.706204736174694, 4.302652729749462, 3.1824463052837078, 2.7764451051977934, 2.5705818356363146, 2.364624251592784,
        2.262157162798205, 2.045229642132703, 1.9839715185235518, 1.9623390808264083,
      ],
      1e-12,
    );
    expectClose(
      [0.5, 0.6, 0.9, 0.999, 0.01].map((p) => studentTQuantile(p, 7)),
      [0, 0.2631668613520229, 1.4149239276505086, 4.785289628638333, -2.9979515668685286],
      1e-12,
    );
  });

  it('has the distribution function that SciPy gives', () => {
    expectClose(
      [-3, -0.1, 0, 0.5, 2, 10].map((t) => studentTCdf(t, 5)),
      [0.015049623948731293, 0.4621150705773302, 0.5, 0.6808505641795355, 0.9490302605850708, 0.9999145262121285],
      1e-13,
    );
  });

  it('has the closed forms of one and two degrees of freedom', () => {
    for (const p of [0.001, 0.3, 0.5001, 0.9, 0.99999]) {
      expectClose([studentTQuantile(p, 1)], [Math.tan(Math.PI * (p - 0.5))], 1e-10);
      expectClose([studentTQuantile(p, 2)], [(2 * p - 1) * Math.sqrt(1 / (2 * p * (1 - p)))], 1e-10);
    }
  });

  it('refuses levels and degrees that are none', () => {
    for (const p of [0, 1, Number.NaN]) expect(() => studentTQuantile(p, 3)).toThrow(/quantile at level/);
    for (const df of [0, -1, Number.POSITIVE_INFINITY]) expect(() => studentTCdf(1, df)).toThrow(/degrees of freedom/);
  });
});

describe('means', () => {
  it('come with deviation and 95 % interval', () => {
    const values = [2, 4, 4, 4, 5, 5, 7, 9];
    expect([mean(values), standardDeviation(values)]).toEqual([5, Math.sqrt(32 / 7)]);
    const interval = meanInterval([...values, null]);
    expect(interval).toMatchObject({ mean: 5, count: 8, skipped: 1 });
    expect(interval.halfWidth).toBeCloseTo((2.364624251592784 * Math.sqrt(32 / 7)) / Math.sqrt(8), 12);
    expect(rootMeanSquare([3, -4])).toBe(Math.sqrt(12.5));
  });

  it('are as much as one or no value allows', () => {
    expect(meanInterval([3])).toEqual({ mean: 3, deviation: null, halfWidth: null, count: 1, skipped: 0 });
    expect(meanInterval([null])).toEqual({ mean: null, deviation: null, halfWidth: null, count: 0, skipped: 1 });
    expect(() => mean([])).toThrow(/no values/);
    expect(() => rootMeanSquare([])).toThrow(/no values/);
  });
});
