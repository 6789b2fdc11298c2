import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adaptiveBins } from '../../../src/math/adaptive-binning.ts';
import vectors from '../../reference/l0-test-vectors.json';

const series = [
  Array.from({ length: 25 }, (_, i) => 10 ** (0.02 * i)),
  [...Array.from({ length: 12 }, () => 1), ...Array.from({ length: 11 }, (_, i) => 10 ** (0.2 + 0.01 * i))],
];

describe('adaptiveBins', () => {
  it.each(vectors.adaptive_binning.map((vector, i) => ({ ...vector, values: series[i] })))('has the bins of $x', ({ bins, values }) => {
    const actual = adaptiveBins(values, [...values.keys()]);
    expect(actual.map((bin) => bin.count)).toEqual(bins.map((bin) => bin.n));
    actual.forEach((bin, i) => {
      expect(bin.x).toBeCloseTo(bins[i].x_geo_median, 10);
      expect([bin.low, bin.median, bin.high]).toEqual([bins[i].q25, bins[i].median, bins[i].q75]);
    });
  });

  it('loses no point, keeps both limits, and does not depend on the order of the points', () => {
    const points = fc.array(fc.tuple(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), fc.integer({ min: -9, max: 9 })), { maxLength: 120 });
    fc.assert(
      fc.property(points, (cloud) => {
        const bins = adaptiveBins(
          cloud.map(([x]) => x),
          cloud.map(([, y]) => y),
        );
        expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(cloud.length);
        if (bins.length > 1) expect(bins.every((bin) => bin.count >= 10)).toBe(true);
        for (let i = 1; i < bins.length; i++) expect(bins[i].x).toBeGreaterThan(bins[i - 1].x);
        // Equal x keep the order they came in, so only points apart may be turned round.
        fc.pre(new Set(cloud.map(([x]) => x)).size === cloud.length);
        const turned = cloud.toReversed();
        expect(
          adaptiveBins(
            turned.map(([x]) => x),
            turned.map(([, y]) => y),
          ),
        ).toEqual(bins);
      }),
      { seed: 1 },
    );
  });

  it('meets an extent of exactly the limit in spite of rounding, and has one bin where all x agree', () => {
    const grid = Array.from({ length: 8 }, (_, i) => 10 ** (0.1 * i));
    expect(adaptiveBins(grid, grid, { minCount: 2 }).map((bin) => bin.count)).toEqual([2, 2, 2, 2]);
    expect(adaptiveBins([3, 3, 3], [1, 2, 3], { minCount: 1 })).toEqual([
      { count: 3, x: expect.closeTo(3, 12), low: 1.5, median: 2, high: 2.5 },
    ]);
    expect(adaptiveBins([], [])).toEqual([]);
  });

  it('refuses what has no place on a logarithmic axis', () => {
    expect(() => adaptiveBins([1, 0], [1, 1])).toThrow(/x = 0/);
    expect(() => adaptiveBins([1, Infinity], [1, 1])).toThrow(/x = Infinity/);
    expect(() => adaptiveBins([1], [])).toThrow(/one y per x/);
    expect(() => adaptiveBins([1], [1], { minCount: 0 })).toThrow(/integer ≥ 1/);
    expect(() => adaptiveBins([1], [1], { minDecades: Number.NaN })).toThrow(/decades/);
  });
});
