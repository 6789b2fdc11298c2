/**
 * VGG-16 for CIFAR-10 with batch normalisation and dropout, 15,253,578 parameters at width 1 (arXiv 2505.17469, section 4): five stages of
 * 3 × 3 convolutions with bias, each batch-normalised before its ReLU, a max-pooling after each stage, then 512-512-512-10.
 */
import { BatchNorm } from '../layers/batch-norm.ts';
import { Conv2d } from '../layers/conv2d.ts';
import { dense } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import { Initialiser } from '../layers/init.ts';
import type { Layer } from '../layers/layer.ts';
import { Sequential } from '../layers/sequential.ts';
import { Activated, Flatten, MaxPool, ToImage } from '../layers/shape.ts';
import { scaledTo, VGG_DENSE, vggStages } from './catalogue.ts';
import { networkAround, type DataModelOptions, type ModelOptions, type Network } from './network.ts';

export interface Vgg16Options extends ModelOptions, Pick<DataModelOptions, 'outputs'> {
  /** Factor on the channels of every stage and on the dense layers: 1 unless given; 1/16 makes a network of some 60,000 parameters. */
  readonly width?: number | undefined;
}

const DROPPED = 0.4;

/** Images [batch, 3072] to logits [batch, classes]. */
export function vgg16({ seed, init = 'he-uniform', width = 1, outputs: classes = 10 }: Vgg16Options): Network {
  const from = new Initialiser(seed, init);
  const layers: Layer[] = [new ToImage([32, 32, 3])];
  let inputs = 3;
  vggStages.forEach(({ convolutions, channels }, stage) => {
    const outputs = scaledTo(width, channels);
    for (let i = 0; i < convolutions; i++) {
      const name = `conv-${stage + 1}-${i + 1}`;
      layers.push(
        new Conv2d(from, { name, side: 3, inputs, outputs, activation: 'linear', padding: 'same' }),
        new BatchNorm(`${name}/norm`, outputs),
        new Activated('relu'),
      );
      inputs = outputs;
    }
    layers.push(new MaxPool(2));
  });
  const hidden = scaledTo(width, VGG_DENSE);
  layers.push(
    new Flatten(),
    dense(from, 'dense-1', inputs, hidden, 'relu'),
    new Dropout(seed, 'dropout-1', DROPPED),
    dense(from, 'dense-2', hidden, hidden, 'relu'),
    new Dropout(seed, 'dropout-2', DROPPED),
    dense(from, 'dense-3', hidden, classes, 'linear'),
  );
  return networkAround(new Sequential(layers));
}
