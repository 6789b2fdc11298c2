/** What training minimises: cross-entropies, squared error, and the Gaussian code length with a learned σ. */
import { correctCount as correctCountKernel, crossEntropyLoss } from './kernels/wasm/cross-entropy.ts';
import { hasLogSoftmax, logSoftmax } from './kernels/wasm/softmax.ts';
import { squaredErrorLoss } from './kernels/wasm/squared-error.ts';
import { Parameter } from './layers/parameter.ts';
import * as tf from './tf.ts';

/**
 * `classAxis`: softmax over the classes of each image (the paper's text). `batchAxis`: each class column is first log-normalised over the
 * images of the batch, then softmax over classes as usual (the notebook, and the published runs of arXiv 2505.23869).
 */
export type LossAxis = 'classAxis' | 'batchAxis';

/** What a network is trained for. */
export interface Objective {
  /** Numbers that are trained beside the network's: σ of the Gaussian loss. */
  readonly parameters: readonly Parameter[];
  /** Mean over the batch's predictions, penalties not included. */
  loss(outputs: tf.Tensor, targets: tf.Tensor): tf.Scalar;
  /** Predictions of the batch that are right; null where nothing is right or wrong. */
  readonly correct: ((outputs: tf.Tensor, targets: tf.Tensor) => tf.Scalar) | null;
  dispose(): void;
}

const nothing = (): void => undefined;

/**
 * Cross-entropy in nats. Targets are class indices, int32, of as many rows as there are logits, in any shape.
 * @param smoothing a of the smoothed targets (1 − a) y + a/K
 * @param holes whether targets of −1 stand for places without a prediction; by `classAxis` alone
 */
export function classification(axis: LossAxis, smoothing = 0, holes = false): Objective {
  const flat = (targets: tf.Tensor): tf.Tensor1D => tf.reshape(targets, [-1]);
  return {
    parameters: [],
    loss: (outputs, targets) => {
      const logits = outputs as tf.Tensor2D;
      const plain = crossEntropy(logits, flat(targets), axis, holes);
      if (smoothing === 0) return plain;
      const uniform = uniformCrossEntropy(logits, axis, holes ? flat(targets) : null);
      return tf.add(tf.mul(plain, 1 - smoothing), tf.mul(uniform, smoothing));
    },
    correct: (outputs, targets) => correctCount(outputs as tf.Tensor2D, flat(targets), axis, holes),
    dispose: nothing,
  };
}

/** Mean squared error over samples and outputs. Targets have the shape of the outputs. */
export function regression(): Objective {
  return { parameters: [], loss: meanSquaredError, correct: null, dispose: nothing };
}

/** σ at the start, of the authors' code. */
const FIRST_SIGMA = 0.1;

/**
 * Code length of a target under a normal distribution around the output, in bits: MSE/(2σ² ln 2) + ½ log₂ σ², without the constant
 * ½ log₂ 2π (arXiv 2505.17469, equation 17 and code). σ itself is trained, with any sign; its optimum is σ² = MSE.
 */
export class GaussianObjective implements Objective {
  readonly sigma: Parameter;
  readonly correct = null;

  constructor(sigma = FIRST_SIGMA) {
    this.sigma = new Parameter('sigma', 'noise-scale', Float32Array.of(sigma), []);
  }

  get parameters(): readonly Parameter[] {
    return [this.sigma];
  }

  loss(outputs: tf.Tensor, targets: tf.Tensor): tf.Scalar {
    const variance = tf.square(this.sigma.variable);
    const bits = tf.add(tf.div(meanSquaredError(outputs, targets), variance), tf.log(variance));
    return tf.mul<tf.Scalar>(bits, 1 / (2 * Math.LN2));
  }

  dispose(): void {
    this.sigma.dispose();
  }
}

export const meanSquaredError = (outputs: tf.Tensor, targets: tf.Tensor): tf.Scalar =>
  hasKernel('SquaredErrorWithGradient') ? squaredErrorLoss(outputs, targets) : tf.mean(tf.square(tf.sub(outputs, targets)));

/**
 * What the class predicted is the largest of.
 * @param logits [batch, classes]
 * @returns o_bc = z_bc for `classAxis`, z_bc − ln Σ_b' exp z_b'c for `batchAxis`
 */
export function classScores(logits: tf.Tensor2D, axis: LossAxis): tf.Tensor2D {
  if (axis === 'classAxis') return logits;
  return tf.sub(logits, tf.logSumExp(logits, 0, true));
}

/**
 * Mean cross-entropy in nats, as one kernel where the backend has ours.
 * @param logits [batch, classes]
 * @param labels class indices, int32, [batch]
 */
export function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D, axis: LossAxis, holes = false): tf.Scalar {
  return hasKernel('SoftmaxCrossEntropyWithGradient')
    ? crossEntropyLoss(logits, labels, axis, holes)
    : crossEntropyExpression(logits, labels, axis, holes);
}

/** The same as a plain tfjs expression: the reference of the kernel. */
export function crossEntropyExpression(logits: tf.Tensor2D, labels: tf.Tensor1D, axis: LossAxis, holes = false): tf.Scalar {
  // Not oneHot with dtype float32: tfjs-wasm 4.22 then writes the bits of integers, and every label reads as 0.
  const oneHot = tf.cast(tf.oneHot(labels, logits.shape[1]), 'float32');
  const ofRows = tf.sum(tf.mul(oneHot, logProbabilities(logits, axis)), 1);
  return tf.neg(holes ? meanOverRows(ofRows, labels) : tf.mean(ofRows));
}

/** Mean cross-entropy against targets that are the same for every class, in nats. @param labels where there are holes among them */
function uniformCrossEntropy(logits: tf.Tensor2D, axis: LossAxis, labels: tf.Tensor1D | null): tf.Scalar {
  const logs = hasLogSoftmax() ? logSoftmax(classScores(logits, axis)) : logProbabilities(logits, axis);
  return tf.neg(labels ? meanOverRows(tf.mean(logs, 1), labels) : tf.mean(logs));
}

/** The mean of a number of each row over those whose label is not −1. */
function meanOverRows(rows: tf.Tensor, labels: tf.Tensor1D): tf.Scalar {
  const has = tf.cast(tf.notEqual(labels, -1), 'float32');
  return tf.div(tf.sum(tf.mul(rows, has)), tf.maximum(tf.sum(has), 1));
}

function logProbabilities(logits: tf.Tensor2D, axis: LossAxis): tf.Tensor2D {
  const o = classScores(logits, axis);
  return tf.sub(o, tf.logSumExp(o, 1, true));
}

/**
 * Images of a batch whose label is the first largest output.
 * @param labels class indices, int32, [batch]
 */
export function correctCount(logits: tf.Tensor2D, labels: tf.Tensor1D, axis: LossAxis, holes = false): tf.Scalar {
  if (hasKernel('CorrectCount')) return correctCountKernel(logits, labels, axis, holes);
  return tf.sum(tf.cast(tf.equal(tf.argMax(classScores(logits, axis), 1), labels), 'int32'));
}

/** A kernel has one name on all of our backends that have it. */
const hasKernel = (name: string): boolean => tf.getKernel(name, tf.getBackend()) !== undefined;
