/** The data sets that the lab serves. */
import { grouped } from '../../math/number-text.ts';
import { images, type StoredKind } from '../kinds/kind.ts';
import { imageShape, type ImageSides } from '../shape.ts';
import { classification } from '../tasks/classification.ts';
import { countSettings, type DataSource } from './source.ts';

/** A source of files that the lab serves. */
export interface ServedSource extends DataSource {
  readonly origin: 'served';
  readonly kind: StoredKind;
}

interface ServedImages extends Pick<ServedSource, 'id' | 'title' | 'torchvision'> {
  readonly shape: ImageSides;
  readonly classes: number;
  readonly train: number;
  readonly test: number;
  readonly usualNetwork: string;
}

function served({ shape, classes, train, test, usualNetwork, ...named }: ServedImages): ServedSource {
  const { title } = named;
  return {
    ...named,
    kind: images,
    task: classification,
    origin: 'served',
    settings: {},
    shared: countSettings,
    facts: () => ({ title, input: imageShape(shape), outputs: classes, count: { train, test } }),
    ...imageWords,
    codesTest: false,
    network: { usual: usualNetwork, ...imageNetworks },
  };
}

/** What is said of the images of a job. */
export const imageWords: Pick<DataSource, 'describe' | 'told'> = {
  describe: ({ data }) => `${grouped(Number(data.train))} training images`,
  told: ['data.train'],
};

/** What the networks of ℓ0 jobs on images have in common. */
export const imageNetworks = { activation: 'relu', seedOffset: 42 } as const;

export const mnist = served({
  id: 'mnist',
  title: 'MNIST',
  shape: [28, 28, 1],
  classes: 10,
  train: 60_000,
  test: 10_000,
  usualNetwork: 'lenet-300-100',
  torchvision: { name: 'MNIST', mean: [0.1307], std: [0.3081] },
});

export const cifar10 = served({
  id: 'cifar-10',
  title: 'CIFAR-10',
  shape: [32, 32, 3],
  classes: 10,
  train: 50_000,
  test: 10_000,
  usualNetwork: 'vgg-16',
  torchvision: { name: 'CIFAR10', mean: [0.4914, 0.4822, 0.4465], std: [0.247, 0.2435, 0.2616] },
});
