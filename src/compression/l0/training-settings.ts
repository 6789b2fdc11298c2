/** Settings of the training of a job with one of the ℓ0 methods (arXiv 2505.17469, section 4 and its code). */
import { choice, number, type SettingValues } from '../../data/setting.ts';
import { dataSources } from '../../data/sources/index.ts';
import { crossEntropy } from '../../data/tasks/classification.ts';
import type { Loss } from '../../data/tasks/task.ts';

/** The losses of all tasks. */
const losses = (): Loss[] => [...new Set(dataSources.all.flatMap(({ task }) => task.losses))];

export const l0TrainingSettings = {
  loss: choice<string>({
    title: 'Loss',
    help: 'Cross-entropy for images. For teacher-student the squared error, or the code length of a Gaussian whose σ is learned along.',
    get options() {
      return losses().map(({ id, title }) => ({ value: id, title }));
    },
    default: crossEntropy.id,
  }),
  gaussConstant: choice({
    title: 'Constant of the loss',
    appliesTo: { 'training.loss': ['gauss'] },
    help: 'Gaussian loss: whether the losses that are told have the constant ½ log₂ 2π = 1.3257 bits. It changes no training and no choice; description lengths have it always.',
    differs: 'The paper’s equation 17 has it, its code leaves it out.',
    options: [
      { value: 'no', title: 'Left out' },
      { value: 'yes', title: 'Told' },
    ],
    default: 'no',
  }),
  labelSmoothing: number({
    title: 'Label smoothing',
    appliesTo: { 'training.loss': ['cross-entropy'] },
    help: 'Trains for a little less than certainty: for 1 − a + a/K of the right class and a/K of each other one of K. The training loss of an epoch is that of smoothed targets; every other loss, the choice of weights and the description length have plain ones.',
    differs: '0.1 on ImageNet, off elsewhere.',
    default: 0,
    min: 0,
    max: 0.9,
    step: 0.1,
  }),
  optimiser: choice({
    title: 'Optimiser',
    help: 'Adam with β₁ 0.9, β₂ 0.999 and ε 10⁻⁸, or gradient descent with momentum 0.9.',
    differs: 'Adam throughout but on ImageNet, where PMMP needs a u of 2 at the start with momentum.',
    options: [
      { value: 'adam', title: 'Adam' },
      { value: 'momentum', title: 'Momentum' },
    ],
    default: 'adam',
  }),
  batchSize: number({
    title: 'Batch size',
    help: 'Samples per training step; 0 takes all of them at once.',
    default: 500,
    min: 0,
    max: 8192,
    integer: true,
    step: 100,
    unit: 'samples',
    zero: 'all',
  }),
  learningRate: number({
    title: 'Learning rate',
    help: 'Through all phases. The largest, where it changes over time.',
    default: 0.001,
    min: 1e-7,
    max: 1,
    step: 0.0005,
  }),
  schedule: choice({
    title: 'Learning rate over time',
    help: 'Constant; or a straight rise over the warm-up, then half a cosine. Cosine: changes with each epoch, down to the least rate at the last epoch of the first phase, where it stays. Cosine by step: changes with each training step, over the job at its longest, fine-tuning included.',
    differs:
      'Constant in the experiments on MNIST, CIFAR-10 and teacher-student, by epoch on ImageNet, by step for the transformer, whose cosine ends slightly above the least rate.',
    options: [
      { value: 'constant', title: 'Constant' },
      { value: 'cosine', title: 'Cosine' },
      { value: 'cosine-by-step', title: 'Cosine by step' },
    ],
    default: 'constant',
  }),
  warmUp: number({
    title: 'Warm-up',
    appliesTo: { 'training.schedule': ['cosine', 'cosine-by-step'] },
    help: 'Epochs over which the learning rate rises to its largest.',
    differs: '5 epochs on ImageNet, 2,000 steps for the transformer.',
    default: 5,
    min: 0,
    max: 10_000,
    integer: true,
    step: 1,
    unit: 'epochs',
  }),
  leastRate: number({
    title: 'Least rate',
    appliesTo: { 'training.schedule': ['cosine', 'cosine-by-step'] },
    help: 'Where the cosine ends, as a share of the learning rate.',
    differs: '1 % on ImageNet, 10 % for the transformer.',
    default: 0.01,
    min: 0,
    max: 1,
    step: 0.01,
  }),
  minEpochs: number({
    title: 'Epochs at least',
    help: 'The first phase goes on at least so long.',
    default: 300,
    min: 0,
    max: 100_000,
    integer: true,
    step: 10,
    unit: 'epochs',
  }),
  maxEpochs: number({
    title: 'Epochs at most',
    help: 'The first phase ends here even if the loss still falls.',
    default: 5000,
    min: 1,
    max: 100_000,
    integer: true,
    step: 10,
    unit: 'epochs',
  }),
  fineTuneMin: number({
    title: 'Fine-tuning at least',
    help: 'Convergence is looked for from this epoch on, and never before the window of the test is full.',
    default: 33,
    min: 0,
    max: 100_000,
    integer: true,
    step: 10,
    unit: 'epochs',
  }),
  fineTuneMax: number({
    title: 'Fine-tuning at most',
    help: 'Epochs of fine-tuning with the pruned weights fixed at zero; 0 leaves it out.',
    default: 1000,
    min: 0,
    max: 100_000,
    integer: true,
    step: 10,
    unit: 'epochs',
  }),
  checkEvery: number({
    title: 'Check every',
    help: 'Epochs between two looks at convergence and at which weights to keep.',
    default: 10,
    min: 1,
    max: 10_000,
    integer: true,
    step: 1,
    unit: 'epochs',
  }),
  window: number({
    title: 'Window of convergence',
    help: 'Epochs that the test of convergence looks at: the loss has converged once the mean of the later half lies below that of the earlier one by no more than its noise.',
    differs: 'The paper asks for as many epochs as the window, the code for two more.',
    default: 30,
    min: 4,
    max: 10_000,
    integer: true,
    step: 10,
    unit: 'epochs',
  }),
  convergeOn: choice({
    title: 'Convergence of',
    help: 'By which loss it is judged whether training has converged, and which weights to keep.',
    options: [
      { value: 'validation', title: 'Validation loss' },
      { value: 'train', title: 'Training loss' },
    ],
    default: 'validation',
  }),
  bestState: choice({
    title: 'Weights kept',
    help: 'From which epoch the weights are taken when a phase of training has ended. Turning point: from one at which the loss had just risen, or the last. Least loss: from the epoch of least loss, of those that were checked. Objective: from that of least loss and penalty together. Last: from the last.',
    differs:
      'Turning points are the code’s rule, which the paper does not mention; it can keep a worse epoch than the best. Where the loss of a classifier rises long before its weights are sparse, it keeps an early epoch.',
    options: [
      { value: 'turning-point', title: 'Turning point' },
      { value: 'argmin', title: 'Least loss' },
      { value: 'objective', title: 'Objective' },
      { value: 'last', title: 'Last' },
    ],
    default: 'turning-point',
  }),
  measureEvery: number({
    title: 'Measure every',
    help: 'Epochs between two points of the recorded curves. Training does not depend on it.',
    default: 10,
    min: 1,
    max: 10_000,
    integer: true,
    step: 1,
    unit: 'epochs',
  }),
} as const;

export type L0TrainingSettings = SettingValues<typeof l0TrainingSettings>;
