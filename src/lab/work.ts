/** How much there is to compute in a job, for times that are told before and while it runs. */
import { ladder } from '../compression/dtc/ladder.ts';
import { l0Cost } from '../compression/l0/cost.ts';
import { isDtcJob, isL0Job, type DtcJob, type Job, type L0Job } from '../study/schema.ts';
import type { JobState } from './contract.ts';
import { hasEnded } from './job-machine.ts';

/** Inputs and classes by data set. */
const shapes: Readonly<Record<DtcJob['data']['name'], readonly [number, number]>> = { mnist: [784, 10], 'cifar-10': [3072, 10] };

/**
 * What a training step costs besides its weights, in weights: a step at 9 neurons takes about a tenth of one at 512 (7,146 against 406,528
 * weights).
 */
const OVERHEAD = 37_000;

/** Forward without backward, twice a cycle, over 10,000 test images: a third of a training step each. */
const TESTS_PER_CYCLE = 2 / 3;
const TEST_IMAGES = 10_000;

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
  return { steps, cycles: [], total: steps * batchSize * (perSample + OVERHEAD) };
}

function dtcWork(job: DtcJob): Work {
  const { share, stopWidth, batchesPerCycle } = job.compression;
  const { batchSize } = job.training;
  const [inputs, classes] = shapes[job.data.name];
  const images = batchesPerCycle * batchSize + TESTS_PER_CYCLE * (job.data.testImages || TEST_IMAGES);
  const cycles = ladder(job.model.hidden, share, stopWidth).map((hidden) => {
    const widths = [inputs, ...hidden, classes];
    const weights = widths.slice(1).reduce((sum, outputs, layer) => sum + outputs * widths[layer], 0);
    return images * (weights + OVERHEAD);
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
