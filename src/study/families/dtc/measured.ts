/** What was measured in one hidden layer at each cycle, of a trajectory or of the published DTC run, with what follows from it. */
import { millerMadow as corrected, populationEntropy } from '../../../math/entropy.ts';
import { rootMeanSquare } from '../../../math/statistics.ts';
import type { Dual, Published } from './published.ts';

import type { DtcRun } from './run.ts';
import { normalBins, publishedBinning, type Binning } from './binning.ts';
import type { DtcJob, LayerStep } from './types.ts';

export type Side = keyof Dual<unknown>;

/** Which network a value belongs to. */
export interface Place {
  readonly neurons: number;
  readonly sparsity: number;
}

export interface MeasuredCycle extends Place {
  readonly cycle: number;
  /** Width of the layer before the prune, to which all of this belongs. */
  readonly neuronsBefore: number;
  /** n, the length of a measurement vector. */
  readonly measurements: number;
  readonly gibbsEntropy: Dual<number | null>;
  readonly rayMeanAbs: number | null;
  /** What a digest does not carry. */
  readonly details: MeasuredDetails | null;
}

export interface MeasuredDetails {
  readonly inRange: Dual<number>;
  /** Root mean square of the measurements. */
  readonly rms: Dual<number>;
  /** Gibbs entropy with the Miller-Madow correction; null where no measurement is in range. */
  readonly millerMadow: Dual<number | null>;
  /** Standard deviation of the normal distribution that the measurements are drawn from: ‖a‖, or where that is not known their rms. */
  readonly sigma: Dual<number>;
  readonly binning: Binning;
}

export const binningOf = ({ compression }: DtcJob): Binning => ({ range: compression.histogramRange, bin: compression.histogramBin });

/** What was measured in a hidden layer (from 0) at a point of a trajectory; null where that is not known. */
export function measuredAt(trajectory: DtcRun, index: number, layer: number): MeasuredCycle | null {
  const point = trajectory.points[index];
  const place = { cycle: point.cycle, neurons: point.neurons, sparsity: point.sparsity };
  const step = layerOf(trajectory, index, layer);
  if (step) {
    return {
      ...place,
      neuronsBefore: step.neuronsBefore,
      measurements: step.measurements.next.length,
      gibbsEntropy: step.gibbsEntropy,
      rayMeanAbs: step.rayMeanAbs,
      details: detailsOf(step, binningOf(trajectory.job)),
    };
  }
  if (trajectory.steps !== null || layer > 0) return null;
  const { neuronsBefore, measurements, gibbsEntropy, rayMeanAbs } = point;
  return { ...place, neuronsBefore, measurements, gibbsEntropy, rayMeanAbs, details: null };
}

/** The full record of a layer at a point; null in a digest, or where the network has fewer layers. */
export const layerOf = ({ steps }: DtcRun, index: number, layer: number): LayerStep | null => steps?.[index]?.layers[layer] ?? null;

/** All cycles of a trajectory that are known for this layer. */
export const measuredOf = (trajectory: DtcRun, layer: number): MeasuredCycle[] =>
  trajectory.points.map((_, index) => measuredAt(trajectory, index, layer)).filter((measured) => measured !== null);

const detailsByStep = new WeakMap<LayerStep, MeasuredDetails>();

function detailsOf(step: LayerStep, binning: Binning): MeasuredDetails {
  let details = detailsByStep.get(step);
  if (!details) {
    const { measurements, weightNorm } = step;
    details = {
      inRange: step.inRange,
      rms: dual((side) => (measurements[side].length === 0 ? 0 : rootMeanSquare(measurements[side]))),
      millerMadow: dual((side) => corrected(step.gibbsEntropy[side], step.occupiedBins[side], step.inRange[side])),
      sigma: weightNorm,
      binning,
    };
    detailsByStep.set(step, details);
  }
  return details;
}

const dual = <Value>(of: (side: Side) => Value): Dual<Value> => ({ previous: of('previous'), next: of('next') });

const populations = new WeakMap<MeasuredDetails, Partial<Record<Side, number | null>>>();

/** Entropy in bits of N(0, σ²) on the bins of the measurements, kept since it takes 0.1 ms; null where σ is 0. */
export function populationEntropyOf(details: MeasuredDetails, side: Side): number | null {
  let kept = populations.get(details);
  if (!kept) populations.set(details, (kept = {}));
  if (kept[side] === undefined) {
    const sigma = details.sigma[side];
    const bins = sigma > 0 ? normalBins(details.binning, sigma) : null;
    kept[side] = bins && populationEntropy(sigma, bins);
  }
  return kept[side];
}

/** The population entropies of some cycles ahead; it stops after each that had to be computed. */
export function* populationWork(cycles: Iterable<MeasuredCycle>, side: Side): Generator<void> {
  for (const { details } of cycles) {
    if (!details || populations.get(details)?.[side] !== undefined) continue;
    populationEntropyOf(details, side);
    yield;
  }
}

const publishedCycles = new WeakMap<Published, readonly MeasuredCycle[]>();

/** The published DTC run. Its ‖a‖ is not published: the population entropy takes the root mean square of the measurements instead. */
export function measuredPublished(published: Published): readonly MeasuredCycle[] {
  let cycles = publishedCycles.get(published);
  if (!cycles) {
    const { gibbsEntropy, inRange, millerMadow, measurements, rays } = published;
    cycles = published.ladder.map((rung, index) => {
      const rms = dual((side) => rootMeanSquare(measurements[side][index]));
      return {
        ...rung,
        gibbsEntropy: dual((side) => gibbsEntropy[side][index]),
        rayMeanAbs: meanAbs(rays[index]),
        details: {
          inRange: dual((side) => inRange[side][index]),
          rms,
          millerMadow: dual((side) => millerMadow[side][index]),
          sigma: rms,
          binning: publishedBinning,
        },
      };
    });
    publishedCycles.set(published, cycles);
  }
  return cycles;
}

const meanAbs = (values: readonly number[]): number => values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length;
