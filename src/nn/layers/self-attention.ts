/** Causal self-attention with several heads (arXiv 1706.03762, section 3.2). */
import * as tf from '../tf.ts';
import type { Dense } from './dense.ts';
import type { Layer, Pass } from './layer.ts';
import type { Parameter } from './parameter.ts';

export interface SelfAttentionOptions {
  readonly heads: number;
  /** Tokens in a sequence. */
  readonly length: number;
  /** To queries, keys and values beside each other: [3 width, width]. */
  readonly project: Dense;
  /** Back from the heads: [width, width]. */
  readonly merge: Dense;
}

/** Stands for −∞ before the softmax: large enough to leave nothing in float32, small enough not to overflow. */
const BLOCKED = -1e9;

export class SelfAttention implements Layer {
  readonly parameters: readonly Parameter[];
  readonly #options: SelfAttentionOptions;
  /** [length, length]: 0 where a token may look, `BLOCKED` where it may not. */
  readonly #future: tf.Tensor2D;

  constructor(options: SelfAttentionOptions) {
    const { length, project, merge } = options;
    this.#options = options;
    this.parameters = [...project.parameters, ...merge.parameters];
    const entry = (i: number): number => (i % length > Math.floor(i / length) ? BLOCKED : 0);
    this.#future = tf.tensor2d(
      Float32Array.from({ length: length * length }, (_, i) => entry(i)),
      [length, length],
    );
  }

  /** @param inputs [batch · length, width] @returns the same shape */
  forward(inputs: tf.Tensor, pass: Pass): tf.Tensor {
    const { heads, length, project, merge } = this.#options;
    const batch = inputs.shape[0] / length;
    const width = inputs.shape[1] as number;
    const size = width / heads;
    const projected = project.forward(inputs, pass) as tf.Tensor2D;
    // The parts come first, then the heads, so that queries, keys and values lie in three whole blocks: one transpose and one split, and in
    // the gradient one concatenation.
    const parts = tf.transpose(tf.reshape(projected, [batch, length, 3 * heads, size]), [2, 0, 1, 3]);
    const [queries, keys, values] = tf.split(parts, 3, 0);
    const scores = tf.add(tf.mul(tf.matMul(queries, keys, false, true), 1 / Math.sqrt(size)), this.#future);
    const seen = tf.matMul(tf.softmax(scores), values);
    return merge.forward(tf.reshape(tf.transpose(seen, [1, 2, 0, 3]), [-1, width]), pass);
  }

  dispose(): void {
    this.#future.dispose();
    this.#options.project.dispose();
    this.#options.merge.dispose();
  }
}
