/** Every model at the smallest size that still has all of its layers, with data drawn for it. */
import { imageShape } from '../../../src/data/shape.ts';
import { stream } from '../../../src/math/random.ts';
import { cifarMlp } from '../../../src/nn/models/cifar-mlp.ts';
import { lenet300 } from '../../../src/nn/models/lenet-300-100.ts';
import { lenet5Caffe } from '../../../src/nn/models/lenet-5-caffe.ts';
import { Mlp } from '../../../src/nn/models/mlp.ts';
import type { Network } from '../../../src/nn/models/network.ts';
import { resnet20Stages, resnet50Stages, type ResnetStages } from '../../../src/nn/models/catalogue.ts';
import { resnet } from '../../../src/nn/models/resnet.ts';
import { student } from '../../../src/nn/models/teacher-student.ts';
import { transformer } from '../../../src/nn/models/transformer.ts';
import { vgg16 } from '../../../src/nn/models/vgg-16.ts';
import { classification, GaussianObjective, regression, type Objective } from '../../../src/nn/loss.ts';
import * as tf from '../../../src/nn/tf.ts';

export interface TinyModel {
  readonly name: string;
  readonly build: () => Network;
  readonly objective: () => Objective;
  /** The same numbers at every call. */
  readonly batch: () => { readonly inputs: tf.Tensor; readonly targets: tf.Tensor };
}

const images = (count: number, features: number) => (): { inputs: tf.Tensor; targets: tf.Tensor } => {
  const random = stream(7, 'test/images');
  return {
    inputs: tf.tensor2d(
      Float32Array.from({ length: count * features }, () => random.uniform()),
      [count, features],
    ),
    targets: tf.tensor1d(
      Int32Array.from({ length: count }, () => random.integer(10)),
      'int32',
    ),
  };
};

const bytes = (count: number, length: number) => (): { inputs: tf.Tensor; targets: tf.Tensor } => {
  const random = stream(7, 'test/bytes');
  const draw = (): tf.Tensor2D =>
    tf.tensor2d(
      Int32Array.from({ length: count * length }, () => 97 + random.integer(6)),
      [count, length],
      'int32',
    );
  return { inputs: draw(), targets: draw() };
};

const points = (): { inputs: tf.Tensor; targets: tf.Tensor } => {
  const random = stream(7, 'test/points');
  const draw = (width: number): tf.Tensor2D => tf.tensor2d(Float32Array.from(random.normals(30 * width)), [30, width]);
  return { inputs: draw(2), targets: draw(1) };
};

/** With a block of each kind: of both networks the shortcuts that change the shape, in every stage, and one that does not, in the first. */
const fewBlocks = ({ stages, expansion }: ResnetStages): ResnetStages => ({
  stages: stages.map(({ channels }, stage) => ({ channels, blocks: stage === 0 && expansion > 1 ? 2 : 1 })),
  expansion,
});

const crossEntropy = (): Objective => classification('classAxis');

export const tinyModels: readonly TinyModel[] = [
  {
    name: '784-512-10',
    build: () => new Mlp({ inputs: 784, hidden: [512], outputs: 10, seed: 3 }),
    objective: () => classification('batchAxis'),
    batch: images(6, 784),
  },
  { name: 'LeNet-300-100', build: () => lenet300({ seed: 3 }), objective: crossEntropy, batch: images(6, 784) },
  { name: 'LeNet-5-Caffe', build: () => lenet5Caffe({ seed: 3 }), objective: crossEntropy, batch: images(2, 784) },
  { name: 'CIFAR MLP', build: () => cifarMlp({ seed: 3 }), objective: () => classification('classAxis', 0.1), batch: images(2, 3072) },
  { name: 'VGG-16, width 1/16', build: () => vgg16({ seed: 3, width: 1 / 16 }), objective: crossEntropy, batch: images(4, 3072) },
  {
    name: 'ResNet-20 of 3 blocks, width 1/4',
    build: () => resnet(fewBlocks(resnet20Stages), { seed: 3, width: 1 / 4, input: imageShape([8, 8, 3]) }),
    objective: crossEntropy,
    batch: images(4, 192),
  },
  {
    name: 'ResNet-50 of 5 blocks, width 1/16',
    build: () => resnet(fewBlocks(resnet50Stages), { seed: 3, width: 1 / 16, input: imageShape([12, 12, 3]) }),
    objective: crossEntropy,
    batch: images(8, 432),
  },
  {
    name: 'transformer, width 16',
    build: () => transformer({ seed: 3, width: 16, blocks: 2, heads: 2, length: 12 }),
    objective: crossEntropy,
    batch: bytes(2, 12),
  },
  {
    name: 'transformer as published, width 16',
    build: () => transformer({ seed: 3, width: 16, blocks: 2, heads: 2, length: 12, faithful: true }),
    objective: crossEntropy,
    batch: bytes(2, 12),
  },
  { name: 'teacher-student, squared error', build: () => student({ seed: 3 }), objective: regression, batch: points },
  { name: 'teacher-student, Gaussian', build: () => student({ seed: 3 }), objective: () => new GaussianObjective(), batch: points },
];
