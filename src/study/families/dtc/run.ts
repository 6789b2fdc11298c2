/**
 * The part of a record that curves are drawn from. Records of this machine and digests that came in a link both become trajectories, so
 * that a figure need not know where its numbers are from.
 */
import type { DtcStep, JobRecord, JobStatus, Step } from '../../records.ts';
import { isDtcJob, type DtcJob } from '../../schema.ts';

/** One prune of a trajectory. Entropies in bits. */
export interface TrajectoryPoint {
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

export interface Trajectory {
  readonly job: DtcJob;
  readonly status: JobStatus;
  readonly points: readonly TrajectoryPoint[];
  /** The full steps, where they are known: a digest has none. */
  readonly steps: readonly DtcStep[] | null;
  /** Training loss of every LOSS_EVERY-th batch; empty for a digest. */
  readonly losses: readonly number[];
}

/** Neurons of all hidden layers before the prune of a point; the point itself knows the first layer's alone. */
export const allNeuronsBefore = ({ job, points }: Pick<Trajectory, 'job' | 'points'>, index: number): number =>
  index > 0 ? points[index - 1].neurons : job.model.hidden.reduce((sum, width) => sum + width, 0);

export function pointOf(step: DtcStep): TrajectoryPoint {
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

/** The trajectory of a record; null for a job of another family than Dual Tomographic Compression. */
export function trajectoryOf({ job, status, steps, losses }: JobRecord): Trajectory | null {
  if (!isDtcJob(job)) return null;
  const own = dtcSteps(steps);
  return { job, status, points: own.map(pointOf), steps: own, losses };
}

/** The trajectories of those records that have one. */
export const trajectoriesOfRecords = (records: readonly JobRecord[]): Trajectory[] =>
  records.map(trajectoryOf).filter((trajectory) => trajectory !== null);

const dtcStepsOf = new WeakMap<readonly Step[], readonly DtcStep[]>();

/** The steps that are of Dual Tomographic Compression: for the same steps the same array. */
export function dtcSteps(steps: readonly Step[]): readonly DtcStep[] {
  const known = dtcStepsOf.get(steps);
  if (known) return known;
  const own = steps.filter((step) => step.kind !== 'l0');
  dtcStepsOf.set(steps, own);
  return own;
}
