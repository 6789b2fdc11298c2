/**
 * Our kernels as plain tfjs expressions, by kernel name: what each has to compute, for those that tfjs's own plain JavaScript backend has
 * no kernel of. For the others that kernel is the reference.
 */
import * as tf from '../tf.ts';
import { BIAS_ACTIVATION_GRADIENT, CONV_LAYER, DENSE_LAYER, type DenseAttrs, type FusedActivation, type LayerAttrs } from './affine.ts';
import { CAUSAL_ATTENTION, CAUSAL_ATTENTION_GRADIENT, causalAttention, type AttentionAttrs } from './attention.ts';
import { SPARSE_DENSE_LAYER, type SparseActivation } from './sparse.ts';
import { RELU_GRADIENT } from './relu-gradient.ts';

type Inputs = Readonly<Record<string, tf.Tensor>>;

/** Inputs and attributes are those of the kernel, and so are the results, in their order. */
export type Expression = (inputs: Inputs, attrs: Readonly<Record<string, unknown>>) => tf.Tensor | tf.Tensor[];

/** √(2/π) and the cubic term of gelu's tanh form (arXiv 1606.08415). */
const [INNER, CUBIC] = [Math.sqrt(2 / Math.PI), 0.044715];

export const expressions: Readonly<Record<string, Expression>> = {
  [DENSE_LAYER]: ({ x, weights, bias }, attrs) => {
    const { activation, transposeWeights } = attrs as unknown as DenseAttrs;
    return activated(withBias(tf.matMul(x, weights, false, transposeWeights), bias), activation);
  },
  // The weights that are left at their places in a matrix of zeros, [outputs, inputs]; those of a row end where those of the next begin.
  [SPARSE_DENSE_LAYER]: ({ x, values, columns, starts, bias }, attrs) => {
    const [left, outputs] = [values.size, starts.size - 1];
    const places = tf.range(0, left, 1, 'int32');
    const endsBefore = tf.lessEqual(tf.expandDims(tf.slice(starts, 1, outputs), 0), tf.expandDims(places, 1));
    const rows = tf.sum(tf.cast(endsBefore, 'int32'), 1);
    const weights = tf.scatterND(tf.stack([rows, columns], 1), values, [outputs, x.shape[1] ?? 0]);
    return activated(withBias(tf.matMul(x, weights, false, true), bias), attrs.activation as SparseActivation);
  },
  [CONV_LAYER]: ({ x, filter, bias }, attrs) => {
    const { activation, strides, pad } = attrs as unknown as LayerAttrs & { strides: [number, number]; pad: 'valid' | 'same' | number };
    return activated(withBias(tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides, pad), bias), activation);
  },
  [BIAS_ACTIVATION_GRADIENT]: ({ dy, y }, attrs) => {
    const { activation, withBias: sums } = attrs as unknown as LayerAttrs;
    const dz = tf.mul(dy, slopeFromValue(y, activation));
    return sums ? [dz, sumOverRows(dz)] : [dz];
  },
  [RELU_GRADIENT]: ({ dy, y }) => tf.mul(dy, slopeFromValue(y, 'relu')),
  Gelu: ({ x }) => tf.mul(tf.mul(x, 0.5), tf.add(geluTanh(x), 1)),
  GeluGrad: ({ dy, x }) => {
    const t = geluTanh(x);
    const slope = tf.mul(tf.add(tf.mul(tf.square(x), 3 * CUBIC), 1), INNER);
    const bent = tf.mul(tf.mul(tf.mul(x, 0.5), tf.sub(1, tf.square(t))), slope);
    return tf.mul(dy, tf.add(tf.mul(tf.add(t, 1), 0.5), bent));
  },
  GeluErf: ({ x }) => tf.mul(x, normalDistribution(x)),
  GeluErfGrad: ({ dy, x }) => {
    const density = tf.div(tf.exp(tf.mul(tf.square(x), -0.5)), Math.sqrt(2 * Math.PI));
    return tf.mul(dy, tf.add(normalDistribution(x), tf.mul(x, density)));
  },
  LogSoftmax: ({ logits }) => logSoftmax(logits, -1),
  SoftmaxGrad: ({ dy, y }) => tf.mul(y, tf.sub(dy, tf.sum(tf.mul(dy, y), -1, true))),
  LogSoftmaxGrad: ({ dy, y }) => tf.sub(dy, tf.mul(tf.exp(y), tf.sum(dy, -1, true))),
  SquaredErrorWithGradient: ({ outputs, targets }) => {
    const error = tf.sub(outputs, tf.reshape(targets, outputs.shape));
    return [tf.mean(tf.square(error)), tf.mul(error, 2 / error.size)];
  },
  SoftmaxCrossEntropyWithGradient: ({ logits, labels }, { axis, holes }) => {
    const scores = scoresOf(logits, axis);
    const isLabel = tf.cast(tf.oneHot(labels as tf.Tensor1D, logits.shape[1] ?? 0), 'float32');
    const logs = logSoftmax(scores, -1);
    // A label of −1 has no place in `oneHot`, so that its row has no loss by itself.
    const has = holes ? tf.cast(tf.notEqual(labels, -1), 'float32') : tf.ones(labels.shape);
    const counted = tf.maximum(tf.sum(has), 1);
    const gradient = tf.div(tf.mul(tf.sub(tf.exp(logs), isLabel), tf.expandDims(has, -1)), counted);
    const ofLogits = axis === 'batchAxis' ? tf.sub(gradient, tf.mul(tf.exp(scores), tf.sum(gradient, 0, true))) : gradient;
    return [tf.neg(tf.div(tf.sum(tf.mul(isLabel, logs)), counted)), ofLogits, countCorrect(scores, labels)];
  },
  CorrectCount: ({ logits, labels }, { axis }) => countCorrect(scoresOf(logits, axis), labels),
  LayerNorm: ({ x, scale, offset }, { epsilon }) => {
    const { n } = normalisedRows(x, epsilon);
    return tf.add(tf.mul(n, scale), offset);
  },
  LayerNormGrad: ({ x, dy, scale }, { epsilon }) => {
    const { n, factor } = normalisedRows(x, epsilon);
    const dn = tf.mul(dy, scale);
    const along = tf.mul(n, tf.mean(tf.mul(dn, n), -1, true));
    const dx = tf.mul(tf.sub(tf.sub(dn, tf.mean(dn, -1, true)), along), factor);
    return [dx, sumOverRows(tf.mul(dy, n)), sumOverRows(dy)];
  },
  [CAUSAL_ATTENTION]: ({ projected }, attrs) => {
    const { out, seen } = causalAttention(projected as tf.Tensor2D, attrs as unknown as AttentionAttrs);
    return [out, tf.transpose(seen, [1, 0, 2, 3])];
  },
  [CAUSAL_ATTENTION_GRADIENT]: ({ dy, projected }, attrs) =>
    tf.grad((x: tf.Tensor) => causalAttention(x as tf.Tensor2D, attrs as unknown as AttentionAttrs).out)(projected, dy),
  BatchNormStatistics: ({ x }) => {
    const mean = meanOverRows(x);
    return [mean, meanOverRows(tf.square(tf.sub(x, mean)))];
  },
  BatchNormGradient: ({ x, dy, mean, variance, scale }, { epsilon }) => {
    const factor = tf.rsqrt(tf.add(variance, epsilon as number));
    const n = tf.mul(tf.sub(x, mean), factor);
    const centred = tf.sub(tf.sub(dy, meanOverRows(dy)), tf.mul(n, meanOverRows(tf.mul(dy, n))));
    return [tf.mul(centred, tf.mul(scale, factor)), sumOverRows(tf.mul(dy, n)), sumOverRows(dy)];
  },
};

const withBias = (x: tf.Tensor, bias: tf.Tensor | undefined): tf.Tensor => (bias ? tf.add(x, bias) : x);

function activated(z: tf.Tensor, activation: FusedActivation): tf.Tensor {
  switch (activation) {
    case 'linear':
      return z;
    case 'relu':
      return tf.relu(z);
    case 'relu6':
      return tf.relu6(z);
    case 'tanh':
      return tf.tanh(z);
    case 'sigmoid':
      return tf.sigmoid(z);
  }
}

/** The derivative of an activation, from its value. */
function slopeFromValue(y: tf.Tensor, activation: FusedActivation): tf.Tensor {
  switch (activation) {
    case 'linear':
      return tf.onesLike(y);
    case 'relu':
      return tf.cast(tf.greater(y, 0), 'float32');
    case 'relu6':
      return tf.cast(tf.logicalAnd(tf.greater(y, 0), tf.less(y, 6)), 'float32');
    case 'tanh':
      return tf.sub(1, tf.square(y));
    case 'sigmoid':
      return tf.mul(y, tf.sub(1, y));
  }
}

/** Φ(x). */
const normalDistribution = (x: tf.Tensor): tf.Tensor => tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);

const geluTanh = (x: tf.Tensor): tf.Tensor => tf.tanh(tf.mul(tf.mul(x, INNER), tf.add(tf.mul(tf.square(x), CUBIC), 1)));

const rowAxes = (x: tf.Tensor): number[] => x.shape.slice(1).map((_, axis) => axis);
const sumOverRows = (x: tf.Tensor): tf.Tensor => tf.sum(x, rowAxes(x));
const meanOverRows = (x: tf.Tensor): tf.Tensor => tf.mean(x, rowAxes(x));

const logSoftmax = (x: tf.Tensor, axis: number): tf.Tensor => tf.sub(x, tf.logSumExp(x, axis, true));

/** What the softmax is taken of; see `crossEntropy` in wasm/cross-entropy.ts. */
const scoresOf = (logits: tf.Tensor, axis: unknown): tf.Tensor => (axis === 'batchAxis' ? logSoftmax(logits, 0) : logits);

const countCorrect = (scores: tf.Tensor, labels: tf.Tensor): tf.Tensor => tf.sum(tf.cast(tf.equal(tf.argMax(scores, -1), labels), 'int32'));

function normalisedRows(x: tf.Tensor, epsilon: unknown): { n: tf.Tensor; factor: tf.Tensor } {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const factor = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), epsilon as number));
  return { n: tf.mul(centred, factor), factor };
}
