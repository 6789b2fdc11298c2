/** The two cross-entropies of arXiv 2505.23869 (paper and notebook), as plain tfjs expressions, and what they predict. */
import { correctCount as correctCountKernel, crossEntropyLoss } from './kernels/wasm/cross-entropy.ts';
import { findKernels } from './kernels/wasm/module.ts';
import * as tf from './tf.ts';

/**
 * `classAxis`: softmax over the classes of each image (the paper's text). `batchAxis`: each class column is first log-normalised over the
 * images of the batch, then softmax over classes as usual (the notebook, and the published runs).
 */
export type LossAxis = 'classAxis' | 'batchAxis';

/**
 * What the class predicted is the largest of.
 * @param logits [batch, classes]
 * @returns o_bc = z_bc for `classAxis`, z_bc − ln Σ_b' exp z_b'c for `batchAxis`
 */
export function outputs(logits: tf.Tensor2D, axis: LossAxis): tf.Tensor2D {
  if (axis === 'classAxis') return logits;
  return tf.sub(logits, tf.logSumExp(logits, 0, true));
}

/**
 * Mean cross-entropy in nats, as one kernel where the backend has ours.
 * @param logits [batch, classes]
 * @param labels class indices, int32, [batch]
 */
export function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D, axis: LossAxis): tf.Scalar {
  return findKernels() ? crossEntropyLoss(logits, labels, axis) : crossEntropyExpression(logits, labels, axis);
}

/** The same as a plain tfjs expression: the reference of the kernel. */
export function crossEntropyExpression(logits: tf.Tensor2D, labels: tf.Tensor1D, axis: LossAxis): tf.Scalar {
  const o = outputs(logits, axis);
  const logProbabilities = tf.sub(o, tf.logSumExp(o, 1, true));
  // Not oneHot with dtype float32: tfjs-wasm 4.22 then writes the bits of integers, and every label reads as 0.
  const oneHot = tf.cast(tf.oneHot(labels, logits.shape[1]), 'float32');
  return tf.neg(tf.mean(tf.sum(tf.mul(oneHot, logProbabilities), 1)));
}

/**
 * Images of a batch whose label is the first largest output.
 * @param labels class indices, int32, [batch]
 */
export function correctCount(logits: tf.Tensor2D, labels: tf.Tensor1D, axis: LossAxis): tf.Scalar {
  if (findKernels()) return correctCountKernel(logits, labels, axis);
  return tf.sum(tf.cast(tf.equal(tf.argMax(outputs(logits, axis), 1), labels), 'int32'));
}
