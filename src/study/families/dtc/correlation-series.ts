/** One series of cycles and its correlations with the test accuracy: of what was observed, and of pure noise. */
import { log2 } from '../../../math/elementary.ts';
import { pearson } from '../../../math/correlation.ts';
import { nullCorrelation } from '../../../math/entropy.ts';
import { publishedMethods, type Published, type PublishedMethod } from './published.ts';

import type { DtcRun } from './run.ts';
import { publishedBinning, type Binning } from './binning.ts';
import { smooth } from './smooth.ts';
import { binningOf, measuredAt, measuredPublished, populationEntropyOf, populationWork, type MeasuredCycle } from './measured.ts';
import { isDrawn, noiseBand, noiseEntropy, type NoiseCycle } from './noise.ts';
import type { DtcStep } from './types.ts';

/** A correlation over fewer cycles says nothing. */
export const MIN_CYCLES = 5;
/** About the root mean square of the published y2 over the ladder. */
export const CONSTANT_SIGMA = 5.5;

/** What was measured, and the accuracies at the same cycles. */
interface Series {
  readonly cycles: readonly MeasuredCycle[];
  readonly raw: readonly number[];
  readonly smoothed: readonly number[];
  readonly binning: Binning;
}

/** What a run observed, or what is known without looking at its measurements. */
const observedPredictors = {
  next: ({ gibbsEntropy }) => gibbsEntropy.next,
  previous: ({ gibbsEntropy }) => gibbsEntropy.previous,
  logMeasurements: ({ measurements }) => (measurements > 0 ? log2(measurements) : null),
  millerMadow: ({ details }) => details?.millerMadow.next ?? null,
  populationEntropy: ({ details }) => details && populationEntropyOf(details, 'next'),
  cycle: ({ cycle }) => -cycle,
} satisfies Record<string, (cycle: MeasuredCycle) => number | null>;

/** Noise with the size of the measurements of each cycle, or with one size throughout. */
const noiseSizes = {
  noisePerCycle: ({ rms }) => rms.next,
  noiseConstant: () => CONSTANT_SIGMA,
} satisfies Record<string, (details: NonNullable<MeasuredCycle['details']>) => number>;

type ObservedPredictor = keyof typeof observedPredictors;
export type NoisePredictor = keyof typeof noiseSizes;
export type Predictor = ObservedPredictor | NoisePredictor;

export const isNoise = (predictor: Predictor): predictor is NoisePredictor => predictor in noiseSizes;

export interface Coefficients {
  /** Pearson's r with the LOWESS-smoothed accuracy; of noise, the mean over its draws. */
  readonly smoothed: number | null;
  /** The same with the raw accuracy; null for noise. */
  readonly raw: number | null;
  /** 2.5 and 97.5 % quantile over the draws of noise; null for a single value. */
  readonly low: number | null;
  readonly high: number | null;
  /** Cycles that entered, and cycles that were left out since the predictor is undefined there. */
  readonly used: number;
  readonly skipped: number;
}

/** The correlations of one series, each computed when it is first asked for: those of noise take some 30 ms. */
export class CorrelatedSeries {
  private readonly series: Series;
  private readonly kept = new Map<Predictor, Coefficients | null>();

  constructor(series: Series) {
    this.series = series;
  }

  /** Null where too few cycles have a value, or the measurements behind the noise are not known. */
  get(predictor: Predictor): Coefficients | null {
    let coefficients = this.kept.get(predictor);
    if (coefficients === undefined) {
      coefficients = isNoise(predictor) ? this.ofNoise(predictor) : this.ofObserved(predictor);
      this.kept.set(predictor, coefficients);
    }
    return coefficients;
  }

  /** The same work ahead, in pieces of a few milliseconds. */
  *work(): Generator<void> {
    yield* populationWork(this.series.cycles, 'next');
    for (const predictor of Object.keys(noiseSizes) as NoisePredictor[]) {
      const cycles = this.noiseCycles(predictor);
      if (!cycles || this.kept.has(predictor)) continue;
      for (const cycle of cycles) {
        if (isDrawn(cycle, this.series.binning)) continue;
        noiseEntropy(cycle, this.series.binning);
        yield;
      }
      this.get(predictor);
      yield;
    }
  }

  private ofObserved(predictor: ObservedPredictor): Coefficients | null {
    const values = this.series.cycles.map(observedPredictors[predictor]);
    const { r, used, skipped } = pearson(values, this.series.smoothed);
    if (used < MIN_CYCLES) return null;
    return { smoothed: r, raw: pearson(values, this.series.raw).r, low: null, high: null, used, skipped };
  }

  private ofNoise(predictor: NoisePredictor): Coefficients | null {
    const cycles = this.noiseCycles(predictor);
    const band = cycles && noiseBand(cycles, this.series.binning);
    if (!band) return null;
    const { mean, low, high, draws } = nullCorrelation(band, this.series.smoothed);
    const used = Math.min(...draws.map((draw) => draw.used));
    return { smoothed: mean, raw: null, low, high, used, skipped: this.series.smoothed.length - used };
  }

  private noiseCycles(predictor: NoisePredictor): NoiseCycle[] | null {
    const { cycles } = this.series;
    if (cycles.length < MIN_CYCLES) return null;
    const known = cycles.flatMap(({ cycle, measurements, details }) =>
      details ? [{ cycle, n: measurements, sigma: noiseSizes[predictor](details) }] : [],
    );
    return known.length === cycles.length ? known : null;
  }
}

interface Kept {
  readonly layer: number;
  readonly series: CorrelatedSeries;
}

/** By the last step of a run: steps are only ever added, so it stands for all of them. */
const keptByStep = new WeakMap<DtcStep, Kept>();

/** The series of a run at one of its hidden layers. */
export function correlatedRun(trajectory: DtcRun, layer: number): CorrelatedSeries {
  const last = trajectory.steps?.at(-1);
  const kept = last && keptByStep.get(last);
  if (kept?.layer === layer) return kept.series;
  const series = new CorrelatedSeries(seriesOf(trajectory, layer));
  if (last) keptByStep.set(last, { layer, series });
  return series;
}

function seriesOf(trajectory: DtcRun, layer: number): Series {
  const known = trajectory.points.flatMap((point, index) => {
    const measured = measuredAt(trajectory, index, layer);
    return measured ? [{ measured, accuracy: point.testAccuracy }] : [];
  });
  const raw = known.map(({ accuracy }) => accuracy);
  return {
    cycles: known.map(({ measured }) => measured),
    raw,
    smoothed: smooth(known.map(({ measured: { sparsity }, accuracy }) => ({ sparsity, value: accuracy }))),
    binning: binningOf(trajectory.job),
  };
}

const keptPublished = new WeakMap<Published, Readonly<Record<PublishedMethod, CorrelatedSeries>>>();

/** The published accuracies of each method with the entropies of the DTC run, the only ones that there are. */
export function correlatedPublished(published: Published): Readonly<Record<PublishedMethod, CorrelatedSeries>> {
  let kept = keptPublished.get(published);
  if (!kept) {
    const cycles = measuredPublished(published);
    const [magnitude, random, dtc] = publishedMethods.map((method) => {
      const raw = published.accuracy[method];
      return new CorrelatedSeries({
        cycles,
        raw,
        smoothed: smooth(published.ladder.map(({ sparsity }, index) => ({ sparsity, value: raw[index] }))),
        binning: publishedBinning,
      });
    });
    kept = { magnitude, random, dtc };
    keptPublished.set(published, kept);
  }
  return kept;
}
