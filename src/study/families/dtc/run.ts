/**
 * The part of a record that curves are drawn from. Records of this machine and digests that came in a link both become runs, so that a
 * figure need not know where its numbers are from.
 */
import type { Run } from '../../job-record.ts';
import type { DtcJob, DtcRecord, DtcStep } from './types.ts';

/** One prune of a run. Entropies in bits. */
export interface DtcPoint {
  readonly cycle: number;
  readonly neurons: number;
  readonly sparsity: number;
  /** Mean of the batch accuracies right after and right before the prune. */
  readonly testAccuracy: number;
  readonly testAccuracyBeforePrune: number;
  /** Width and number of measurements of the first hidden layer before the prune. */
  readonly neuronsBefore: number;
  readonly measurements: number;
  readonly gibbsEntropy: { readonly previous: number | null; readonly next: number | null };
  readonly rayMeanAbs: number | null;
}

export interface DtcRun extends Run {
  readonly kind: 'dtc';
  readonly job: DtcJob;
  readonly points: readonly DtcPoint[];
  /** The full steps, where they are known: a digest has none. */
  readonly steps: readonly DtcStep[] | null;
  /** Training loss of every LOSS_EVERY-th batch; empty for a digest. */
  readonly losses: readonly number[];
}

/** Neurons of all hidden layers before the prune of a point; the point itself knows the first layer's alone. */
export const allNeuronsBefore = ({ job, points }: Pick<DtcRun, 'job' | 'points'>, index: number): number =>
  index > 0 ? points[index - 1].neurons : job.model.hidden.reduce((sum, width) => sum + width, 0);

export function pointOf(step: DtcStep): DtcPoint {
  const layer = step.layers[0];
  return {
    cycle: step.cycle,
    neurons: step.neurons,
    sparsity: step.sparsity,
    testAccuracy: step.testAccuracy,
    testAccuracyBeforePrune: step.testAccuracyBeforePrune,
    neuronsBefore: layer.neuronsBefore,
    measurements: layer.measurements.next.length,
    gibbsEntropy: step.gibbsEntropy,
    rayMeanAbs: step.rayMeanAbs,
  };
}

const runs = new WeakMap<DtcRecord, DtcRun>();
const pointsOfSteps = new WeakMap<readonly DtcStep[], readonly DtcPoint[]>();

/** The run of a record; while only its losses grow, its points stay the same objects. */
export function dtcRunOf(record: DtcRecord): DtcRun {
  const known = runs.get(record);
  if (known) return known;
  const { job, status, steps, losses } = record;
  const points = pointsOfSteps.get(steps) ?? steps.map(pointOf);
  pointsOfSteps.set(steps, points);
  const run: DtcRun = { kind: 'dtc', job, status, points, steps, losses };
  runs.set(record, run);
  return run;
}
