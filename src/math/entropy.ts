/**
 * Entropies of a vector of measurements on histogram bins, their bias correction, the entropy of the distribution that
 * is being sampled, and the null distribution that arises from noise alone. Method: arXiv 2505.23869, section 3
 * ("Gibbs entropy"); the null model is ours: given the weights a, Gaussian measurements are independent N(0, ‖a‖²).
 */
import { log } from './elementary.ts';
import { pearson, type Correlation } from './correlation.ts';
import { type Bins, binIndex, histogram } from './histogram.ts';
import { normalProbability } from './normal-distribution.ts';
import { quantileSorted } from './quantile.ts';
import { stream } from './random.ts';

/** Added to each probability inside the logarithm, as the published entropies do. */
const LOG_OFFSET = 1e-10;

export interface EntropyOptions {
  /** Base of the logarithm: 2 for bits (the default), Math.E for nats. */
  readonly base?: number;
}

/**
 * G = −Σ_k p_k log(p_k + 1e-10) over the bins, p_k the share of the in-range values in bin k. At most log(in range).
 * @returns null if no value is in range, where G is undefined.
 */
export function gibbsEntropy(values: ArrayLike<number>, bins: Bins, options: EntropyOptions = {}): number | null {
  const { counts, inRange } = histogram(values, bins);
  if (inRange === 0) return null;
  return entropyOfShares(counts, inRange, LOG_OFFSET) / logOfBase(options);
}

/**
 * The entropy with the Miller–Madow correction: G + (occupied bins − 1)/(2·in-range values·ln 2) bits (Miller, 1955).
 * It assumes many values per occupied bin; where nearly every value is alone in its bin it does not help.
 * @param bits G; null where it is undefined, and then so is this
 */
export function millerMadow(bits: number | null, occupied: number, inRange: number): number | null {
  return bits === null ? null : bits + (occupied - 1) / (2 * inRange * Math.LN2);
}

/**
 * The entropy −Σ p log p of N(0, σ²) on the bins, normalised over their range: what G tends to with ever more
 * measurements, up to its offset of 1e-10 (1e-7 bits).
 * About log2(σ√(2πe)/width) bits while the bins are narrow and the range wide compared with σ.
 * @throws RangeError unless σ is finite and > 0.
 */
export function populationEntropy(sigma: number, bins: Bins, options: EntropyOptions = {}): number {
  if (!Number.isFinite(sigma) || sigma <= 0) {
    throw new RangeError(`The entropy of a normal distribution with σ = ${sigma} is undefined: give a finite σ > 0.`);
  }
  const { edges } = bins;
  const mass = new Float64Array(edges.length - 1);
  let total = 0;
  for (let k = 0; k < mass.length; k++) {
    mass[k] = normalProbability(edges[k] / sigma, edges[k + 1] / sigma);
    total += mass[k];
  }
  if (total === 0) {
    throw new RangeError(
      `The bins from ${edges[0]} to ${edges.at(-1)} hold nothing of a normal distribution with σ = ${sigma}: widen them.`,
    );
  }
  return entropyOfShares(mass, total, 0) / logOfBase(options);
}

export interface NullEntropyOptions extends EntropyOptions {
  /** Number of measurements at each cycle. */
  readonly n: readonly number[];
  /** Standard deviation of the measurements at each cycle, or one for all. */
  readonly sigma: readonly number[] | number;
  readonly bins: Bins;
  /** Number of draws; 500 or more for a band. */
  readonly draws: number;
  readonly seed: number;
}

/** The entropies that noise alone yields. Arrays have one entry per cycle, null where no draw had a value in range. */
export interface NullEntropyBand {
  readonly mean: (number | null)[];
  /** 2.5 % quantile over the draws. */
  readonly low: (number | null)[];
  /** 97.5 % quantile over the draws. */
  readonly high: (number | null)[];
  /** Draw d at cycle c; null where that draw had no value in range. */
  readonly draws: (number | null)[][];
}

/**
 * The null distribution of G: at each cycle n independent values from N(0, σ²), entropy as observed ones have it.
 * The draws come from the stream "null-entropy" of the seed.
 * @throws RangeError if n and σ differ in length, a σ is negative or not finite, or there are no draws.
 */
export function nullEntropyBand(options: NullEntropyOptions): NullEntropyBand {
  const { n, bins, draws: drawCount, seed } = options;
  const sigma = typeof options.sigma === 'number' ? n.map(() => options.sigma as number) : options.sigma;
  if (sigma.length !== n.length) {
    throw new RangeError(`The null band has ${n.length} counts n but ${sigma.length} values σ: give one σ per cycle.`);
  }
  if (!sigma.every((value) => Number.isFinite(value) && value >= 0)) {
    throw new RangeError(`The null band needs a finite σ ≥ 0 at every cycle and got ${sigma.join(', ')}.`);
  }
  if (!Number.isInteger(drawCount) || drawCount < 1) {
    throw new RangeError(`The null band cannot be drawn from ${drawCount} draws: give an integer ≥ 1.`);
  }
  const random = stream(seed, 'null-entropy');
  const logBase = logOfBase(options);
  const counts = new Uint32Array(bins.edges.length - 1);
  const draws = Array.from({ length: drawCount }, () =>
    n.map((samples, cycle) => {
      const nats = drawEntropy(samples, () => sigma[cycle] * random.normal(), bins, counts);
      return nats === null ? null : nats / logBase;
    }),
  );
  const perCycle = n.map((_, cycle) => summarise(draws.map((draw) => draw[cycle]!)));
  return {
    mean: perCycle.map((s) => s.mean),
    low: perCycle.map((s) => s.low),
    high: perCycle.map((s) => s.high),
    draws,
  };
}

export interface NullCorrelation {
  /** Mean of r over the draws, null if r was defined in none. */
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** r of each draw. */
  readonly draws: Correlation[];
}

/**
 * The null distribution of r: each draw of the band correlated with the same series (for instance the accuracies).
 * Cycles where either is undefined are left out, draw by draw.
 */
export function nullCorrelation(band: NullEntropyBand, series: readonly (number | null)[]): NullCorrelation {
  const draws = band.draws.map((draw) => pearson(draw, series));
  return { ...summarise(draws.map(({ r }) => r)), draws };
}

/** −Σ p ln(p + offset) in nats, p the weights' shares of `total`. */
function entropyOfShares(weights: ArrayLike<number>, total: number, offset: number): number {
  let nats = 0;
  for (let k = 0; k < weights.length; k++) {
    const p = weights[k] / total;
    if (p > 0) nats -= p * log(p + offset);
  }
  return nats;
}

/** Entropy in nats of freshly drawn values. `counts` is all zeros on entry and on return: 500 bins, few of them used. */
function drawEntropy(samples: number, draw: () => number, bins: Bins, counts: Uint32Array): number | null {
  const used: number[] = [];
  let inRange = 0;
  for (let i = 0; i < samples; i++) {
    const index = binIndex(bins, draw());
    if (index < 0) continue;
    if (counts[index] === 0) used.push(index);
    counts[index]++;
    inRange++;
  }
  const nats = entropyOfShares(
    used.map((index) => counts[index]),
    inRange,
    LOG_OFFSET,
  );
  for (const index of used) counts[index] = 0;
  return inRange === 0 ? null : nats;
}

function summarise(values: readonly (number | null)[]): { mean: number | null; low: number | null; high: number | null } {
  const defined = Float64Array.from(values.filter((value) => value !== null)).sort();
  if (defined.length === 0) return { mean: null, low: null, high: null };
  const mean = defined.reduce((sum, value) => sum + value, 0) / defined.length;
  return { mean, low: quantileSorted(defined, 0.025), high: quantileSorted(defined, 0.975) };
}

function logOfBase({ base = 2 }: EntropyOptions): number {
  if (!Number.isFinite(base) || base <= 1) {
    throw new RangeError(`An entropy has no base ${base}: give 2 for bits or Math.E for nats.`);
  }
  return log(base);
}
