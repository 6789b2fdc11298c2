/**
 * ℓ0 regularisation, its relatives and its baselines: train with the penalty, prune, fine-tune (arXiv 2505.17469, section 4 and code).
 */
import type { WeightTensor } from '../../coding/weight-matrix.ts';
import type { AnyDataset } from '../../data/dataset.ts';
import type { RunControl } from '../../nn/run-control.ts';
import { restoreTensors } from '../../nn/weight-tensors.ts';
import type { L0Checkpoint } from './checkpoint.ts';
import { Course, type L0Reporter } from './course.ts';
import { toolsFor } from './course-tools.ts';
import { l0Data } from './data.ts';
import type { L0Job } from './job.ts';
import { l0MethodOf } from './methods/index.ts';
import type { Outcome } from './methods/tools.ts';
import { buildNetwork } from './network.ts';
import { objectiveOf } from './objective.ts';
import { newOptimizer } from './optimiser.ts';
import type { Pace } from './pace.ts';
import { settle } from './pruning.ts';
import type { L0Summary } from './record.ts';
import { summarise } from './summary.ts';
import { termsOf } from './terms.ts';

export interface L0Context {
  readonly job: L0Job;
  /** Null for a job whose data are generated. */
  readonly dataset: AnyDataset | null;
  readonly control: RunControl;
  readonly report: L0Reporter;
  /** Where to go on; without it the job begins anew. What follows is the same, bit for bit, as if it had never stopped. */
  readonly checkpoint?: L0Checkpoint | null;
  /** What a job that begins with a stored network begins with. */
  readonly start?: StartNetwork | null;
  /** How often checkpoints are left: by time and size unless told. */
  readonly pace?: Pace;
}

/** Its numbers as files have them, running statistics included, and σ of the Gaussian loss. */
export interface StartNetwork {
  readonly tensors: readonly WeightTensor[];
  readonly sigma: number | null;
}

/** Runs a job to its end. @throws Cancelled, Diverged, RangeError for a start that does not fit, or what the data set throws */
export async function runL0({ job, dataset, control, report, checkpoint, start = null, pace }: L0Context): Promise<L0Summary> {
  const data = l0Data(job, dataset);
  const network = buildNetwork(job, data);
  const objective = objectiveOf(job, start?.sigma ?? undefined);
  const firstPhase = termsOf(job, network.parameters);
  const course = new Course({ job, network, objective, data, firstPhase, control, optimizer: newOptimizer(job), checkpoint, pace }, report);
  try {
    await course.begin();
    const summary = await summarise(course, await (start ? fromStart(course, start) : l0MethodOf(job).course(toolsFor(course))));
    await course.handOver('final', { loss: summary.testLoss, accuracy: summary.testAccuracy });
    return summary;
  } finally {
    course.optimizer.dispose();
    for (const term of new Set([...firstPhase.own, ...course.terms])) term.dispose();
    objective.dispose();
    network.dispose();
    data.dispose();
  }
}

/** Fine-tuning alone, of a network that somebody has pruned: what is 0 in it stays so. */
async function fromStart(course: Course, { tensors }: StartNetwork): Promise<Outcome> {
  const { network } = course;
  restoreTensors(network, tensors, course.job.compression.deleteNeurons === 'yes');
  await settle(course);
  const tools = toolsFor(course);
  const { after } = await tools.prune(() => Promise.resolve({}));
  return {
    regularised: { epochs: 0, converged: false },
    admm: null,
    fineTuning: await tools.fineTune(0),
    before: null,
    after,
    threshold: null,
  };
}
