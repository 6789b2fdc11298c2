import { beforeAll, describe, expect } from 'vitest';
import type { SoftmaxAxis } from '../../../../src/nn/kernels/webgpu/cross-entropy.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { bits, crossEntropy, gpuTest, largestDifference, numbers, onCpu, onDevice, startWithKernels } from './setup.ts';

beforeAll(async () => {
  await startWithKernels();
});

/** o, in double precision. */
function outputs(z: ArrayLike<number>, rows: number, classes: number, axis: SoftmaxAxis): Float64Array {
  const o = Float64Array.from(z);
  if (axis === 'classAxis') return o;
  for (let c = 0; c < classes; c++) {
    const column = Array.from({ length: rows }, (_, b) => o[b * classes + c]);
    const top = Math.max(...column);
    const normaliser = top + Math.log(column.reduce((sum, x) => sum + Math.exp(x - top), 0));
    for (let b = 0; b < rows; b++) o[b * classes + c] -= normaliser;
  }
  return o;
}

function referenceLoss(z: ArrayLike<number>, labels: ArrayLike<number>, classes: number, axis: SoftmaxAxis): number {
  const o = outputs(z, labels.length, classes, axis);
  return Array.from(labels, (label, b) => {
    const row = o.subarray(b * classes, (b + 1) * classes);
    const top = Math.max(...row);
    return top + Math.log(row.reduce((sum, x) => sum + Math.exp(x - top), 0)) - row[label];
  }).reduce((sum, loss) => sum + loss / labels.length, 0);
}

function problem(rows: number, classes: number, scale: number): { z: Float32Array; labels: Int32Array } {
  return {
    z: numbers(rows * classes, rows + classes).map((x) => x * scale),
    labels: Int32Array.from(numbers(rows, rows), (x) => Math.floor(((x + 1) / 2) * classes)),
  };
}

const tensors = (z: Float32Array, labels: Int32Array): [tf.Tensor2D, tf.Tensor1D] => [
  tf.tensor2d(z, [labels.length, z.length / labels.length]),
  tf.tensor1d(labels, 'int32'),
];

interface Results {
  readonly loss: number;
  readonly gradient: Float32Array;
  readonly correct: number;
}

async function onGpu(z: Float32Array, labels: Int32Array, axis: SoftmaxAxis): Promise<Results> {
  const [logits, indices] = tensors(z, labels);
  const [loss, gradient, correct] = await onDevice(() => Object.values(crossEntropy(logits, indices, axis)));
  tf.dispose([logits, indices]);
  return { loss: loss[0], gradient, correct: correct[0] };
}

const shapes = [
  [1, 1],
  [1, 10],
  [7, 3],
  [272, 10],
  [300, 5],
  [9, 257],
] as const;

describe.each(['classAxis', 'batchAxis'] as const)('cross-entropy, %s', (axis) => {
  gpuTest.each(shapes)('has the loss in double precision for [%i, %i]', async (rows, classes) => {
    for (const scale of [0.1, 3, 60]) {
      const { z, labels } = problem(rows, classes, scale);
      const expected = referenceLoss(z, labels, classes, axis);
      // Sums of up to 300 float32 terms, each good to a few units in its last place, of values up to 60.
      expect(Math.abs((await onGpu(z, labels, axis)).loss - expected)).toBeLessThan(2e-6 * Math.max(scale, expected));
    }
  });

  gpuTest.each(shapes)('has the gradient of central differences for [%i, %i]', async (rows, classes) => {
    const { z, labels } = problem(rows, classes, 3);
    const { gradient } = await onGpu(z, labels, axis);
    const h = 1e-4;
    // All entries of small problems, 40 spread over larger ones.
    const stride = Math.max(1, Math.floor(z.length / 40));
    for (let i = 0; i < z.length; i += stride) {
      const at = (offset: number): number => {
        const moved = Float64Array.from(z);
        moved[i] += offset;
        return referenceLoss(moved, labels, classes, axis);
      };
      // Off by h²/6 times the third derivative (< 1/rows), by 2^-52/h from cancellation, and by float32 sums over the rows.
      expect(Math.abs(gradient[i] - (at(h) - at(-h)) / (2 * h)) * rows).toBeLessThan(2e-6 + 2e-11 * rows);
    }
  });

  gpuTest('equals the plain expression of tfjs, value and gradient, also through a factor', async () => {
    const { z, labels } = problem(20, 10, 2);
    const plain = (logits: tf.Tensor2D, indices: tf.Tensor1D): tf.Scalar => {
      const o = axis === 'classAxis' ? logits : tf.sub(logits, tf.logSumExp(logits, 0, true));
      return tf.neg(tf.mean(tf.sum(tf.mul(tf.cast(tf.oneHot(indices, 10), 'float32'), tf.logSoftmax(o)), 1)));
    };
    const both = (loss: (logits: tf.Tensor2D, indices: tf.Tensor1D) => tf.Scalar) => (): tf.Tensor[] => {
      const [logits, indices] = tensors(z, labels);
      const { value, grad } = tf.valueAndGrad((x: tf.Tensor) => tf.mul(loss(x as tf.Tensor2D, indices), 3))(logits);
      return [value, grad];
    };
    const expected = await onCpu(both(plain));
    const actual = await onDevice(both((logits, indices) => crossEntropy(logits, indices, axis).loss));
    expect(largestDifference(actual[0], expected[0])).toBeLessThan(1e-5);
    expect(largestDifference(actual[1], expected[1])).toBeLessThan(1e-6);
  });

  gpuTest('counts the rows whose label is the first largest output', async () => {
    for (const [rows, classes] of shapes) {
      const { z, labels } = problem(rows, classes, 3);
      const o = outputs(z, rows, classes, axis);
      const expected = labels.filter((label, b) => {
        const row = Array.from(o.subarray(b * classes, (b + 1) * classes));
        return row.indexOf(Math.max(...row)) === label;
      }).length;
      const [logits, indices] = tensors(z, labels);
      const [alone] = await onDevice(() => tf.engine().runKernel<tf.Tensor>('CorrectCount', { logits, labels: indices }, { axis }));
      expect([(await onGpu(z, labels, axis)).correct, alone[0]]).toEqual([expected, expected]);
    }
  });

  gpuTest('gives identical bits when repeated', async () => {
    const { z, labels } = problem(272, 10, 3);
    expect(bits((await onGpu(z, labels, axis)).gradient)).toEqual(bits((await onGpu(z, labels, axis)).gradient));
  });

  gpuTest('is NaN where a logit is, and where a label is no class', async () => {
    const broken = await onGpu(new Float32Array([NaN, 1, 2, 0, 1, 2]), new Int32Array([1, 2]), axis);
    expect(broken.loss).toBeNaN();
    for (const label of [3, -1]) expect((await onGpu(new Float32Array(6), new Int32Array([0, label]), axis)).loss).toBeNaN();
  });
});

gpuTest('the first of two equal largest outputs counts', async () => {
  const z = new Float32Array([1, 1, 0, 1, 1, 0]);
  expect((await onGpu(z, new Int32Array([0, 1]), 'classAxis')).correct).toBe(1);
});

gpuTest('refuses what is no batch of logits with labels', () => {
  const run = (logits: tf.Tensor, labels: tf.Tensor) => () => crossEntropy(logits, labels, 'classAxis');
  expect(run(tf.zeros([2, 3]), tf.zeros([3], 'int32'))).toThrow(/\[2, 3\].*int32 \[3\]/);
  expect(run(tf.zeros([2, 3]), tf.zeros([2]))).toThrow(/float32 \[2\]/);
});

describe('with holes', () => {
  const { z, labels } = problem(300, 9, 3);
  const holed = labels.map((label, row) => (row % 3 === 1 ? -1 : label));
  const kept = Array.from(holed.keys()).filter((row) => holed[row] >= 0);

  async function withHoles(values: Float32Array, indices: Int32Array): Promise<Results> {
    const [logits, told] = tensors(values, indices);
    const run = (): tf.Tensor[] =>
      tf.engine().runKernel<tf.Tensor[]>('SoftmaxCrossEntropyWithGradient', { logits, labels: told }, { axis: 'classAxis', holes: true });
    const [loss, gradient, correct] = await onDevice(run);
    tf.dispose([logits, told]);
    return { loss: loss[0], gradient, correct: correct[0] };
  }

  gpuTest('rows of no label count nowhere: loss, gradient and correct rows are those of the others alone', async () => {
    const whole = await withHoles(z, holed);
    const others = await onGpu(
      Float32Array.from(kept.flatMap((row) => Array.from(z.subarray(row * 9, row * 9 + 9)))),
      Int32Array.from(kept, (row) => holed[row]),
      'classAxis',
    );
    // The same numbers, added up by other lanes.
    expect(whole.loss).toBeCloseTo(others.loss, 5);
    expect(whole.correct).toBe(others.correct);
    const expected = new Float32Array(z.length);
    for (const [at, row] of kept.entries()) expected.set(others.gradient.subarray(at * 9, at * 9 + 9), row * 9);
    expect(largestDifference(whole.gradient, expected)).toBeLessThan(1e-8);
  });

  gpuTest('a label that is neither a class nor a hole gives no number', async () => {
    expect((await withHoles(new Float32Array(6), new Int32Array([-1, -2]))).loss).toBeNaN();
    const broken = new Float32Array([0, 1, NaN, 0, 0, 0]);
    expect((await withHoles(broken, new Int32Array([-1, 0]))).loss).toBeNaN();
  });
});
