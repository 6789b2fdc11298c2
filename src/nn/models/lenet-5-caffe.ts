/**
 * LeNet-5 as the Caffe library has it, 431,080 parameters: two convolutions of 5 × 5 without padding, each followed by ReLU and max-pooling,
 * then 800-500-10 (arXiv 2505.17469, section 4). Caffe itself has no ReLU after the convolutions; the authors' code has.
 */
import { Conv2d } from '../layers/conv2d.ts';
import { dense } from '../layers/dense.ts';
import { Initialiser } from '../layers/init.ts';
import { Sequential } from '../layers/sequential.ts';
import { Flatten, MaxPool, ToImage } from '../layers/shape.ts';
import { networkAround, type DataModelOptions, type ModelOptions, type Network } from './network.ts';

/** Images [batch, 784] to logits [batch, classes]. */
export function lenet5Caffe({
  seed,
  init = 'he-uniform',
  outputs: classes = 10,
}: ModelOptions & Pick<DataModelOptions, 'outputs'>): Network {
  const from = new Initialiser(seed, init);
  const convolution = { side: 5, padding: 'valid', activation: 'relu' } as const;
  return networkAround(
    new Sequential([
      new ToImage([28, 28, 1]),
      new Conv2d(from, { ...convolution, name: 'conv-1', inputs: 1, outputs: 20 }),
      new MaxPool(2),
      new Conv2d(from, { ...convolution, name: 'conv-2', inputs: 20, outputs: 50 }),
      new MaxPool(2),
      new Flatten(),
      dense(from, 'dense-1', 800, 500, 'relu'),
      dense(from, 'dense-2', 500, classes, 'linear'),
    ]),
  );
}
