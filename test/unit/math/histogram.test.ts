import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binIndex, binsFromStep, extendBins, histogram, symmetricBins } from '../../../src/math/histogram.ts';
import vectors from '../../reference/dtc-test-vectors.json';
import { publishedBins } from './published-bins.ts';

describe('published bins', () => {
  it('have the edges of NumPy’s arange', () => {
    const { edges } = publishedBins;
    expect([edges.length, edges[0], edges[1], edges.at(-1)]).toEqual([500, -50, -49.8, vectors.entropy.edges.last]);
    expect(publishedBins.width).toBe(0.20000000000000284);
  });

  it('hold the reference values where they belong', () => {
    const { y, inRange, occupied } = vectors.entropy;
    const found = histogram(y, publishedBins);
    expect(found).toMatchObject({ inRange, dropped: y.length - inRange, occupied: Object.keys(occupied).length });
    const counts = [...found.counts.entries()].filter(([, count]) => count > 0);
    expect(counts).toEqual(Object.entries(occupied).map(([bin, count]) => [Number(bin), count]));
  });

  it('are closed at the last edge only', () => {
    const { edges } = publishedBins;
    edges.forEach((edge, i) => expect(binIndex(publishedBins, edge)).toBe(Math.min(i, edges.length - 2)));
    expect(binIndex(publishedBins, 49.81)).toBe(-1);
    expect(binIndex(publishedBins, -50.0001)).toBe(-1);
    expect(binIndex(publishedBins, Number.NaN)).toBe(-1);
  });
});

const binnings = fc.record({
  low: fc.double({ min: -1000, max: 1000, noNaN: true }),
  span: fc.double({ min: 1e-3, max: 1e4, noNaN: true }),
  count: fc.integer({ min: 1, max: 400 }),
});

describe('bins', () => {
  it('hold a value exactly between their edges', () => {
    fc.assert(
      fc.property(binnings, fc.double({ min: -0.1, max: 1.1, noNaN: true }), ({ low, span, count }, share) => {
        const bins = binsFromStep(low, span / count, count + 1);
        const value = low + share * span;
        const index = binIndex(bins, value);
        const slow = bins.edges.findIndex((edge, i) => {
          const next = bins.edges[i + 1] ?? Number.NaN;
          return value >= edge && (value < next || (i === count - 1 && value === next));
        });
        expect(index).toBe(slow);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('extend to cover any values, and keep what they held', () => {
    const values = fc.array(fc.double({ min: -3000, max: 3000, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(values, (extra) => {
        const bins = binsFromStep(-50, 0.2, 500);
        const extended = extendBins(bins, extra);
        expect(histogram(extra, extended).dropped).toBe(0);
        const offset = extended.edges.indexOf(-50);
        expect(extended.edges.slice(offset, offset + 500)).toEqual(bins.edges);
        extended.edges.forEach((edge, i) => {
          if (i > 0) expect(edge - extended.edges[i - 1]).toBeCloseTo(bins.width, 9);
        });
      }),
      { seed: 2 },
    );
  });

  it('refuse what cannot be binned', () => {
    expect(() => binsFromStep(1, 0, 11)).toThrow(/width 0/);
    expect(() => binsFromStep(0, Number.POSITIVE_INFINITY, 11)).toThrow(/finite edges/);
    expect(() => binsFromStep(0, 1, 1)).toThrow(/0 bins/);
    expect(() => binsFromStep(0, -1, 5)).toThrow(/width -1/);
    expect(() => extendBins(publishedBins, [Number.NaN])).toThrow(/NaN at index 0/);
    expect(() => extendBins(publishedBins, [1e9])).toThrow(/larger bin width/);
  });
});

it('a range of 0 takes every value in', () => {
  const values = [-123.4, 0, 77.7];
  const { edges } = symmetricBins(0, 0.2, values);
  expect(edges[0]).toBeLessThanOrEqual(-123.4);
  expect(edges.at(-1)).toBeGreaterThanOrEqual(77.7);
});
