/** What a job of Dual Tomographic Compression takes. */
import { reconstructs } from './methods.ts';
import { cycleWork, stepWork } from '../../../compression/dtc/cost.ts';
import { imagesOf, testImageCount, type DtcJob } from '../../../compression/dtc/job.ts';
import { rungsOf } from '../../../compression/dtc/ladder.ts';
import { sizeOf } from '../../../data/shape.ts';
import type { Cost, TrainingStep } from '../../family.ts';

/** A LASSO problem of thousands of measurements takes minutes on any backend. */
const LASSO_SECONDS = 600;

/** Cycles that a job goes down its ladder. */
export const cyclesOf = (job: DtcJob): number => rungsOf(job).length;

/** With the whole network, as in the first cycle. */
export function dtcTrainingStep(job: DtcJob): TrainingStep {
  const { input, outputs } = imagesOf(job);
  const widths = [sizeOf(input), ...job.model.hidden, outputs];
  return { samples: job.training.batchSize, work: (samples) => stepWork(widths, samples) };
}

export function dtcCost(job: DtcJob): Cost {
  const { method, batchesPerCycle, measurementShare } = job.compression;
  const images = imagesOf(job);
  const cycles = cycleWork(rungsOf(job), {
    inputs: sizeOf(images.input),
    classes: images.outputs,
    batches: batchesPerCycle,
    batchSize: job.training.batchSize,
    testImages: testImageCount(job),
  });
  return {
    steps: cycles.length * batchesPerCycle,
    total: cycles.reduce((sum, cycle) => sum + cycle, 0),
    stages: cycles,
    // The first cycle, with the whole network, has the longest steps; the images of its test count as well.
    largestStep: cycles[0] / batchesPerCycle,
    silence: reconstructs(method) && Math.max(...job.model.hidden) * measurementShare > 1000 ? LASSO_SECONDS : null,
  };
}
