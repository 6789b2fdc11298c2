/** Settings of data, model and training of a job with one of the ℓ0 methods (arXiv 2505.17469, section 4 and its code). */
import { lazily } from '../../data/registry.ts';
import { choice, number, seed, widths, type ChoiceSetting, type Setting, type Settings, type SettingValues } from '../../data/setting.ts';
import { dataSources } from '../../data/sources/index.ts';
import type { TeacherStudentSettings } from '../../data/sources/teacher-student.ts';
import { crossEntropy } from '../../data/tasks/classification.ts';
import type { Loss } from '../../data/tasks/task.ts';
import { jobModels, type JobModelName } from '../../nn/models/catalogue.ts';

/** Settings of the data of any source. */
const sharedDataSettings = {
  train: number({
    title: 'Training samples',
    help: 'Drawn at random from the training images by the seed of the split, or generated.',
    default: 45_000,
    min: 1,
    max: 60_000,
    integer: true,
    step: 1000,
    unit: 'samples',
  }),
  validation: number({
    title: 'Validation samples',
    help: 'Drawn from the rest of the training images, or generated. They decide when a phase has converged and which threshold is acceptable.',
    default: 5000,
    min: 1,
    max: 30_000,
    integer: true,
    step: 1000,
    unit: 'samples',
  }),
  test: number({
    title: 'Test samples',
    help: 'The first of the test images, or generated.',
    default: 10_000,
    min: 1,
    max: 10_000,
    integer: true,
    step: 1000,
    unit: 'samples',
  }),
  splitSeed: number({
    title: 'Seed of the split',
    help: 'Which images train and which validate; the same for all seeds of a study.',
    differs: 'The code has 123 for MNIST and 1234 for CIFAR-10, with a generator of its own.',
    default: 123,
    min: 0,
    max: 0xffffffff,
    integer: true,
    step: 1,
  }),
  order: choice({
    title: 'Order of batches',
    help: 'The same in every epoch, or shuffled anew.',
    options: [
      { value: 'fixed', title: 'Fixed' },
      { value: 'shuffled', title: 'Shuffled' },
    ],
    default: 'fixed',
  }),
} as const;

const nameSetting = (): ChoiceSetting =>
  choice<string>({
    title: 'Data',
    help: [
      'Pixels are taken as they are, between 0 and 1, without augmentation.',
      ...dataSources.all.flatMap(({ help }) => help ?? []),
    ].join(' '),
    options: dataSources.all.map(({ id, title }) => ({ value: id, title })),
    default: dataSources.all[0].id,
  });

/** In the order of the form: the source, what all have, and what each has of its own. @throws RangeError where two have a setting of one name */
export const l0DataSettings = lazily((): Settings & typeof sharedDataSettings & { readonly name: ChoiceSetting } => {
  const own: Record<string, Setting> = {};
  for (const { id, settings } of dataSources) {
    for (const [name, setting] of Object.entries(settings)) {
      if (name in own || name in sharedDataSettings || name === 'name') {
        throw new RangeError(`The data source “${id}” has a setting “${name}”, which is another one’s: rename it.`);
      }
      own[name] = { ...setting, appliesTo: { 'data.name': [id] } };
    }
  }
  return { name: nameSetting(), ...sharedDataSettings, ...own };
});

export const l0ModelSettings = {
  name: choice({
    title: 'Network',
    help: 'LeNet-300-100 and LeNet-5 for MNIST; the CIFAR MLP and VGG-16 for CIFAR-10; ResNets and a network of your own widths for any images. Teacher-student has a student of 25 and 25 neurons.',
    differs:
      'The paper’s ResNet-50 is for ImageNet, with a 7 × 7 stem, pooling and 1000 classes: 25,557,032 parameters. Here it is for small images: a 3 × 3 stem without pooling, 23,520,842 parameters for ten classes. ResNet-20 is not in the paper.',
    options: Object.entries(jobModels).map(([value, { title }]) => ({ value: value as JobModelName, title })),
    default: 'lenet-300-100',
  }),
  hidden: widths({
    title: 'Own widths',
    appliesTo: { 'model.name': ['mlp'] },
    help: 'Widths of the hidden layers of a network of your own, from input to output; ReLU for images, tanh for teacher-student.',
    default: [64, 32],
    min: 1,
    max: 4096,
    maxLength: 6,
  }),
  width: number({
    title: 'Width',
    appliesTo: { 'model.name': Object.entries(jobModels).flatMap(([name, { scales }]) => (scales ? [name] : [])) },
    help: 'Factor on the channels of VGG-16, ResNet-20 or ResNet-50, and on VGG’s dense layers: 1 as published. At 1/16 VGG-16 has some 60,000 parameters, ResNet-50 some 100,000.',
    default: 1,
    min: 0.0156,
    max: 1,
    step: 0.0625,
  }),
  init: choice({
    title: 'Initial weights',
    help: 'Lux: the defaults of the library that the authors used. He: uniform, biases 0. Usual: Lux for the student, He for the others.',
    differs: 'The paper does not say; Lux’ gain before a ReLU is 2 where √2 is usual.',
    options: [
      { value: 'usual', title: 'Usual' },
      { value: 'lux', title: 'Lux' },
      { value: 'he-uniform', title: 'He' },
      { value: 'xavier-normal', title: 'Xavier' },
    ],
    default: 'usual',
  }),
  seed: seed({
    title: 'Seed of the weights',
    help: 'Seed of the initial weights; empty takes the job’s seed plus 42, for the student plus 43, as the code does.',
  }),
} as const;

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
    help: 'a of the targets (1 − a) y + a/K that are trained for. The training loss of an epoch is that of smoothed targets; every other loss, the choice of weights and the description length have plain ones.',
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
    help: 'The loss that the test of convergence and the choice of weights look at.',
    options: [
      { value: 'validation', title: 'Validation loss' },
      { value: 'train', title: 'Training loss' },
    ],
    default: 'validation',
  }),
  bestState: choice({
    title: 'Weights kept',
    help: 'Of which epoch a phase hands on the weights. Turning point: of those at which the loss had just risen, or the last. Least: the checked epoch of least loss. Objective: that of least loss and penalty together. Last: the last.',
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

/** The settings of the data; those of sources that others have added are there as well. */
export type L0DataSettings = SettingValues<typeof sharedDataSettings> & TeacherStudentSettings & { name: string };
export type L0ModelSettings = SettingValues<typeof l0ModelSettings>;
export type L0TrainingSettings = SettingValues<typeof l0TrainingSettings>;
