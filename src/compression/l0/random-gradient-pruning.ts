/** Random gradient pruning: weights that no input can make matter (arXiv 2505.17469, section 3 and appendix). */
import { stream } from '../../math/random.ts';
import type { Pass } from '../../nn/layers/layer.ts';
import type { Network } from '../../nn/models/network.ts';
import * as tf from '../../nn/tf.ts';
import { elementCount } from '../../math/element-count.ts';
import type { L0Data } from './data.ts';

/** A training pass that leaves running statistics as they are. */
export const training: Pass = { training: true, step: 1, average: () => undefined };

/**
 * Sets to 0 every number of the network whose gradient is exactly 0.
 * @param loss of the outputs, a scalar
 * @returns how many numbers went that were not 0
 */
export async function pruneZeroGradients(network: Network, inputs: tf.Tensor, loss: (outputs: tf.Tensor) => tf.Scalar): Promise<number> {
  const variables = network.parameters.map(({ variable }) => variable);
  const { value, grads } = tf.variableGrads(() => loss(network.forward(inputs, training)), variables);
  value.dispose();
  let gone = 0;
  try {
    for (const parameter of network.parameters) {
      const gradient = await grads[parameter.variable.name].data();
      const values = (await parameter.values()).slice();
      gradient.forEach((slope, i) => {
        if (slope !== 0) return;
        if (values[i] !== 0) gone++;
        values[i] = 0;
      });
      parameter.replace(values, parameter.shape);
    }
  } finally {
    tf.dispose(grads);
  }
  return gone;
}

/**
 * The same with inputs that mean nothing, as many as the first training batch has, and normal targets of the shape of the outputs.
 * @param data whose kind knows what such inputs are: normal numbers, or symbols drawn evenly
 */
export async function pruneByRandomGradient(
  network: Network,
  { train, inputs: kind, input }: Pick<L0Data, 'train' | 'inputs' | 'input'>,
  options: {
    readonly seed: number;
    readonly name: string;
    readonly loss: (outputs: tf.Tensor, targets: tf.Tensor) => tf.Scalar;
  },
): Promise<number> {
  const random = stream(options.seed, `random-gradient-pruning/${options.name}`);
  const batch = await train.batch(0, 0);
  batch.dispose();
  const inputs = kind.random(random, input, batch.size);
  const shape = tf.tidy(() => network.forward(inputs).shape);
  const targets = tf.tensor(Float32Array.from(random.normals(elementCount(shape))), shape);
  try {
    return await pruneZeroGradients(network, inputs, (outputs) => options.loss(outputs, targets));
  } finally {
    tf.dispose([inputs, targets]);
  }
}
