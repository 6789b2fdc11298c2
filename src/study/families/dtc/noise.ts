/**
 * What pure noise of the same size yields: Gibbs entropies of n values drawn from N(0, σ²), cycle by cycle. Five hundred draws of a whole
 * ladder take about 20 ms, so each cycle is drawn once and kept; while a job runs, only its new cycle is drawn (2 ms at most).
 */
import { nullEntropyBand, type NullEntropyBand } from '../../../math/entropy.ts';
import { normalBins, type Binning } from './binning.ts';

/** One cycle of the noise model. */
export interface NoiseCycle {
  readonly cycle: number;
  /** Number of measurements. */
  readonly n: number;
  /** Standard deviation of a measurement. */
  readonly sigma: number;
}

/** Mean and 2.5 to 97.5 % range over the draws, in bits; null where no draw has a value in range. */
export interface NoiseEntropy {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** One entropy per draw; NaN where the draw has no value in range. */
  readonly draws: Float64Array;
}

/** As the specification of the controls asks: 500 or more. */
export const NOISE_DRAWS = 500;

/** 4 kB each; a comparison of three methods needs about 400. */
const MAX_KEPT = 2048;
const kept = new Map<string, NoiseEntropy | null>();

const keyOf = ({ cycle, n, sigma }: NoiseCycle, { range, bin }: Binning): string => [cycle, n, sigma, range, bin].join(' ');

/** Whether the noise of a cycle is drawn already. */
export const isDrawn = (cycle: NoiseCycle, binning: Binning): boolean => kept.has(keyOf(cycle, binning));

/** The noise of one cycle; null where its bins are too many. Its number is its seed, so that cycles are independent of each other. */
export function noiseEntropy(noise: NoiseCycle, binning: Binning): NoiseEntropy | null {
  const key = keyOf(noise, binning);
  let entropy = kept.get(key);
  if (entropy === undefined) {
    entropy = draw(noise, binning);
    if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value ?? '');
    kept.set(key, entropy);
  }
  return entropy;
}

function draw({ cycle, n, sigma }: NoiseCycle, binning: Binning): NoiseEntropy | null {
  const bins = normalBins(binning, sigma);
  if (!bins) return null;
  const band = nullEntropyBand({ n: [n], sigma: [sigma], bins, draws: NOISE_DRAWS, seed: cycle });
  return {
    mean: band.mean[0],
    low: band.low[0],
    high: band.high[0],
    draws: Float64Array.from(band.draws, ([value]) => value ?? Number.NaN),
  };
}

/** The noise of a whole series, as `nullCorrelation` takes it; null where the bins of a cycle are too many. */
export function noiseBand(cycles: readonly NoiseCycle[], binning: Binning): NullEntropyBand | null {
  const entropies = cycles.map((cycle) => noiseEntropy(cycle, binning));
  if (!entropies.every((entropy) => entropy !== null)) return null;
  return {
    mean: entropies.map(({ mean }) => mean),
    low: entropies.map(({ low }) => low),
    high: entropies.map(({ high }) => high),
    draws: Array.from({ length: NOISE_DRAWS }, (_, d) => entropies.map(({ draws }) => (Number.isNaN(draws[d]) ? null : draws[d]))),
  };
}
