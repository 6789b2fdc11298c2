import { describe, expect, it } from 'vitest';
import { bootstrapMedian } from '../../../src/math/bootstrap.ts';
import { quantile } from '../../../src/math/quantile.ts';
import { stream } from '../../../src/math/random.ts';

describe('bootstrapMedian', () => {
  it('has the quartiles of the exact distribution of a resampled median of five', () => {
    const values = [1, 2, 4, 8, 16];
    const samples = values.reduce<number[][]>((all) => all.flatMap((sample) => values.map((v) => [...sample, v])), [[]]);
    const medians = samples.map((sample) => quantile(sample, 0.5));
    const exact = { median: quantile(medians, 0.5), low: quantile(medians, 0.25), high: quantile(medians, 0.75) };
    expect(exact).toEqual({ median: 4, low: 2, high: 8 });
    // P(median ≤ 2) is 0.317 and P(median ≤ 1) 0.058, so that 4,000 resamples cannot miss.
    expect(bootstrapMedian(values, stream(0, 'bootstrap'), 4000)).toEqual(exact);
  });

  it.each([1, 2, 3, 7, 40, 41])('is what sorting every resample of %i values gives, ties among them', (length) => {
    const values = Array.from(stream(1, 'values').normals(length), (value, index) => (index % 3 === 0 ? 0.25 : value));
    const random = stream(2, 'bootstrap');
    const medians = Array.from({ length: 50 }, () =>
      quantile(
        values.map(() => values[random.integer(length)]),
        0.5,
      ),
    );
    expect(bootstrapMedian(values, stream(2, 'bootstrap'), 50)).toEqual({
      median: quantile(medians, 0.5),
      low: quantile(medians, 0.25),
      high: quantile(medians, 0.75),
    });
  });

  it('spreads as the median of normal values does: quartiles at ±0.6745·√(π/2n)', () => {
    const [n, repeats] = [101, 60];
    const widths = Array.from({ length: repeats }, (_, seed) => {
      const { low, high } = bootstrapMedian([...stream(seed, 'values').normals(n)], stream(seed, 'bootstrap'), 200);
      return high - low;
    });
    const mean = widths.reduce((sum, width) => sum + width, 0) / repeats;
    // 1.02 over these seeds, its standard error 0.05; resampling half as many values would give 1.4.
    expect(mean / (2 * 0.6745 * Math.sqrt(Math.PI / (2 * n)))).toBeGreaterThan(0.9);
    expect(mean / (2 * 0.6745 * Math.sqrt(Math.PI / (2 * n)))).toBeLessThan(1.15);
  });

  it('depends on the stream alone, and has no spread without any in the values', () => {
    const draw = (seed: number) => bootstrapMedian([3, 1, 4, 1, 5], stream(seed, 'bootstrap'), 7);
    expect(draw(5)).toEqual(draw(5));
    expect([1, 2, 3, 4].map(draw)).not.toEqual(Array.from({ length: 4 }, () => draw(5)));
    expect(bootstrapMedian([7], stream(0, 'b'))).toEqual({ median: 7, low: 7, high: 7 });
  });

  it('refuses no values, NaN and no resamples', () => {
    expect(() => bootstrapMedian([], stream(0, 'b'))).toThrow(/no values/);
    expect(() => bootstrapMedian([Number.NaN], stream(0, 'b'))).toThrow(/NaN/);
    expect(() => bootstrapMedian([1], stream(0, 'b'), 0)).toThrow(/integer ≥ 1/);
  });
});
