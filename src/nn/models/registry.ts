/** The models by name: those that jobs name, and those of benches and tests. A new one is a file in this folder and an entry in each. */
import { imageShape, vectorShape, type InputShape } from '../../data/shape.ts';
import type { Activation } from '../layers/activation.ts';
import type { JobModelName } from './catalogue.ts';
import { cifarMlp } from './cifar-mlp.ts';
import { lenet300 } from './lenet-300-100.ts';
import { lenet5Caffe } from './lenet-5-caffe.ts';
import { denseNetwork } from './dense-network.ts';
import { Mlp } from './mlp.ts';
import type { DataModelOptions, ModelOptions, Network } from './network.ts';
import { resnet20, resnet50 } from './resnet.ts';
import { student } from './teacher-student.ts';
import type { TransformerShape } from './transformer-size.ts';
import { transformer, transformerFor } from './transformer.ts';
import { vgg16 } from './vgg-16.ts';

/** What the model of a job is made from; each takes what it knows. */
export interface JobModelOptions extends DataModelOptions, Partial<TransformerShape> {
  /** Factor on channels. */
  readonly width: number;
  /** Widths of hidden layers and what follows them, where they are free. */
  readonly hidden: readonly number[];
  readonly activation: Activation;
}

/** Builders of the models in `catalogue.ts`. */
export const jobBuilders: Readonly<Record<JobModelName, (options: JobModelOptions) => Network>> = {
  'lenet-300-100': lenet300,
  'lenet-5': lenet5Caffe,
  'cifar-mlp': cifarMlp,
  'vgg-16': vgg16,
  'resnet-20': resnet20,
  'resnet-50': resnet50,
  student,
  mlp: denseNetwork,
  transformer: transformerFor,
};

export interface ModelEntry {
  readonly title: string;
  /** What goes in, without the batch. */
  readonly input: InputShape;
  /** Classes of a classifier, values of a regression. */
  readonly outputs: number;
  readonly task: 'classification' | 'regression';
  build(options: ModelOptions): Network;
}

const [grey, colour] = [imageShape([28, 28, 1]), imageShape([32, 32, 3])];

export const models = {
  '784-512-10': {
    title: '784-512-10 without biases',
    input: grey,
    outputs: 10,
    task: 'classification',
    build: ({ seed }) => new Mlp({ inputs: 784, hidden: [512], outputs: 10, seed }),
  },
  'lenet-300-100': { title: 'LeNet-300-100', input: grey, outputs: 10, task: 'classification', build: lenet300 },
  'lenet-5': { title: 'LeNet-5 (Caffe)', input: grey, outputs: 10, task: 'classification', build: lenet5Caffe },
  'cifar-mlp': { title: 'CIFAR 3072-512-512-512-10', input: colour, outputs: 10, task: 'classification', build: cifarMlp },
  'vgg-16': { title: 'VGG-16 with batch normalisation', input: colour, outputs: 10, task: 'classification', build: vgg16 },
  'resnet-20': { title: 'ResNet-20', input: colour, outputs: 10, task: 'classification', build: resnet20 },
  'resnet-50': { title: 'ResNet-50 for small images', input: colour, outputs: 10, task: 'classification', build: resnet50 },
  transformer: {
    title: 'Byte-level transformer',
    input: { kind: 'tokens', length: 64, vocabulary: 256 },
    outputs: 256,
    task: 'classification',
    build: transformer,
  },
  'teacher-student': { title: 'Student 2-25-25-1', input: vectorShape(2), outputs: 1, task: 'regression', build: student },
} as const satisfies Record<string, ModelEntry>;

/** @internal Benches and tests name models that no job does. */
export type ModelName = keyof typeof models;
