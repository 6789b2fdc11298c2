import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gibbsEntropy, millerMadow, nullCorrelation, nullEntropyBand, populationEntropy } from '../../../src/math/entropy.ts';
import { stream } from '../../../src/math/random.ts';
import vectors from '../../reference/dtc-test-vectors.json';
import { expectClose } from './close.ts';
import { binsFromStep, histogram } from '../../../src/math/histogram.ts';
import { publishedBins } from './published-bins.ts';

const { y, bits, nats, millerMadowBits } = vectors.entropy;

describe('gibbsEntropy', () => {
  it('gives the reference values in bits, nats, and with the Miller–Madow correction', () => {
    expectClose([gibbsEntropy(y, publishedBins)!, gibbsEntropy(y, publishedBins, { base: 2 })!], [bits, bits], 1e-12);
    expectClose([gibbsEntropy(y, publishedBins, { base: Math.E })!], [nats], 1e-12);
    const { occupied, inRange } = histogram(y, publishedBins);
    expectClose([millerMadow(bits, occupied, inRange)!], [millerMadowBits], 1e-12);
  });

  it('is undefined with nothing in range, and 0 with everything in one bin', () => {
    expect(gibbsEntropy([], publishedBins)).toBeNull();
    expect(gibbsEntropy([60, -70, Number.NaN], publishedBins)).toBeNull();
    expect(millerMadow(null, 0, 0)).toBeNull();
    expect(gibbsEntropy([1.01, 1.02], publishedBins)).toBeCloseTo(0, 9);
  });

  it('is at most log2 of the values in range, and reaches it when each has a bin of its own', () => {
    const values = fc.array(fc.double({ min: -60, max: 60, noNaN: true }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, (sample) => {
        const inRange = sample.filter((v) => v >= -50 && v <= publishedBins.edges.at(-1)).length;
        const entropy = gibbsEntropy(sample, publishedBins);
        if (inRange === 0) expect(entropy).toBeNull();
        else expect(entropy).toBeLessThanOrEqual(Math.log2(inRange) + 1e-9);
      }),
      { seed: 1 },
    );
    const apart = Array.from({ length: 32 }, (_, i) => i + 0.05);
    expect(gibbsEntropy(apart, publishedBins)).toBeCloseTo(5, 7);
  });

  it('refuses a base that is none', () => {
    for (const base of [1, 0, -2, Number.NaN]) expect(() => gibbsEntropy([1], publishedBins, { base })).toThrow(/no base/);
  });
});

describe('populationEntropy', () => {
  it.each(vectors.populationEntropyBits)('of σ = $sigma is the reference value', ({ sigma, bits: expected }) => {
    expectClose([populationEntropy(sigma, publishedBins)], [expected], 1e-10);
  });

  it('is what the entropy of ever more values tends to', () => {
    const sample = stream(0, 'population').normals(200_000, 5);
    // 499 bins: the bias of the sample entropy is near −250/200 000 nats, its spread smaller.
    expect(Math.abs(gibbsEntropy(sample, publishedBins)! - populationEntropy(5, publishedBins))).toBeLessThan(0.01);
  });

  it('refuses a σ that is none, and bins out of its reach', () => {
    for (const sigma of [0, -1, Number.NaN]) expect(() => populationEntropy(sigma, publishedBins)).toThrow(/σ > 0/);
    expect(() => populationEntropy(1, binsFromStep(100, 0.2, 6))).toThrow(/hold nothing/);
  });
});

describe('nullEntropyBand', () => {
  it('has the band of the exact distribution where that is known: two values in one bin or in two', () => {
    // With two values and two bins split at 0, the entropy is 0 or 1 bit, each with probability ½.
    const bins = binsFromStep(-1000, 1000, 3);
    const band = nullEntropyBand({ n: [2, 1, 0], sigma: [3, 3, 3], bins, draws: 4000, seed: 1 });
    expect(band.mean[0]).toBeGreaterThan(0.5 - 4 * Math.sqrt(0.25 / 4000));
    expect(band.mean[0]).toBeLessThan(0.5 + 4 * Math.sqrt(0.25 / 4000));
    expectClose([band.low[0]!, band.high[0]!], [0, 1], 1e-8, 1);
    expectClose([band.mean[1]!], [0], 1e-9, 1);
    expect([band.mean[2], band.low[2], band.high[2]]).toEqual([null, null, null]);
    expect(band.draws).toHaveLength(4000);
  });

  it('agrees with the entropy of values drawn one by one', () => {
    const band = nullEntropyBand({ n: [30], sigma: 5.5, bins: publishedBins, draws: 2000, seed: 2 });
    const random = stream(9, 'other');
    const entropies = Array.from({ length: 2000 }, () => gibbsEntropy(random.normals(30, 5.5), publishedBins)!);
    const mean = entropies.reduce((a, b) => a + b) / entropies.length;
    expect(Math.abs(band.mean[0]! - mean)).toBeLessThan(0.02); // standard errors are below 0.004
  });

  it('repeats itself under one seed, in any base, and differs under another', () => {
    const settings = { n: [5, 4], sigma: [40, 2], bins: publishedBins, draws: 20 };
    const band = nullEntropyBand({ ...settings, seed: 0 });
    expect(nullEntropyBand({ ...settings, seed: 0 })).toEqual(band);
    expect(nullEntropyBand({ ...settings, seed: 1 })).not.toEqual(band);
    const inNats = nullEntropyBand({ ...settings, seed: 0, base: Math.E });
    expectClose([inNats.mean[0]!], [band.mean[0]! * Math.LN2], 1e-12);
  });

  it('correlates each draw with a series, leaving out what is undefined', () => {
    const band = {
      mean: [],
      low: [],
      high: [],
      draws: [
        [1, 2, 3],
        [3, 2, 1],
        [null, 1, 1],
        [null, null, 5],
      ],
    };
    const { mean, low, high, draws } = nullCorrelation(band, [10, 20, 30]);
    expect(draws.map(({ r, used }) => [r === null ? null : Math.round(r), used])).toEqual([
      [1, 3],
      [-1, 3],
      [null, 2],
      [null, 1],
    ]);
    expect(mean).toBeCloseTo(0, 12);
    expect(low).toBeCloseTo(-0.95, 12);
    expect(high).toBeCloseTo(0.95, 12);
    expect(nullCorrelation(band, [null, null, null]).mean).toBeNull();
  });

  it('refuses settings that do not fit', () => {
    const settings = { n: [5, 4], sigma: [1, 2], bins: publishedBins, draws: 5, seed: 0 };
    expect(() => nullEntropyBand({ ...settings, sigma: [1] })).toThrow(/2 counts n but 1 values/);
    expect(() => nullEntropyBand({ ...settings, sigma: [1, Number.NaN] })).toThrow(/finite σ/);
    expect(() => nullEntropyBand({ ...settings, draws: 0 })).toThrow(/0 draws/);
  });
});
