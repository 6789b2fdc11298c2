/** Layer normalisation (arXiv 1607.06450) over the last dimension. */
import { layerNorm } from '../kernels/wasm/layer-norm.ts';
import { findKernels } from '../kernels/wasm/module.ts';
import * as tf from '../tf.ts';
import type { Layer } from './layer.ts';
import { Parameter } from './parameter.ts';

/** Added to the variance. */
export const LAYER_NORM_EPSILON = 1e-5;

export class LayerNorm implements Layer {
  readonly parameters: readonly Parameter[];
  readonly #scale: Parameter;
  readonly #offset: Parameter;

  constructor(name: string, width: number) {
    this.#scale = new Parameter(`${name}/scale`, 'layer-norm-scale', new Float32Array(width).fill(1), [width]);
    this.#offset = new Parameter(`${name}/offset`, 'layer-norm-offset', new Float32Array(width), [width]);
    this.parameters = [this.#scale, this.#offset];
  }

  /** @param inputs [rows, width] */
  forward(inputs: tf.Tensor): tf.Tensor {
    const [scale, offset] = [this.#scale.variable as tf.Tensor as tf.Tensor1D, this.#offset.variable as tf.Tensor as tf.Tensor1D];
    return findKernels() ? layerNorm(inputs, scale, offset, LAYER_NORM_EPSILON) : tf.add(tf.mul(normalise(inputs), scale), offset);
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }
}

/**
 * n = (x − mean) / √(variance + ε) by row, with the gradient written out, dx = (dn − mean dn − n · mean(dn ∘ n)) / √(variance + ε): a third
 * of the kernels that tfjs would record.
 */
const normalise = tf.customGrad((input, save) => {
  const x = input as tf.Tensor;
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const reciprocal = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), LAYER_NORM_EPSILON));
  const value = tf.mul(centred, reciprocal);
  (save as tf.GradSaveFunc)([value, reciprocal]);
  return {
    value,
    gradFunc: (dy: tf.Tensor, [n, factor]: tf.Tensor[]) => {
      const along = tf.mul(n, tf.mean(tf.mul(dy, n), -1, true));
      return tf.mul(tf.sub(tf.sub(dy, tf.mean(dy, -1, true)), along), factor);
    },
  };
});
