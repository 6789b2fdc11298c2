/** A multilayer perceptron with biases and hidden layers of any widths. */
import type { Activation } from '../layers/activation.ts';
import { dense } from '../layers/dense.ts';
import { Initialiser } from '../layers/init.ts';
import { Sequential } from '../layers/sequential.ts';
import { networkOf, type ImageModelOptions, type Network } from './network.ts';

export interface DenseNetworkOptions extends ImageModelOptions {
  /** From input to output. */
  readonly hidden: readonly number[];
  /** After each hidden layer; the outputs are linear. Lux weights go with tanh, He's with all others, unless told. */
  readonly activation: Activation;
}

/** Images [batch, height · width · channels] to outputs [batch, classes]. */
export function denseNetwork({ seed, init, image = [28, 28, 1], classes = 10, hidden, activation }: DenseNetworkOptions): Network {
  const from = new Initialiser(seed, init ?? (activation === 'tanh' ? 'lux' : 'he-uniform'));
  const widths = [image[0] * image[1] * image[2], ...hidden, classes];
  const last = widths.length - 2;
  return networkOf(
    new Sequential(
      widths
        .slice(1)
        .map((outputs, layer) => dense(from, `dense-${layer + 1}`, widths[layer], outputs, layer === last ? 'linear' : activation)),
    ),
  );
}
