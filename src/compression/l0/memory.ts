/** What training the network of a job takes, and how many samples are looked at at once. */
import { grouped } from '../../math/number-text.ts';
import { sizeOf } from '../../data/shape.ts';
import { setSizes, sourceOf } from '../../data/sources/index.ts';
import { jobModels, type JobModel } from '../../nn/models/catalogue.ts';
import { tooMuchMemory, type Complaint, type TrainingMemory } from '../job-schema.ts';
import type { L0Job } from './job-type.ts';
import { l0MethodOf } from './methods/index.ts';
import { planOf } from './plan.ts';

/** Most numbers of a network that a network file holds. */
const MAX_PARAMETERS = 2 ** 26;

/**
 * Numbers that tfjs holds at its peak, testing after an epoch, for each number of the network: itself, its gradient, two moments, its mask,
 * the best state and what a step makes; what a method adds is in its file. Measured in one epoch of each job: 8.5 for 784-2000-2000-10
 * with R-L1 (210 MB) and 26.5 with PMMP (613 MB), 7.5 and 25.5 for the CIFAR MLP (82 and 234 MB), 10 and 28 for LeNet-300-100 (16 and 35 MB).
 * The WebAssembly heap, which grows by fifths, ends at 203, 704, 105, 260, 20 and 35 MB.
 */
const PER_PARAMETER = 9;
/**
 * Of what a sample leaves for its gradient, how many times that is held: when training also gradients on their way back and pooled copies,
 * when testing the copies alone. VGG-16 of quarter width takes 1080 MB of heap to train 600 samples (2.1 times their 498 MB), and 1535 MB
 * of tensors to test 1000 (1.7 times 830 MB), with PMMP and batches of 16 as with R-L1 and batches of 600.
 */
const HELD_TRAINING = 2.1;
const HELD_TESTING = 1.7;
/** Samples per batch where nothing is trained, and predictions: of a text 50 chunks of 64 bytes, whose 60 MB are no slower than larger ones. */
const EVALUATION_BATCH = 1000;
const EVALUATION_PREDICTIONS = 3200;
/** Where such a batch would take more than this, it is made smaller until it takes less than that: at VGG-16’s full width. */
const MOST_TESTING_BYTES = 3 * 2 ** 30;
const TESTING_BYTES = 2 ** 30;

/** Samples per batch where nothing is trained, for data in files. */
export function evaluationBatch(job: Pick<L0Job, 'data' | 'model' | 'images' | 'text'>): number {
  const plan = planOf(job);
  const bytes = 4 * HELD_TESTING * jobModels[job.model.name].size(plan).kept;
  const most = Math.min(EVALUATION_BATCH, Math.ceil(EVALUATION_PREDICTIONS / sourceOf(job).task.predictionsOf(plan.input, plan.outputs)));
  return most * bytes <= MOST_TESTING_BYTES ? most : Math.max(1, Math.floor(TESTING_BYTES / bytes));
}

/** The setting that makes a network narrower. */
const narrowedBy = ({ scales, settings }: JobModel): TrainingMemory['setting'] =>
  scales ? 'model.width' : settings && 'dim' in settings ? 'model.dim' : 'model.hidden';

/** What training the job's network takes at most: the network, and what each sample of a batch takes in training or testing. */
export function trainingMemory(job: L0Job): TrainingMemory {
  const { model, training } = job;
  const plan = planOf(job);
  const { train, validation, test } = setSizes(job);
  const { parameters, kept } = jobModels[model.name].size(plan);
  const ofNetwork = 4 * parameters * (PER_PARAMETER + (l0MethodOf(job).held ?? 0));
  const samples = (batch: number, held: number): number => 4 * batch * (sizeOf(plan.input) + held * kept);
  const forTraining = samples(training.batchSize === 0 ? train.samples : Math.min(training.batchSize, train.samples), HELD_TRAINING);
  const largest = Math.max(train.samples, validation.samples, test.samples);
  // Generated sets are small, and tested whole.
  const forTesting = samples(sourceOf(job).origin === 'generated' ? largest : Math.min(largest, evaluationBatch(job)), HELD_TESTING);
  const bytes = ofNetwork + Math.max(forTraining, forTesting);
  const wide = narrowedBy(jobModels[model.name]);
  return { parameters, bytes, setting: forTraining > bytes / 2 ? 'training.batchSize' : wide };
}

/** What speaks against a network or a batch that is too large. */
export function tooLarge(job: L0Job): Complaint[] {
  const memory = trainingMemory(job);
  if (memory.parameters <= MAX_PARAMETERS) return tooMuchMemory(memory);
  const path = narrowedBy(jobModels[job.model.name]);
  return [
    [path, `makes a network of ${grouped(memory.parameters)} parameters; at most ${grouped(MAX_PARAMETERS)} can be kept: make it narrower`],
  ];
}
