/** The CIFAR multilayer perceptron 3072-512-512-512-10 with biases and ReLU, 2,103,818 parameters (arXiv 2505.17469, figure 3). */
import { dense } from '../layers/dense.ts';
import { Initialiser } from '../layers/init.ts';
import { Sequential } from '../layers/sequential.ts';
import { networkAround, type DataModelOptions, type ModelOptions, type Network } from './network.ts';

/** Images [batch, 3072] to logits [batch, classes]. */
export function cifarMlp({ seed, init = 'he-uniform', outputs: classes = 10 }: ModelOptions & Pick<DataModelOptions, 'outputs'>): Network {
  const from = new Initialiser(seed, init);
  return networkAround(
    new Sequential([
      dense(from, 'dense-1', 3072, 512, 'relu'),
      dense(from, 'dense-2', 512, 512, 'relu'),
      dense(from, 'dense-3', 512, 512, 'relu'),
      dense(from, 'dense-4', 512, classes, 'linear'),
    ]),
  );
}
