/** Settings of data, model and training of a job of Dual Tomographic Compression (arXiv 2505.23869 and its notebook). */
import { images } from '../../data/kinds/kind.ts';
import { choice, number, seed, widths, type SettingValues } from '../../data/setting.ts';
import { dataSources } from '../../data/sources/index.ts';
import { mnist } from '../../data/sources/served.ts';
import type { DataSource } from '../../data/sources/source.ts';
import { classification } from '../../data/tasks/classification.ts';

/** Images in files, whose classes are told apart. */
const takes = ({ kind, task, origin }: DataSource): boolean => kind === images && task === classification && origin !== 'generated';

export const dtcDataSettings = {
  name: choice<string>({
    title: 'Data set',
    help: 'Images in file order, never shuffled, pixels standardised. MNIST: 60,000 training and 10,000 test digits of 28 × 28. CIFAR-10: 50,000 and 10,000 colour images of 32 × 32 in ten classes. Own images are those that you have added under Data sets: pixels from 0 to 1, in an order drawn once and the same for every job, since folders come class by class.',
    differs: 'The paper uses MNIST only.',
    get options() {
      return dataSources.all.filter(takes).map(({ id, title }) => ({ value: id, title }));
    },
    default: mnist.id,
  }),
  trainImages: number({
    title: 'Training images',
    help: 'How many of the training images are used, from the first on; 0 takes all. Fewer make a study quicker, and incomparable with published results.',
    default: 0,
    min: 0,
    max: 60_000,
    integer: true,
    step: 1000,
    unit: 'images',
    zero: 'all',
  }),
  testImages: number({
    title: 'Test images',
    help: 'How many of the test images are used, from the first on; 0 takes all.',
    default: 0,
    min: 0,
    max: 10_000,
    integer: true,
    step: 1000,
    unit: 'images',
    zero: 'all',
  }),
} as const;

export const dtcModelSettings = {
  hidden: widths({
    title: 'Hidden neurons',
    help: 'Width of each hidden layer, from input to output, joined by “+” as in 300 + 100. ReLU, no biases, Xavier-normal weights.',
    differs:
      'The published network has one hidden layer of 512. With several, each is pruned between its previous and its next layer, which the paper leaves as obvious and its code does not have.',
    default: [512],
    min: 2,
    max: 4096,
    maxLength: 6,
  }),
  seed: seed({
    title: 'Seed of the weights',
    help: 'Seed of the initial weights; empty takes the job’s seed.',
  }),
} as const;

export const dtcTrainingSettings = {
  loss: choice({
    title: 'Loss normalised over',
    help: 'Classes: the usual cross-entropy, of the softmax over the classes. Batch: the outputs of each class are first normalised over the images of the batch, so that what is said of an image depends on the others.',
    differs:
      'The paper says softmax output; its notebook normalises over the batch, which the published accuracy after one step (0.5114) proves in every digit.',
    options: [
      { value: 'batchAxis', title: 'Batch' },
      { value: 'classAxis', title: 'Classes' },
    ],
    default: 'batchAxis',
  }),
  predictAxis: choice({
    title: 'Prediction from',
    help: 'By which outputs the class of a test image is chosen, the largest of them. As the loss: those that are trained, which with Batch depend on the other images of the batch. Classes: those of the image alone.',
    differs:
      'With batch normalisation a prediction depends on the other images of its test batch. Read from the plain logits, the same networks are 3 to 20 points less accurate on average.',
    options: [
      { value: 'loss', title: 'As the loss' },
      { value: 'classAxis', title: 'Classes' },
      { value: 'batchAxis', title: 'Batch' },
    ],
    default: 'loss',
  }),
  batchSize: number({
    title: 'Batch size',
    help: 'Images per training step and per test batch. Accuracy is the mean over test batches of the accuracy inside each, as published.',
    default: 512,
    min: 1,
    max: 8192,
    integer: true,
    step: 64,
    unit: 'images',
  }),
  learningRate: number({
    title: 'Learning rate',
    help: 'Adam with β₁ 0.9, β₂ 0.999 and ε 10⁻⁸ added to the root of the second moment.',
    default: 0.001,
    min: 1e-7,
    max: 1,
    step: 0.0005,
  }),
} as const;

export type DtcDataSettings = SettingValues<typeof dtcDataSettings>;
export type DtcModelSettings = SettingValues<typeof dtcModelSettings>;
export type DtcTrainingSettings = SettingValues<typeof dtcTrainingSettings>;
