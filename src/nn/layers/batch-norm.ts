/** Batch normalisation (arXiv 1502.03167) over all dimensions but the last. */
import type { ChainLayer } from '../../coding/layer-chain.ts';
import { batchNormTraining } from '../kernels/wasm/batch-norm.ts';
import { findKernels } from '../kernels/wasm/module.ts';
import * as tf from '../tf.ts';
import type { Layer, Pass } from './layer.ts';
import { Parameter } from './parameter.ts';

/** Constants of Lux and PyTorch alike. */
const EPSILON = 1e-5;
const RATE = 0.1;

/** Training normalises by the statistics of the batch and takes them into running ones, by which a test normalises. */
export class BatchNorm implements Layer {
  readonly parameters: readonly Parameter[];
  readonly #name: string;
  readonly #scale: Parameter;
  readonly #offset: Parameter;
  readonly #mean: tf.Variable;
  readonly #variance: tf.Variable;

  constructor(name: string, channels: number) {
    this.#name = name;
    this.#scale = new Parameter(`${name}/scale`, 'batch-norm-scale', new Float32Array(channels).fill(1), [channels]);
    this.#offset = new Parameter(`${name}/offset`, 'batch-norm-offset', new Float32Array(channels), [channels]);
    this.parameters = [this.#scale, this.#offset];
    [this.#mean, this.#variance] = tf.tidy(() => [tf.variable(tf.zeros([channels]), false), tf.variable(tf.ones([channels]), false)]);
  }

  forward(inputs: tf.Tensor, pass: Pass): tf.Tensor {
    const [scale, offset] = [this.#scale.variable as tf.Variable<tf.Rank.R1>, this.#offset.variable as tf.Variable<tf.Rank.R1>];
    if (!pass.training) return normalised(inputs, this.#mean, this.#variance, scale, offset);
    const { y, mean, variance } = findKernels()
      ? batchNormTraining(inputs, scale, offset, EPSILON)
      : batchNormExpression(inputs, scale, offset);
    const rows = inputs.size / scale.size;
    pass.average(this.#mean, mean, RATE);
    // The running variance is the unbiased one, as in Lux and PyTorch.
    pass.average(this.#variance, tf.mul(variance, rows / Math.max(1, rows - 1)), RATE);
    return y;
  }

  chain(): readonly ChainLayer[] {
    return [{ type: 'batch-norm', name: this.#name, epsilon: EPSILON }];
  }

  /** Running mean and variance by channel, for tests and for keeping a state. */
  get statistics(): readonly [mean: tf.Variable, variance: tf.Variable] {
    return [this.#mean, this.#variance];
  }

  dispose(): void {
    tf.dispose([this.#mean, this.#variance]);
    for (const parameter of this.parameters) parameter.dispose();
  }
}

/** The training form as plain tfjs expressions: the reference of the kernel. */
export function batchNormExpression(inputs: tf.Tensor, scale: tf.Tensor1D, offset: tf.Tensor1D) {
  const { mean, variance } = tf.moments(
    inputs,
    inputs.shape.slice(1).map((_, i) => i),
  );
  return { y: normalised(inputs, mean, variance, scale, offset), mean, variance };
}

/** Not `tf.batchNorm`, whose gradient in tfjs 4.22 tiles the statistics over the whole batch. */
function normalised(x: tf.Tensor, mean: tf.Tensor, variance: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor): tf.Tensor {
  const factor = tf.mul(tf.rsqrt(tf.add(variance, EPSILON)), scale);
  return tf.add(tf.mul(tf.sub(x, mean), factor), offset);
}
