/**
 * Correlations over the cycles of a run between an entropy, or what may stand behind it, and the test accuracy (arXiv 2505.23869 states
 * that of G2). The same is computed for pure noise and for the bare number of measurements, as controls.
 */
import { pearson } from '../math/correlation.ts';
import { nullCorrelation, type NullEntropyBand } from '../math/entropy.ts';
import { mean } from '../math/statistics.ts';
import { publishedMethods, type Published } from '../study/published/dtc.ts';
import type { DtcStep } from '../study/records.ts';
import type { Trajectory } from '../study/trajectory.ts';
import { publishedBinning, type Binning } from './binning.ts';
import { publishedCurve, smooth } from './curve.ts';
import type { Group } from './groups.ts';
import { binningOf, measuredAt, measuredOf, measuredPublished, type MeasuredCycle } from './measured.ts';
import { noiseBand, type NoiseCycle } from './noise.ts';
import { methodTitle, type Method, type Source } from './style.ts';

/** What is correlated with the accuracy, in the order of the table. */
export const predictors = {
  next: 'G₂ observed',
  previous: 'G₁ observed',
  logMeasurements: 'log₂ n',
  noisePerCycle: 'noise, σ of each cycle',
  noiseConstant: 'noise, σ = 5.5',
  millerMadow: 'G₂, Miller–Madow',
  populationEntropy: 'population entropy of y₂',
  cycle: 'cycle number, negated',
} as const;
export type Predictor = keyof typeof predictors;

export interface CorrelationRow {
  readonly predictor: Predictor;
  readonly source: Source;
  readonly method: Method;
  readonly label: string;
  readonly variant: number;
  /** Pearson's r with the LOWESS-smoothed and with the raw accuracy: a mean over draws or seeds, or a single value. */
  readonly smoothed: number | null;
  readonly raw: number | null;
  /** Ends of the interval of `smoothed`: 2.5 to 97.5 % of the draws, or lowest to highest of the seeds. */
  readonly low: number | null;
  readonly high: number | null;
  readonly interval: 'draws' | 'seeds' | null;
  /** Cycles that entered, and cycles left out since the predictor is undefined there. */
  readonly used: number;
  readonly skipped: number;
}

/** A correlation over fewer cycles says nothing. */
export const MIN_CYCLES = 5;
/** About the root mean square of the published y2 over the ladder. */
export const CONSTANT_SIGMA = 5.5;
/** Noise is drawn for the first run of at most so many groups: each takes about 50 ms when it is first asked for. */
const MAX_NOISE_GROUPS = 6;

interface Coefficients {
  readonly smoothed: number | null;
  readonly raw: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly used: number;
  readonly skipped: number;
}

type Table = Partial<Record<Predictor, Coefficients>>;

/** One series to correlate: what was measured, and the accuracies at the same cycles. */
interface Series {
  readonly cycles: readonly MeasuredCycle[];
  readonly raw: readonly number[];
  readonly smoothed: readonly number[];
  readonly binning: Binning;
}

const definedPredictors: Readonly<Record<Exclude<Predictor, 'noisePerCycle' | 'noiseConstant'>, (cycle: MeasuredCycle) => number | null>> = {
  next: ({ gibbsEntropy }) => gibbsEntropy.next,
  previous: ({ gibbsEntropy }) => gibbsEntropy.previous,
  logMeasurements: ({ measurements }) => Math.log2(measurements),
  millerMadow: ({ details }) => details?.millerMadow.next ?? null,
  populationEntropy: ({ details }) => details?.populationEntropy.next ?? null,
  cycle: ({ cycle }) => -cycle,
};

function correlate({ cycles, raw, smoothed }: Series): Table {
  const table: Table = {};
  for (const [predictor, read] of Object.entries(definedPredictors)) {
    const values = cycles.map(read);
    const { r, used, skipped } = pearson(values, smoothed);
    if (used < MIN_CYCLES) continue;
    table[predictor as keyof typeof definedPredictors] = { smoothed: r, raw: pearson(values, raw).r, low: null, high: null, used, skipped };
  }
  return table;
}

/** The cycles of the two noise models of the next layer's measurements; none where the measurements are not known. */
export function noiseCycles(cycles: readonly MeasuredCycle[], sigma: 'perCycle' | 'constant'): NoiseCycle[] {
  return cycles.flatMap(({ cycle, measurements, details }) =>
    details ? [{ cycle, n: measurements, sigma: sigma === 'constant' ? CONSTANT_SIGMA : details.rms.next }] : [],
  );
}

function correlateNoise(series: Series): Table {
  const { cycles, binning } = series;
  if (cycles.length < MIN_CYCLES || cycles.some(({ details }) => details === null)) return {};
  const perCycle = noiseBand(noiseCycles(cycles, 'perCycle'), binning);
  const constant = noiseBand(noiseCycles(cycles, 'constant'), binning);
  return {
    ...(perCycle ? { noisePerCycle: noiseCoefficients(perCycle, series) } : {}),
    ...(constant ? { noiseConstant: noiseCoefficients(constant, series) } : {}),
  };
}

function noiseCoefficients(band: NullEntropyBand, { smoothed, raw }: Series): Coefficients {
  const { mean: r, low, high, draws } = nullCorrelation(band, smoothed);
  const used = Math.min(...draws.map((draw) => draw.used));
  return { smoothed: r, raw: nullCorrelation(band, raw).mean, low, high, used, skipped: smoothed.length - used };
}

interface Kept {
  readonly length: number;
  readonly layer: number;
  readonly observed: Table;
  noise: Table | null;
}

/** By the last step of a run: steps are only ever added, so it stands for all of them. */
const keptByStep = new WeakMap<DtcStep, Kept>();

function seriesOf(trajectory: Trajectory, layer: number): Series {
  const indices = trajectory.points.flatMap((_, index) => (measuredAt(trajectory, index, layer) ? [index] : []));
  const raw = indices.map((index) => trajectory.points[index].testAccuracy);
  return {
    cycles: measuredOf(trajectory, layer),
    raw,
    smoothed: smooth({ points: indices.map((index, i) => ({ ...trajectory.points[index], value: raw[i], low: null, high: null, count: 1 })) }),
    binning: binningOf(trajectory.job),
  };
}

function tablesOf(trajectory: Trajectory, layer: number, withNoise: boolean): Table {
  const last = trajectory.steps?.at(-1);
  let kept = last && keptByStep.get(last);
  if (!kept || kept.length !== trajectory.points.length || kept.layer !== layer) {
    kept = { length: trajectory.points.length, layer, observed: correlate(seriesOf(trajectory, layer)), noise: null };
    if (last) keptByStep.set(last, kept);
  }
  if (!withNoise) return kept.observed;
  kept.noise ??= correlateNoise(seriesOf(trajectory, layer));
  return { ...kept.observed, ...kept.noise };
}

/** The groups whose first run has noise drawn beside it. */
export const groupsWithNoise = (groups: readonly Group[]): Group[] => groups.filter(({ source }) => source === 'own').slice(0, MAX_NOISE_GROUPS);

/** Rows of the groups: the mean over seeds, with the range; noise of the first seed's run. */
export function groupCorrelations(groups: readonly Group[], layer: number): CorrelationRow[] {
  const noisy = groupsWithNoise(groups);
  return groups.flatMap((group) => {
    const tables = group.trajectories.map((trajectory, index) => tablesOf(trajectory, layer, index === 0 && noisy.includes(group)));
    return (Object.keys(predictors) as Predictor[]).flatMap((predictor) => {
      const found = tables.map((table) => table[predictor]).filter((coefficients) => coefficients !== undefined);
      if (found.length === 0) return [];
      const { source, method, label, variant } = group;
      const isNoise = predictor === 'noisePerCycle' || predictor === 'noiseConstant';
      return [{ predictor, source, method, label, variant, interval: intervalOf(isNoise, found.length), ...pool(found) }];
    });
  });
}

const intervalOf = (isNoise: boolean, count: number): CorrelationRow['interval'] => {
  if (isNoise) return 'draws';
  return count > 1 ? 'seeds' : null;
};

function pool(found: readonly Coefficients[]): Coefficients {
  if (found.length === 1) return found[0];
  const smoothed = found.map((coefficients) => coefficients.smoothed).filter((r) => r !== null);
  const raw = found.map((coefficients) => coefficients.raw).filter((r) => r !== null);
  return {
    smoothed: smoothed.length > 0 ? mean(smoothed) : null,
    raw: raw.length > 0 ? mean(raw) : null,
    low: smoothed.length > 1 ? Math.min(...smoothed) : null,
    high: smoothed.length > 1 ? Math.max(...smoothed) : null,
    used: Math.min(...found.map(({ used }) => used)),
    skipped: Math.max(...found.map(({ skipped }) => skipped)),
  };
}

const publishedRows = new WeakMap<Published, CorrelationRow[]>();

/** Rows of the published runs: the accuracies of each method against the entropies of the DTC run, the only ones that there are. */
export function publishedCorrelations(published: Published): CorrelationRow[] {
  let rows = publishedRows.get(published);
  if (!rows) {
    const cycles = measuredPublished(published);
    rows = publishedMethods.flatMap((method) => {
      const raw = published.accuracy[method];
      const series: Series = { cycles, raw, smoothed: smooth(publishedCurve(published, method, raw)), binning: publishedBinning };
      const table = { ...correlate(series), ...correlateNoise(series) };
      return (Object.keys(predictors) as Predictor[]).flatMap((predictor) => {
        const coefficients = table[predictor];
        if (!coefficients) return [];
        const interval: CorrelationRow['interval'] = coefficients.low === null ? null : 'draws';
        return [{ predictor, source: 'published' as const, method, label: methodTitle(method), variant: 0, interval, ...coefficients }];
      });
    });
    publishedRows.set(published, rows);
  }
  return rows;
}
