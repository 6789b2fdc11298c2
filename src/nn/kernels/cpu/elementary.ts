/**
 * The kernels of plain JavaScript that take an elementary function, with those of math/elementary.ts in the place of the engine's. Each
 * rounds to float32 where tfjs's own does.
 */
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { exp, log, pow, tanh } from '../../../math/elementary.ts';
import * as tf from '../../tf.ts';

type Values = Float32Array | Int32Array | Uint8Array;

const valuesOf = (backend: unknown, { dataId }: tf.TensorInfo): Values => (backend as MathBackendCPU).data.get(dataId).values as Values;

const sigmoid = (x: number): number => 1 / (1 + exp(-x));

/** A float32 tensor of f of each value. */
const elementwise =
  (f: (x: number) => number): tf.KernelFunc =>
  ({ inputs, backend }) => {
    const { x } = inputs as { x: tf.TensorInfo };
    return (backend as MathBackendCPU).makeTensorInfo(x.shape, 'float32', Float32Array.from(valuesOf(backend, x), f));
  };

/** Along the last axis: exponentials of what the logits are below their largest, over their sum. */
const softmax: tf.KernelFunc = ({ inputs, backend }) => {
  const { logits } = inputs as { logits: tf.TensorInfo };
  const values = valuesOf(backend, logits);
  const row = logits.shape.at(-1) ?? 1;
  const out = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += row) {
    let largest = -Infinity;
    for (let i = start; i < start + row; i++) largest = Math.max(largest, values[i]);
    let sum = 0;
    for (let i = start; i < start + row; i++) {
      out[i] = exp(Math.fround(values[i] - largest));
      sum += out[i];
    }
    const total = Math.fround(sum);
    for (let i = start; i < start + row; i++) out[i] = out[i] / total;
  }
  return (backend as MathBackendCPU).makeTensorInfo(logits.shape, 'float32', out);
};

/** Steps between neighbours along each axis of `shape`; 0 along an axis that `of` has only one place of. */
function stridesWithin(of: readonly number[], shape: readonly number[]): number[] {
  const missing = shape.length - of.length;
  const strides = tf.util.computeStrides([...of]).concat(1);
  return shape.map((_, axis) => (axis < missing || of[axis - missing] === 1 ? 0 : strides[axis - missing]));
}

/** Shapes as numpy broadcasts them; the type of the result is that of the base. */
const power: tf.KernelFunc = ({ inputs, backend }) => {
  const { a, b } = inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
  const shape = tf.backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const [bases, exponents] = [valuesOf(backend, a), valuesOf(backend, b)];
  const [baseStrides, exponentStrides] = [stridesWithin(a.shape, shape), stridesWithin(b.shape, shape)];
  const out = tf.util.getTypedArrayFromDType(a.dtype as 'float32' | 'int32', tf.util.sizeFromShape(shape));
  for (let i = 0; i < out.length; i++) {
    let [rest, base, exponent] = [i, 0, 0];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const place = rest % shape[axis];
      rest = (rest - place) / shape[axis];
      base += place * baseStrides[axis];
      exponent += place * exponentStrides[axis];
    }
    out[i] = pow(bases[base], exponents[exponent]);
  }
  return (backend as MathBackendCPU).makeTensorInfo(shape, a.dtype, out);
};

/** By the names that tfjs has for them: all that jobs call, their gradients included. */
export const elementaryKernels: Readonly<Record<string, tf.KernelFunc>> = {
  [tf.Exp]: elementwise(exp),
  [tf.Log]: elementwise(log),
  [tf.Tanh]: elementwise(tanh),
  [tf.Sigmoid]: elementwise(sigmoid),
  [tf.Softmax]: softmax,
  [tf.Pow]: power,
};
