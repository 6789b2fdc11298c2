/** A multilayer perceptron with biases and hidden layers of any widths. */
import { imageShape, sizeOf } from '../../data/shape.ts';
import type { Activation } from '../layers/activation.ts';
import { dense } from '../layers/dense.ts';
import { Initialiser } from '../layers/init.ts';
import { Sequential } from '../layers/sequential.ts';
import { networkAround, type DataModelOptions, type Network } from './network.ts';

export interface DenseNetworkOptions extends DataModelOptions {
  /** From input to output. */
  readonly hidden: readonly number[];
  /** After each hidden layer; the outputs are linear. Lux weights go with tanh, He's with all others, unless told. */
  readonly activation: Activation;
}

/** Samples [batch, numbers of one] to outputs [batch, outputs]. */
export function denseNetwork({
  seed,
  init,
  input = imageShape([28, 28, 1]),
  outputs: last = 10,
  hidden,
  activation,
}: DenseNetworkOptions): Network {
  const from = new Initialiser(seed, init ?? (activation === 'tanh' ? 'lux' : 'he-uniform'));
  const widths = [sizeOf(input), ...hidden, last];
  const lastLayer = widths.length - 2;
  return networkAround(
    new Sequential(
      widths
        .slice(1)
        .map((outputs, layer) => dense(from, `dense-${layer + 1}`, widths[layer], outputs, layer === lastLayer ? 'linear' : activation)),
    ),
  );
}
