/** Activations, and the one of them that tfjs lacks. */
import { tanh } from '../../math/elementary.ts';
import { gelu as geluKernel } from '../kernels/wasm/activations.ts';
import { findKernels } from '../kernels/wasm/module.ts';
import * as tf from '../tf.ts';

export type Activation = 'linear' | 'relu' | 'tanh' | 'gelu';

export function activate(x: tf.Tensor, activation: Activation): tf.Tensor {
  switch (activation) {
    case 'linear':
      return x;
    case 'relu':
      return tf.relu(x);
    case 'tanh':
      return tf.tanh(x);
    case 'gelu':
      return gelu(x);
  }
}

/** The same of one number, in double precision. */
export function activationAt(x: number, activation: Activation): number {
  switch (activation) {
    case 'linear':
      return x;
    case 'relu':
      return Math.max(0, x);
    case 'tanh':
      return tanh(x);
    case 'gelu':
      return (x / 2) * (1 + tanh(INNER * (x + CUBIC * x * x * x)));
  }
}

const INNER = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

/**
 * x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³))), the tanh form of arXiv 1606.08415, within 5e-4 of x Φ(x). Its gradient is written out: half
 * as many kernels as tfjs would record.
 */
export const gelu = (x: tf.Tensor): tf.Tensor => (findKernels() ? geluKernel(x) : geluOperation(x));

const geluOperation = tf.customGrad((input, save) => {
  const x = input as tf.Tensor;
  const t = tf.tanh(tf.mul(tf.add(tf.mul(tf.square(x), CUBIC), 1), tf.mul(x, INNER)));
  (save as tf.GradSaveFunc)([x, t]);
  return {
    value: tf.mul(tf.mul(x, 0.5), tf.add(t, 1)),
    gradFunc: (dy: tf.Tensor, [savedX, savedT]: tf.Tensor[]) => {
      const slope = tf.mul(tf.add(tf.mul(tf.square(savedX), 3 * CUBIC), 1), tf.mul(savedX, 0.5 * INNER));
      const bell = tf.sub(1, tf.square(savedT));
      const inner = tf.add(tf.mul(tf.add(savedT, 1), 0.5), tf.mul(bell, slope));
      return tf.mul(dy, inner);
    },
  };
});
