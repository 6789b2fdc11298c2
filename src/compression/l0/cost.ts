/** What a job of this family costs at most, told before it runs. */
import { sizeOf } from '../../data/shape.ts';
import { jobModels } from '../../nn/models/catalogue.ts';
import { layerwiseEpochs, planOf, type L0Job } from './job.ts';
import { l0MethodOf } from './methods/index.ts';

export interface L0Cost {
  /** Training steps at most. */
  readonly steps: number;
  /** Multiply-adds of a forward pass, per sample. */
  readonly perSample: number;
  readonly batchSize: number;
  /** Of the whole job, in multiply-adds of forward passes in training. */
  readonly total: number;
}

/**
 * What a training step costs beside these, in units of them: for each number of a sample, for each activation (of a small network most of
 * the time), for each parameter that is updated, and for the step itself.
 */
const PER_INPUT = 36;
const PER_ACTIVATION = 130;
const PER_PARAMETER = 120;
const PER_STEP = 4e6;
/** Of a sample that is looked at without training: forward alone. */
const EVALUATED = 1 / 3;

/**
 * Nanoseconds of one core for a unit, in WebAssembly on a Xeon of 2.1 GHz: 0.19 to 0.25 by processor time for one job of each quick preset
 * while other programs took as much of its two cores again (0.33 for ResNet-20), about 0.1 alone with a job on each.
 */
export const L0_PACE = 0.15;

export function l0Cost(job: L0Job): L0Cost {
  const { data, model, training, start } = job;
  const plan = planOf(job);
  const { work, kept, parameters } = jobModels[model.name].size(plan);
  const batchSize = training.batchSize === 0 ? data.train : Math.min(training.batchSize, data.train);
  const epochs = start ? training.fineTuneMax : l0MethodOf(job).epochs(job) + layerwiseEpochs(job);
  const steps = epochs * Math.ceil(data.train / batchSize);
  const sample = work + PER_INPUT * sizeOf(plan.input) + PER_ACTIVATION * kept;
  // The validation set after each epoch, the test set where an epoch is measured.
  const evaluated = epochs * (data.validation + data.test / training.measureEvery);
  return {
    steps,
    perSample: work,
    batchSize,
    total: steps * (batchSize * sample + PER_PARAMETER * parameters + PER_STEP) + EVALUATED * sample * evaluated,
  };
}
