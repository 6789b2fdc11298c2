/** Causal self-attention with several heads (arXiv 1706.03762, section 3.2). */
import { causalAttention, maskOfLater } from '../kernels/attention.ts';
import { attention, hasAttention } from '../kernels/wasm/attention.ts';
import type * as tf from '../tf.ts';
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

export class SelfAttention implements Layer {
  readonly parameters: readonly Parameter[];
  readonly #options: SelfAttentionOptions;
  /** Where a token may look: `maskOfLater`. */
  readonly #future: tf.Tensor2D;

  constructor(options: SelfAttentionOptions) {
    const { length, project, merge } = options;
    this.#options = options;
    this.parameters = [...project.parameters, ...merge.parameters];
    this.#future = maskOfLater(length);
  }

  /** @param inputs [batch · length, width] @returns the same shape */
  forward(inputs: tf.Tensor, pass: Pass): tf.Tensor {
    const { heads, length, project, merge } = this.#options;
    const projected = project.forward(inputs, pass) as tf.Tensor2D;
    const attended = hasAttention(length, (inputs.shape[1] as number) / heads)
      ? attention(projected, { heads, length })
      : causalAttention(projected, { heads, length }, this.#future).out;
    return merge.forward(attended, pass);
  }

  dispose(): void {
    this.#future.dispose();
    this.#options.project.dispose();
    this.#options.merge.dispose();
  }
}
