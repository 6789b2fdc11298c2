/** What a job of this family costs at most, told before it runs. */
import { sizeOf } from '../../data/shape.ts';
import { setSizes, sourceOf } from '../../data/sources/index.ts';
import { jobModels } from '../../nn/models/catalogue.ts';
import { layerwiseEpochs, leastEpochs, type L0Job } from './job.ts';
import { l0MethodOf } from './methods/index.ts';
import { planOf } from './plan.ts';
import { SEARCHED } from './searched.ts';

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
/** And for a loss that learns its noise along: quick looks of students took 1.68 times as long with it, alone on two cores. */
const PER_SIGMA = 3.2e6;
/**
 * Of a sample that is looked at without training, over what one takes in training. A pass is 0.31 to 0.38 of training since loss and accuracy
 * come from one; searches and pictures come on top. With 0.75 quick looks were told 1.65 (LeNet-5) and 1.4 (VGG-16) times what they took.
 */
const EVALUATED = 0.55;
/** Thresholds that a search tries, about, each on what it judges by. */
const THRESHOLDS = 25;
/**
 * Of a parameter, for what is done with all of them beside passes: cut at each threshold, looked at for idle ones, coded, and kept. Of the CIFAR
 * MLP, which has 2.1 million, a quick look took 62 s a job where steps and passes took 39.
 */
const PER_PRUNED = 90_000;

/**
 * Nanoseconds of one core for a unit, in WebAssembly on a Xeon of 2.1 GHz: 0.09 to 0.17 by processor time for one job of each quick preset
 * while other programs took as much of its two cores again, about 0.06 alone with a job on each.
 */
export const L0_PACE = 0.09;

/** A training step of a job, in the same units. */
export interface L0Step {
  readonly samples: number;
  /** Of one with so many samples. */
  work(samples: number): number;
}

export function l0TrainingStep(job: L0Job): L0Step {
  const { sample, parameters } = sizesOf(job);
  const { batchSize } = job.training;
  const { samples: all } = setSizes(job).train;
  const learnsSigma = sourceOf(job).task.losses.find(({ id }) => id === job.training.loss)?.learnsSigma;
  return {
    samples: batchSize === 0 ? all : Math.min(batchSize, all),
    work: (samples) => samples * sample + PER_PARAMETER * parameters + PER_STEP + (learnsSigma ? PER_SIGMA : 0),
  };
}

/** What a sample takes, and what the network has. */
function sizesOf(job: L0Job): { readonly sample: number; readonly work: number; readonly parameters: number } {
  const plan = planOf(job);
  const { work, kept, parameters } = jobModels[job.model.name].size(plan);
  return { sample: work + PER_INPUT * sizeOf(plan.input) + PER_ACTIVATION * kept, work, parameters };
}

export function l0Cost(job: L0Job): L0Cost {
  const { training, start } = job;
  const { train, validation, test } = setSizes(job);
  const { sample, work, parameters } = sizesOf(job);
  const step = l0TrainingStep(job);
  const batchSize = step.samples;
  const method = l0MethodOf(job);
  const epochs = start ? training.fineTuneMax : method.epochs(job) + layerwiseEpochs(job);
  const steps = method.steps?.(job) ?? epochs * (training.roundSteps || Math.ceil(train.samples / batchSize));
  const [tried, pruned] = method.traits.unpruned ? [0, 0] : [THRESHOLDS, parameters];
  const judged = epochs * judgedShare(job) * validation.samples + tried * searchedOf(job);
  // The test set where an epoch is measured; at the end the training set once, whose loss is that of the code.
  const evaluated = judged + (epochs * test.samples) / training.measureEvery + train.samples;
  return {
    steps,
    perSample: work,
    batchSize,
    total: steps * step.work(batchSize) + EVALUATED * sample * evaluated + PER_PRUNED * pruned,
  };
}

/** Of the epochs, those after which the validation set is gone through: all, or with the last state kept those that are measured or decide. */
function judgedShare(job: L0Job): number {
  const { bestState, minEpochs, maxEpochs, window, measureEvery } = job.training;
  if (l0MethodOf(job).along) return 1 / measureEvery;
  if (bestState !== 'last' || maxEpochs === 0) return 1;
  const decide = maxEpochs - Math.max(0, leastEpochs(minEpochs, window) - (window + 2)) + 1;
  return Math.min(1, decide / maxEpochs + 1 / measureEvery);
}

/** Samples that a threshold is judged by. */
function searchedOf(job: L0Job): number {
  const { samples, coded } = setSizes(job).validation;
  const most = SEARCHED[job.compression.tamade];
  return most === undefined ? samples : Math.min(samples, (most * samples) / coded);
}
