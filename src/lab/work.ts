/** How much there is to compute in a job, for times that are told before and while it runs. */
import { cycleWork } from '../compression/dtc/cost.ts';
import { imagesOf, testImageCount } from '../compression/dtc/job.ts';
import { ladder } from '../compression/dtc/ladder.ts';
import { l0Cost } from '../compression/l0/cost.ts';
import { STEP_OVERHEAD } from '../compression/step-overhead.ts';
import { sizeOf } from '../data/shape.ts';
import { isDtcJob, isL0Job, type DtcJob, type Job, type L0Job } from '../study/schema.ts';
import type { JobState } from './contract.ts';
import { hasEnded } from './job-machine.ts';

export interface Work {
  /** Training steps. */
  readonly steps: number;
  /** Of each cycle, in weights times images; only ratios matter. Empty where the steps do not come at fixed points of the work. */
  readonly cycles: readonly number[];
  readonly total: number;
}

const known = new WeakMap<Job, Work>();

export function workOf(job: Job): Work {
  const found = known.get(job);
  if (found) return found;
  const work = isL0Job(job) ? l0Work(job) : dtcWork(job);
  known.set(job, work);
  return work;
}

/** At most: a phase that converges ends earlier. */
function l0Work(job: L0Job): Work {
  const { steps, perSample, batchSize } = l0Cost(job);
  return { steps, cycles: [], total: steps * batchSize * (perSample + STEP_OVERHEAD) };
}

function dtcWork(job: DtcJob): Work {
  const { share, stopWidth, batchesPerCycle } = job.compression;
  const images = imagesOf(job);
  const cycles = cycleWork(ladder(job.model.hidden, share, stopWidth), {
    inputs: sizeOf(images.input),
    classes: images.outputs,
    batches: batchesPerCycle,
    batchSize: job.training.batchSize,
    testImages: testImageCount(job),
  });
  return { steps: cycles.length * batchesPerCycle, cycles, total: cycles.reduce((sum, cycle) => sum + cycle, 0) };
}

/** Of a job's work, what is done: its finished cycles, and of the present one the share of its batches; without cycles, its steps. */
export function workDone({ record, progress }: JobState): number {
  const { cycles, total } = workOf(record.job);
  if (hasEnded(record.status)) return total;
  if (!isDtcJob(record.job)) return progress && progress.total > 0 ? total * Math.min(1, progress.done / progress.total) : 0;
  const finished = record.steps.length;
  const whole = cycles.slice(0, finished).reduce((sum, cycle) => sum + cycle, 0);
  const batches = record.job.compression.batchesPerCycle;
  const within = progress && progress.step >= finished ? Math.min(1, Math.max(0, progress.done / batches - finished)) : 0;
  return Math.min(total, whole + within * (cycles[finished] ?? 0));
}
