/**
 * The published entropy–accuracy correlations of arXiv 2505.23869, and the controls that show how much of them is the number of
 * measurements: expected values recomputed in Python from the published arrays.
 */
import { describe, expect, it } from 'vitest';
import { pearson } from '../../../src/math/correlation.ts';
import { gibbsEntropy, millerMadow, nullCorrelation, nullEntropyBand, populationEntropy } from '../../../src/math/entropy.ts';
import { histogram } from '../../../src/math/histogram.ts';
import { rootMeanSquare } from '../../../src/math/statistics.ts';
import series from '../../reference/dtc-published-series.json';
import { expectClose } from './close.ts';
import { publishedBins } from './published-bins.ts';

const methods = ['dtc', 'random', 'magnitude'] as const;
const { accuracy, accuracySmoothed: smoothed, G1, G2, pearson: expected, y1, y2 } = series;
const n = series.ladder.map((step) => step.n);
/** G with the Miller–Madow correction. */
function corrected(y: readonly number[]): number | null {
  const { occupied, inRange } = histogram(y, publishedBins);
  return millerMadow(gibbsEntropy(y, publishedBins), occupied, inRange);
}

const g1 = y1.map((y) => gibbsEntropy(y, publishedBins));
const g2 = y2.map((y) => gibbsEntropy(y, publishedBins)!);
const rms = (ys: number[][]): number[] => ys.map(rootMeanSquare);

const defined = (values: (number | null)[]): number[] => values.filter((value) => value !== null);
const wide = (values: number[]): number[] => values.filter((_, cycle) => n[cycle] >= 10);

function expectR(predictor: (number | null)[], values: Record<(typeof methods)[number], readonly [number, number]>, digits = 3): void {
  for (const method of methods) {
    const found = [pearson(predictor, smoothed[method]).r!, pearson(predictor, accuracy[method]).r!];
    found.forEach((r, i) => expect(Math.abs(r - values[method][i]), `${method} ${r}`).toBeLessThanOrEqual(0.5000001 * 10 ** -digits));
  }
}

describe('entropies of the published measurements', () => {
  it('are G1 and G2, in bits and nats, undefined at cycle 23', () => {
    expectClose(g2, G2.bits);
    expectClose(
      y2.map((y) => gibbsEntropy(y, publishedBins, { base: Math.E })!),
      G2.nats,
    );
    expect(g1[23]).toBeNull();
    expect(G1.bits[23]).toBeNull();
    expectClose(defined(g1), defined(G1.bits), 1e-10, 1);
  });

  it('come from as many values in range and occupied bins, and correct to the same Miller–Madow values', () => {
    for (const [ys, reference] of [
      [y1, G1],
      [y2, G2],
    ] as const) {
      const counts = ys.map((y) => histogram(y, publishedBins));
      expect(counts.map((h) => h.inRange)).toEqual(reference.inRange);
      expect(counts.map((h) => h.occupied)).toEqual(reference.occupiedBins);
      expectClose(defined(ys.map(corrected)), defined(reference.millerMadowBits), 1e-10, 1);
    }
  });
});

describe('correlation with the accuracies', () => {
  it('is the published one: 0.9174 and 0.9412', () => {
    expect(pearson(g2, smoothed.dtc).r!.toFixed(4)).toBe('0.9174');
    expect(pearson(g2, smoothed.random).r!.toFixed(4)).toBe('0.9412');
  });

  it('is the recomputed one for G2 and G1, smoothed and raw', () => {
    for (const method of methods) {
      expectClose([pearson(g2, smoothed[method]).r!], [expected.G2[method].smoothed]);
      expectClose([pearson(g2, accuracy[method]).r!], [expected.G2[method].raw]);
      const previous = pearson(g1, smoothed[method]);
      expectClose([previous.r!], [expected.G1_skippingCycle23[method].smoothed]);
      expectClose([pearson(g1, accuracy[method]).r!], [expected.G1_skippingCycle23[method].raw]);
      expect(previous).toMatchObject({ used: 33, skipped: 1 });
    }
  });

  it('is nearly as high for log2 n, which G2 follows', () => {
    const log2n = n.map(Math.log2);
    for (const method of methods) {
      expectClose([pearson(log2n, smoothed[method]).r!], [expected.log2n[method].smoothed]);
      expectClose([pearson(log2n, accuracy[method]).r!], [expected.log2n[method].raw]);
    }
    expectClose([pearson(g2, log2n).r!, pearson(g1, log2n).r!], [expected.corrG2log2n, expected.corrG1log2n_skippingCycle23]);
  });

  it('is as tabulated for Miller–Madow, population entropy and the cycle number', () => {
    expectR(y2.map(corrected), {
      dtc: [0.939, 0.68],
      random: [0.958, 0.871],
      magnitude: [0.954, 0.926],
    });
    expectR(
      rms(y2).map((sigma) => populationEntropy(sigma, publishedBins)),
      {
        dtc: [0.772, 0.588],
        random: [0.774, 0.755],
        magnitude: [0.768, 0.765],
      },
    );
    expectR(
      n.map((_, cycle) => -cycle),
      { dtc: [0.872, 0.647], random: [0.9, 0.837], magnitude: [0.894, 0.855] },
    );
  });

  it('vanishes over the cycles with n ≥ 10', () => {
    const r = methods.map((method) => pearson(wide(g2), wide(smoothed[method])).r!);
    expect(r.map((value) => value.toFixed(2))).toEqual(['0.29', '0.03', '0.15']);
  });
});

describe('null distribution: normal noise in place of measurements', () => {
  const settings = { n, bins: publishedBins, draws: 1000, seed: 42424242 };
  const observedSigma = nullEntropyBand({ ...settings, sigma: rms(y2) });
  const expectNull = (band: typeof observedSigma, centre: number[], low: number[], high: number[]): void => {
    methods.forEach((method, i) => {
      const found = nullCorrelation(band, smoothed[method]);
      expect(Math.abs(found.mean! - centre[i]), `${method} mean ${found.mean}`).toBeLessThanOrEqual(0.003);
      expect(Math.abs(found.low! - low[i]), `${method} low ${found.low}`).toBeLessThanOrEqual(0.005);
      expect(Math.abs(found.high! - high[i]), `${method} high ${found.high}`).toBeLessThanOrEqual(0.005);
    });
  };

  it('(a) with the σ of each cycle gives r = 0.911, 0.935, 0.932', () => {
    expectNull(observedSigma, [0.911, 0.935, 0.932], [0.897, 0.925, 0.92], [0.92, 0.943, 0.942]);
  });

  it('(b) with one constant σ gives r = 0.910, 0.933, 0.930', () => {
    const band = nullEntropyBand({ ...settings, sigma: 5.5 });
    expectNull(band, [0.91, 0.933, 0.93], [0.899, 0.923, 0.92], [0.918, 0.941, 0.938]);
  });

  it('leaves little of G2 unexplained', () => {
    expect(pearson(observedSigma.mean, g2).r! ** 2).toBeGreaterThan(0.996);
    // The partial correlation of G2 and accuracy given what σ alone explains.
    const partial = methods.map((method) => {
      const xy = pearson(g2, smoothed[method]).r!;
      const xz = pearson(g2, observedSigma.mean).r!;
      const yz = pearson(smoothed[method], observedSigma.mean).r!;
      return (xy - xz * yz) / Math.sqrt((1 - xz ** 2) * (1 - yz ** 2));
    });
    [0.27, 0.27, 0.21].forEach((value, i) => expect(Math.abs(partial[i] - value)).toBeLessThan(0.1));
  });

  it('gives r = 0.79 for G1, where some cycles have nothing in range', () => {
    const band = nullEntropyBand({ ...settings, sigma: rms(y1) });
    const { mean, low, high, draws } = nullCorrelation(band, smoothed.dtc);
    expect(Math.abs(mean! - 0.79)).toBeLessThan(0.01);
    expect(Math.abs(low! - 0.73)).toBeLessThan(0.02);
    expect(Math.abs(high! - 0.85)).toBeLessThan(0.02);
    expect(draws.some(({ skipped }) => skipped > 0)).toBe(true);
  });
});
