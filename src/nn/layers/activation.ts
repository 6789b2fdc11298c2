/** Activations, and those of them that tfjs lacks. */
import { erf, tanh } from '../../math/elementary.ts';
import { gelu as geluKernel, geluErf as geluErfKernel } from '../kernels/wasm/activations.ts';
import { findKernels } from '../kernels/wasm/module.ts';
import * as tf from '../tf.ts';

/** `gelu` is its tanh form, `gelu-erf` the function itself. */
export type Activation = 'linear' | 'relu' | 'tanh' | 'gelu' | 'gelu-erf';

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
    case 'gelu-erf':
      return geluErf(x);
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
    case 'gelu-erf':
      return (x / 2) * (1 + erf(x * Math.SQRT1_2));
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

/** x Φ(x) of arXiv 1606.08415, Φ being the normal distribution. Its gradient is written out, as that of the other form. */
export const geluErf = (x: tf.Tensor): tf.Tensor => (findKernels() ? geluErfKernel(x) : geluErfOperation(x));

/** p/√2 and half of a₁ … a₅ of Abramowitz and Stegun, 7.1.26: Φ is within 7.5e-8. */
const TAIL_SCALE = 0.3275911 * Math.SQRT1_2;
const TAIL = [0.127414796, -0.142248368, 0.7107068705, -0.7265760135, 0.5307027145];

const geluErfOperation = tf.customGrad((input, save) => {
  const x = input as tf.Tensor;
  const bell = tf.exp(tf.mul(tf.square(x), -0.5));
  const t = tf.div(1, tf.add(tf.mul(tf.abs(x), TAIL_SCALE), 1));
  const series = TAIL.reduceRight<tf.Tensor>((sum, coefficient) => tf.mul(tf.add(sum, coefficient), t), tf.zerosLike(x));
  const tail = tf.mul(series, bell);
  const share = tf.where(tf.less(x, 0), tail, tf.sub(1, tail));
  (save as tf.GradSaveFunc)([x, share, bell]);
  return {
    value: tf.mul(x, share),
    gradFunc: (dy: tf.Tensor, [savedX, savedShare, savedBell]: tf.Tensor[]) =>
      tf.mul(dy, tf.add(savedShare, tf.mul(tf.mul(savedX, savedBell), 1 / Math.sqrt(2 * Math.PI)))),
  };
});
