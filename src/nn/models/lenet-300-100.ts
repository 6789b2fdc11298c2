/** LeNet-300-100: 784-300-100-10 with biases and ReLU, 266,610 parameters (LeCun et al., Proc. IEEE 86(11), 1998). */
import { dense } from '../layers/dense.ts';
import { Initialiser } from '../layers/init.ts';
import { Sequential } from '../layers/sequential.ts';
import { networkAround, type DataModelOptions, type ModelOptions, type Network } from './network.ts';

/** Images [batch, 784] to logits [batch, classes]. */
export function lenet300({ seed, init = 'he-uniform', outputs: classes = 10 }: ModelOptions & Pick<DataModelOptions, 'outputs'>): Network {
  const from = new Initialiser(seed, init);
  return networkAround(
    new Sequential([
      dense(from, 'dense-1', 784, 300, 'relu'),
      dense(from, 'dense-2', 300, 100, 'relu'),
      dense(from, 'dense-3', 100, classes, 'linear'),
    ]),
  );
}
