/** Layer collapse: of a network that gives the same for every input nothing was measured, however few numbers it has. */
import * as tf from '../../nn/tf.ts';
import { blockOf } from '../../nn/weight-tensors.ts';
import type { Course } from './course.ts';

/**
 * Asks the network for its outputs of the first test batch.
 * @param values of its parameters, in their order
 * @returns the weight tensors of which nothing is left, perhaps none, where all outputs are the same; null where they differ, or the batch
 * is a single sample
 */
export async function collapsedLayers({ network, data }: Course, values: readonly Float32Array[]): Promise<string[] | null> {
  const batch = await data.test.batch(0, 0);
  try {
    const outputs = tf.tidy(() => network.forward(batch.inputs));
    const numbers = await outputs.data();
    outputs.dispose();
    const each = numbers.length / batch.size;
    if (batch.size < 2 || numbers.some((value, index) => value !== numbers[index % each])) return null;
  } finally {
    batch.dispose();
  }
  return network.parameters.flatMap(({ kind, name }, index) =>
    kind === 'weight' && values[index].every((value) => value === 0) ? [blockOf(name)] : [],
  );
}
