/** Networks as a training might leave them, and what they answer. */
import { stream } from '../../../src/math/random.ts';
import type { Network } from '../../../src/nn/models/network.ts';
import * as tf from '../../../src/nn/tf.ts';

/** Gives biases, offsets and running statistics other values than those that a network begins with. */
export function shake({ parameters, statistics = [] }: Network): void {
  const random = stream(4, 'statistics');
  for (const parameter of parameters) {
    if (parameter.kind === 'bias' || parameter.kind.endsWith('-offset'))
      parameter.replace(Float32Array.from(random.normals(parameter.size)), parameter.shape);
  }
  for (const variable of statistics)
    tf.tidy(() =>
      variable.assign(
        tf.tensor(
          Float32Array.from(random.normals(variable.size), (value) => 0.5 + value * value),
          variable.shape,
        ),
      ),
    );
}

/** The outputs of a test pass, row after row. @param width numbers of a sample */
export async function answer(network: Network, inputs: Float32Array, width: number): Promise<Float32Array> {
  const outputs = tf.tidy(() => network.forward(tf.tensor2d(inputs, [inputs.length / width, width])));
  try {
    return (await outputs.data()).slice() as Float32Array;
  } finally {
    outputs.dispose();
  }
}

/** Gives normalisations the statistics of these samples for running ones, by which a test pass then depends on its inputs as a trained network does. */
export function observe(network: Network, inputs: Float32Array, width: number): void {
  const average = (variable: tf.Variable, value: tf.Tensor): void => variable.assign(value);
  tf.tidy(() => void network.forward(tf.tensor2d(inputs, [inputs.length / width, width]), { training: true, step: 1, average }));
}
