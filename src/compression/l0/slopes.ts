/** Slopes by which weights are chosen before anything is trained: of the loss (SNIP), and of what flows through the network (SynFlow). */
import { stream } from '../../math/random.ts';
import * as tf from '../../nn/tf.ts';
import type { Course } from './course.ts';
import { assignValues, valuesOf } from './network.ts';
import { training } from './random-gradient-pruning.ts';

/** Slopes of a scalar by every number of the network, one array a parameter. */
async function slopesOf({ network }: Pick<Course, 'network'>, of: () => tf.Scalar): Promise<Float32Array[]> {
  const variables = network.parameters.map(({ variable }) => variable);
  const { value, grads } = tf.variableGrads(of, variables);
  value.dispose();
  try {
    return await Promise.all(variables.map(async ({ name }) => (await grads[name].data()).slice() as Float32Array));
  } finally {
    tf.dispose(grads);
  }
}

/** The mean over so many of the first training batches, or all that there are, of the slopes of the data loss. */
export async function lossSlopes(
  course: Pick<Course, 'network' | 'objective' | 'data' | 'control'>,
  batches: number,
): Promise<Float32Array[]> {
  const { network, objective, data } = course;
  const count = Math.min(batches, data.train.count);
  const sums = network.parameters.map(({ size }) => new Float32Array(size));
  for (let index = 0; index < count; index++) {
    await course.control.checkpoint();
    const batch = await data.train.batch(index, 0);
    try {
      const slopes = await slopesOf(course, () => objective.loss(network.forward(batch.inputs, training), batch.targets));
      for (const [at, slope] of slopes.entries()) for (let i = 0; i < slope.length; i++) sums[at][i] += slope[i] / count;
    } finally {
      batch.dispose();
    }
  }
  return sums;
}

/**
 * Slopes of the sum of all outputs for an input of ones, were these the numbers of the network; it has its own again afterwards.
 * @throws RangeError where inputs are no numbers, or the sum outgrows float32
 */
export async function flowSlopes(
  course: Pick<Course, 'network' | 'data' | 'control'>,
  values: readonly Float32Array[],
): Promise<Float32Array[]> {
  const { network, data } = course;
  await course.control.checkpoint();
  const drawn = data.inputs.random(stream(0, 'flow'), data.input, 1);
  if (drawn.dtype !== 'float32') {
    drawn.dispose();
    throw new RangeError('What flows through a network can be told of inputs that are numbers, and those of this one are symbols.');
  }
  const own = await valuesOf(network.parameters);
  const ones = tf.onesLike(drawn);
  drawn.dispose();
  try {
    assignValues(network.parameters, values);
    const slopes = await slopesOf(course, () => tf.sum(network.forward(ones)));
    if (slopes.some((slope) => !slope.every(Number.isFinite)))
      throw new RangeError('What flows through this network is more than float32 can hold: choose another method, or a shallower network.');
    return slopes;
  } finally {
    ones.dispose();
    assignValues(network.parameters, own);
  }
}
