import * as tf from '../../tf.ts';
import type { KernelModule } from './module.ts';
import { requireFloat32, type KernelTable } from './table.ts';
import { kernel, type Inputs, type KernelParams } from '../kernel.ts';

/** `classAxis`: softmax over the classes of a row. `batchAxis`: each class column is first log-normalised over the rows. */
export type SoftmaxAxis = 'classAxis' | 'batchAxis';

const withGradient = 'SoftmaxCrossEntropyWithGradient';
const correct = 'CorrectCount';

/** A type, not an interface, so that `tf.tidy` accepts it as a result. */
export type CrossEntropy = {
  /** Mean over the rows, in nats. */
  readonly loss: tf.Scalar;
  /** ∂loss/∂logits, [batch, classes]. */
  readonly gradient: tf.Tensor2D;
  /** Rows whose label is the first largest output, int32. */
  readonly correct: tf.Scalar;
};

/**
 * Softmax cross-entropy, its gradient and the number of correct rows, in one kernel.
 * With o = z (`classAxis`) or o_bc = z_bc − ln Σ_b' exp z_b'c (`batchAxis`): loss = mean_b (ln Σ_c exp o_bc − o_b,label).
 * With q = softmax_c(o) and g_bc = (q_bc − [c = label_b]) / B the gradient is g (`classAxis`) or
 * g_bc − exp(o_bc) Σ_b' g_b'c (`batchAxis`, which arXiv 2505.23869's notebook trains with).
 *
 * @param logits z, float32, [batch, classes], batch ≥ 1
 * @param labels class indices, int32, [batch]
 * @param holes whether rows with the label −1 have no prediction: they count nowhere, and the mean is over the others; by `classAxis` alone
 * @throws if a label is not a class, or the current backend has no kernels of ours
 */
export function crossEntropy(logits: tf.Tensor2D, labels: tf.Tensor1D, axis: SoftmaxAxis, holes = false): CrossEntropy {
  const [loss, gradient, hits] = tf.engine().runKernel(withGradient, { logits, labels }, { axis, holes }) as unknown as [
    tf.Scalar,
    tf.Tensor2D,
    tf.Scalar,
  ];
  return { loss, gradient, correct: hits };
}

/** The loss of `crossEntropy` as an operation that `tf.variableGrads` can differentiate with respect to the logits. */
export function crossEntropyLoss(logits: tf.Tensor2D, labels: tf.Tensor1D, axis: SoftmaxAxis, holes = false): tf.Scalar {
  const operation = tf.customGrad((z, save) => {
    const { loss, gradient } = crossEntropy(z as tf.Tensor2D, labels, axis, holes);
    (save as tf.GradSaveFunc)([gradient]);
    return { value: loss, gradFunc: (dy, saved) => tf.mul(dy, saved[0]) };
  });
  return operation(logits) as tf.Scalar;
}

/**
 * How many rows have their label as the first largest output o (see `crossEntropy`).
 * @returns int32 scalar
 */
export function correctCount(logits: tf.Tensor2D, labels: tf.Tensor1D, axis: SoftmaxAxis, holes = false): tf.Scalar {
  return tf.engine().runKernel(correct, { logits, labels }, { axis, holes }) as unknown as tf.Scalar;
}

interface Attrs {
  readonly axis: SoftmaxAxis;
  readonly holes?: boolean;
}

export function crossEntropyKernels(kernels: KernelModule): KernelTable {
  const { heap, functions } = kernels;

  function run(
    { inputs: { logits, labels }, attrs }: KernelParams<Inputs<'logits' | 'labels'>, Attrs>,
    kernelName: string,
    outputs: { loss?: tf.TensorInfo; gradient?: tf.TensorInfo; correct?: tf.TensorInfo },
  ): void {
    const overBatch = attrs.axis === 'batchAxis' ? 1 : 0;
    const [rows, classes] = logits.shape;
    const addressOf = (output?: tf.TensorInfo): number => (output ? heap.address(output) : 0);
    const scratch = kernels.scratch(functions.crossEntropyScratchBytes(rows, classes, overBatch));
    const wrong = functions.crossEntropy(
      heap.address(logits),
      heap.address(labels),
      rows,
      classes,
      overBatch,
      attrs.holes ? 1 : 0,
      addressOf(outputs.loss),
      addressOf(outputs.gradient),
      addressOf(outputs.correct),
      scratch,
    );
    if (wrong >= 0) {
      const label = new Int32Array(heap.memory.buffer, heap.address(labels), rows)[wrong];
      for (const output of Object.values(outputs)) heap.release(output);
      throw new RangeError(`${kernelName}: row ${wrong} has label ${label}, but there are ${classes} classes (0 to ${classes - 1}).`);
    }
  }

  return {
    [withGradient]: kernel<Inputs<'logits' | 'labels'>, Attrs>((params) => {
      check(withGradient, params.inputs);
      const { shape } = params.inputs.logits;
      const outputs = {
        loss: heap.output([], 'float32'),
        gradient: heap.output(shape, 'float32'),
        correct: heap.output([], 'int32'),
      };
      run(params, withGradient, outputs);
      return [outputs.loss, outputs.gradient, outputs.correct];
    }),
    [correct]: kernel<Inputs<'logits' | 'labels'>, Attrs>((params) => {
      check(correct, params.inputs);
      const outputs = { correct: heap.output([], 'int32') };
      run(params, correct, outputs);
      return outputs.correct;
    }),
  };
}

function check(kernelName: string, { logits, labels }: Inputs<'logits' | 'labels'>): void {
  requireFloat32(kernelName, logits);
  const fits = logits.shape.length === 2 && labels.shape.length === 1 && labels.shape[0] === logits.shape[0];
  if (!fits || labels.dtype !== 'int32' || tf.util.sizeFromShape(logits.shape) === 0) {
    throw new Error(
      `${kernelName} needs logits [batch, classes] and int32 labels [batch], neither empty, ` +
        `but got [${logits.shape.join(', ')}] and ${labels.dtype} [${labels.shape.join(', ')}].`,
    );
  }
}
