/** Random gradient pruning: weights that no input can make matter (arXiv 2505.17469, section 3 and appendix). */
import { stream } from '../../math/random.ts';
import type { BatchSource } from '../../nn/batches.ts';
import { meanSquaredError } from '../../nn/loss.ts';
import type { Pass } from '../../nn/layers/layer.ts';
import type { Network } from '../../nn/models/network.ts';
import * as tf from '../../nn/tf.ts';
import { elementCount } from '../../math/element-count.ts';

/** A training pass that leaves running statistics as they are. */
const training: Pass = { training: true, step: 1, average: () => undefined };

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

/** Normal inputs and targets of the shape of the first training batch; classifiers take Σ −y·log softmax of normal y, as the code does. */
export async function pruneByRandomGradient(
  network: Network,
  source: BatchSource,
  options: { readonly seed: number; readonly name: string; readonly loss: 'cross-entropy' | 'squared' },
): Promise<number> {
  const random = stream(options.seed, `random-gradient-pruning/${options.name}`);
  const normal = (shape: readonly number[]): tf.Tensor => tf.tensor(Float32Array.from(random.normals(elementCount(shape))), [...shape]);
  const batch = await source.batch(0, 0);
  const { shape } = batch.inputs;
  batch.dispose();
  const inputs = normal(shape);
  const outputs = tf.tidy(() => network.forward(inputs).shape);
  const targets = normal(outputs);
  const loss =
    options.loss === 'squared'
      ? (y: tf.Tensor): tf.Scalar => meanSquaredError(y, targets)
      : (y: tf.Tensor): tf.Scalar => tf.neg(tf.mean(tf.sum(tf.mul(targets, tf.sub(y, tf.logSumExp(y, -1, true))), -1)));
  try {
    return await pruneZeroGradients(network, inputs, loss);
  } finally {
    tf.dispose([inputs, targets]);
  }
}
