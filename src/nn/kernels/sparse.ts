/** A dense layer of which most weights are gone, as a kernel of its own where the backend has one. */
import * as tf from '../tf.ts';

export const SPARSE_DENSE_LAYER = 'SparseDenseLayer';

/** What is left of the weights of a dense layer, row by row: those of output o are `values[starts[o]]` to `values[starts[o + 1] − 1]`. */
export interface SparseWeights {
  readonly inputs: number;
  /** float32, [left]. */
  readonly values: tf.Tensor1D;
  /** int32, [left]: of each the input that it belongs to, ascending within a row. */
  readonly columns: tf.Tensor1D;
  /** int32, [outputs + 1]. */
  readonly starts: tf.Tensor1D;
}

/** @param weights [outputs, inputs], row-major @param left how many of them are not 0 */
export function sparseWeights(weights: Float32Array, inputs: number, left: number): SparseWeights {
  const outputs = weights.length / inputs;
  const [values, columns, starts] = [new Float32Array(left), new Int32Array(left), new Int32Array(outputs + 1)];
  let at = 0;
  for (let output = 0; output < outputs; output++) {
    for (let input = 0; input < inputs; input++) {
      const value = weights[output * inputs + input];
      if (value === 0) continue;
      values[at] = value;
      columns[at++] = input;
    }
    starts[output + 1] = at;
  }
  return { inputs, values: tf.tensor1d(values), columns: tf.tensor1d(columns, 'int32'), starts: tf.tensor1d(starts, 'int32') };
}

export type SparseActivation = 'linear' | 'relu';

/**
 * activation(x · Wᵀ + bias), without gradient: the bits of `denseLayer` in the share of its time that is left of the weights.
 * @param x [batch, inputs]
 * @param bias [outputs]
 * @throws if the sizes do not fit or the current backend has no kernels of ours
 */
export function sparseDenseLayer(
  x: tf.Tensor2D,
  { inputs, ...weights }: SparseWeights,
  bias: tf.Tensor1D | undefined,
  activation: SparseActivation,
): tf.Tensor2D {
  if (x.shape[1] !== inputs) throw new Error(`The layer takes ${inputs} inputs, and ${x.shape[1]} came.`);
  return tf.engine().runKernel<tf.Tensor2D>(SPARSE_DENSE_LAYER, { x, ...weights, ...(bias ? { bias } : {}) }, { activation });
}
