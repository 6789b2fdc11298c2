/**
 * Correlations over the cycles between an entropy, or what may stand behind it, and the test accuracy (arXiv 2505.23869 states that of G₂),
 * as rows: observed values, and as controls those of pure noise and of the bare number of measurements.
 */
import { mean } from '../../math/statistics.ts';
import { publishedMethods, type Published } from '../../study/families/dtc/published.ts';
import {
  CONSTANT_SIGMA,
  correlatedPublished,
  correlatedRun,
  isNoise,
  type Coefficients,
  type CorrelatedSeries,
  type Predictor,
} from '../../study/families/dtc/correlation-series.ts';
import type { Group } from './groups.ts';
import { methodTitle, type Method, type Source } from '../style.ts';

/** What is correlated with the accuracy, in the order of the table. */
export const predictors: Readonly<Record<Predictor, string>> = {
  next: 'G₂ observed',
  previous: 'G₁ observed',
  logMeasurements: 'log₂ n',
  noisePerCycle: 'noise, σ of each cycle',
  noiseConstant: `noise, σ = ${CONSTANT_SIGMA}`,
  millerMadow: 'G₂, Miller–Madow',
  populationEntropy: 'population entropy of y₂',
  cycle: 'cycle number, negated',
};
const order = Object.keys(predictors) as Predictor[];

export interface CorrelationRow extends Coefficients {
  readonly predictor: Predictor;
  readonly source: Source;
  readonly method: Method;
  readonly label: string;
  readonly variant: number;
  /** What `low` and `high` are: 2.5 to 97.5 % of the draws, or lowest to highest of the seeds. */
  readonly interval: 'draws' | 'seeds' | null;
}

/** Noise is drawn for the first run of at most so many groups, the others would make it long: each takes some 80 ms. */
const MAX_NOISE_GROUPS = 6;

/** The runs that noise is drawn beside. */
function noisyRuns(groups: readonly Group[], layer: number): CorrelatedSeries[] {
  const own = groups.filter(({ source }) => source === 'own').slice(0, MAX_NOISE_GROUPS);
  return own.map(({ trajectories }) => correlatedRun(trajectories[0], layer));
}

/** Rows of the groups: the mean over seeds, with the range; noise of the first seed's run. */
export function groupCorrelations(groups: readonly Group[], layer: number): CorrelationRow[] {
  const noisy = new Set(noisyRuns(groups, layer));
  return groups.flatMap(({ source, method, label, variant, trajectories }) => {
    const runs = trajectories.map((trajectory) => correlatedRun(trajectory, layer));
    return order.flatMap((predictor): CorrelationRow[] => {
      const asked = isNoise(predictor) ? runs.filter((run) => noisy.has(run)) : runs;
      const found = asked.map((run) => run.get(predictor)).filter((coefficients) => coefficients !== null);
      if (found.length === 0) return [];
      const seeds = found.length > 1 ? 'seeds' : null;
      return [{ predictor, source, method, label, variant, interval: isNoise(predictor) ? 'draws' : seeds, ...pool(found) }];
    });
  });
}

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

/** Rows of the published runs. */
export function publishedCorrelations(published: Published): CorrelationRow[] {
  const series = correlatedPublished(published);
  return publishedMethods.flatMap((method) =>
    order.flatMap((predictor): CorrelationRow[] => {
      const coefficients = series[method].get(predictor);
      if (!coefficients) return [];
      const interval = isNoise(predictor) ? 'draws' : null;
      return [{ predictor, source: 'published', method, label: methodTitle(method), variant: 0, interval, ...coefficients }];
    }),
  );
}

/** The work behind the rows ahead, in pieces of a few milliseconds. */
export function* correlationWork(groups: readonly Group[], layer: number, published: Published | null): Generator<void> {
  const series = published ? publishedMethods.map((method) => correlatedPublished(published)[method]) : [];
  for (const one of [...series, ...noisyRuns(groups, layer)]) yield* one.work();
}
