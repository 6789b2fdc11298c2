/** Causal self-attention of all heads at once (arXiv 1706.03762, section 3.2.1): what its kernel is called, and what it has to compute. */
import * as tf from '../tf.ts';

export const CAUSAL_ATTENTION = 'CausalAttention';
export const CAUSAL_ATTENTION_GRADIENT = 'CausalAttentionGrad';

export interface AttentionAttrs {
  readonly heads: number;
  /** Tokens in a sequence. */
  readonly length: number;
}

/** Stands for −∞ before the softmax: large enough to leave nothing in float32, small enough not to overflow. */
const BLOCKED = -1e9;

/** [length, length]: 0 where a token may look, `BLOCKED` where it may not. */
export function maskOfLater(length: number): tf.Tensor2D {
  const entry = (i: number): number => (i % length > Math.floor(i / length) ? BLOCKED : 0);
  return tf.tensor2d(
    Float32Array.from({ length: length * length }, (_, i) => entry(i)),
    [length, length],
  );
}

/**
 * softmax(Q Kᵀ/√size) V of every sequence and head, each token looking at itself and those before it, kernel by kernel.
 *
 * @param projected float32, [batch · length, 3 width]: queries, keys and values of a token beside each other, in each the heads
 * @param mask `maskOfLater(length)`, where it is kept
 * @returns the heads beside each other, [batch · length, width], and how much each token looks at each, [heads, batch, length, length]
 */
export function causalAttention(
  projected: tf.Tensor2D,
  { heads, length }: AttentionAttrs,
  mask: tf.Tensor2D = maskOfLater(length),
): { readonly out: tf.Tensor2D; readonly seen: tf.Tensor4D } {
  const [rows, columns] = projected.shape;
  const size = columns / 3 / heads;
  // The parts come first, then the heads, so that queries, keys and values lie in three whole blocks: one transpose and one split, and in
  // the gradient one concatenation.
  const parts = tf.transpose(tf.reshape(projected, [rows / length, length, 3 * heads, size]), [2, 0, 1, 3]);
  const [queries, keys, values] = tf.split(parts, 3, 0);
  const scores = tf.add(tf.mul(tf.matMul(queries, keys, false, true), 1 / Math.sqrt(size)), mask);
  const seen = tf.softmax(scores) as tf.Tensor4D;
  const out = tf.reshape<tf.Rank.R2>(tf.transpose(tf.matMul(seen, values), [1, 2, 0, 3]), [rows, heads * size]);
  return { out, seen };
}
