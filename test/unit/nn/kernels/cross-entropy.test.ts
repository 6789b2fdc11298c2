import { beforeAll, describe, expect, it } from 'vitest';
import { correctCount, crossEntropy, crossEntropyLoss, type SoftmaxAxis } from '../../../../src/nn/kernels/wasm/cross-entropy.ts';
import { classification, crossEntropyExpression, type Objective } from '../../../../src/nn/loss.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { bits, largestDifference, numbers, startWithKernels } from './setup.ts';

beforeAll(async () => {
  await startWithKernels();
});

/** o of the specification, in double precision. */
function outputs(z: ArrayLike<number>, rows: number, classes: number, axis: SoftmaxAxis): Float64Array {
  const o = Float64Array.from(z);
  if (axis === 'classAxis') return o;
  for (let c = 0; c < classes; c++) {
    let top = -Infinity;
    for (let b = 0; b < rows; b++) top = Math.max(top, o[b * classes + c]);
    let sum = 0;
    for (let b = 0; b < rows; b++) sum += Math.exp(o[b * classes + c] - top);
    for (let b = 0; b < rows; b++) o[b * classes + c] -= top + Math.log(sum);
  }
  return o;
}

function referenceLoss(z: ArrayLike<number>, labels: ArrayLike<number>, classes: number, axis: SoftmaxAxis): number {
  const rows = labels.length;
  const o = outputs(z, rows, classes, axis);
  let total = 0;
  for (let b = 0; b < rows; b++) {
    const row = o.subarray(b * classes, (b + 1) * classes);
    const top = row.reduce((x, y) => Math.max(x, y), -Infinity);
    total += top + Math.log(row.reduce((sum, x) => sum + Math.exp(x - top), 0)) - row[labels[b]];
  }
  return total / rows;
}

function problem(rows: number, classes: number, scale: number): { z: Float32Array; labels: Int32Array } {
  return {
    z: numbers(rows * classes, rows + classes).map((x) => x * scale),
    labels: Int32Array.from(numbers(rows, rows), (x) => Math.floor(((x + 1) / 2) * classes)),
  };
}

const axes = ['classAxis', 'batchAxis'] as const;
const shapes = [
  [1, 1],
  [1, 10],
  [3, 7],
  [7, 3],
  [10, 10],
  [272, 10],
  [512, 10],
  [33, 257],
] as const;

describe.each(axes)('crossEntropy, %s', (axis) => {
  it.each(shapes)('equals the loss in double precision for [%i, %i]', (rows, classes) => {
    for (const scale of [0.1, 3, 60]) {
      const { z, labels } = problem(rows, classes, scale);
      const { loss } = crossEntropy(tf.tensor2d(z, [rows, classes]), tf.tensor1d(labels, 'int32'), axis);
      const expected = referenceLoss(z, labels, classes, axis);
      // The logarithms are in double precision; what remains is the rounding of o and of the exponentials to float32.
      expect(Math.abs(loss.dataSync()[0] - expected)).toBeLessThan(2e-6 * Math.max(1, Math.abs(expected)));
    }
  });

  it.each(shapes)('has the gradient that central differences of the double-precision loss give for [%i, %i]', (rows, classes) => {
    const { z, labels } = problem(rows, classes, 3);
    const { gradient } = crossEntropy(tf.tensor2d(z, [rows, classes]), tf.tensor1d(labels, 'int32'), axis);
    const actual = gradient.dataSync();
    const h = 1e-4;
    // All entries of small problems, 40 spread over larger ones.
    const stride = Math.max(1, Math.floor(z.length / 40));
    for (let i = 0; i < z.length; i += stride) {
      const at = (offset: number): number => {
        const moved = Float64Array.from(z);
        moved[i] += offset;
        return referenceLoss(moved, labels, classes, axis);
      };
      // Central differences are off by h^2 / 6 times the third derivative (< 1 / rows), and by 2^-52 / h from cancellation.
      expect(Math.abs(actual[i] - (at(h) - at(-h)) / (2 * h)) * rows).toBeLessThan(1e-6 + 2e-11 * rows);
    }
  });

  it('counts the rows whose label is the first largest output', () => {
    for (const [rows, classes] of shapes) {
      const { z, labels } = problem(rows, classes, 3);
      const o = outputs(z, rows, classes, axis);
      let expected = 0;
      labels.forEach((label, b) => {
        const row = Array.from(o.subarray(b * classes, (b + 1) * classes));
        if (row.indexOf(Math.max(...row)) === label) expected++;
      });
      const [logits, indices] = [tf.tensor2d(z, [rows, classes]), tf.tensor1d(labels, 'int32')];
      expect(correctCount(logits, indices, axis).dataSync()[0]).toBe(expected);
      expect(crossEntropy(logits, indices, axis).correct.dataSync()[0]).toBe(expected);
    }
  });

  it('can be differentiated by tfjs', () => {
    const { z, labels } = problem(20, 10, 2);
    const indices = tf.tensor1d(labels, 'int32');
    const logits = tf.tensor2d(z, [20, 10]);
    const { value, grad } = tf.valueAndGrad((x: tf.Tensor) => tf.mul(crossEntropyLoss(x as tf.Tensor2D, indices, axis), 3))(logits);
    const { loss, gradient } = crossEntropy(logits, indices, axis);
    expect(value.dataSync()[0]).toBeCloseTo(3 * loss.dataSync()[0], 5);
    expect(
      largestDifference(
        grad.dataSync(),
        gradient.dataSync().map((x) => 3 * x),
      ),
    ).toBe(0);
  });

  it('gives identical bits when repeated', () => {
    const { z, labels } = problem(272, 10, 3);
    const [first, second] = [1, 2].map(() => bits(crossEntropy(tf.tensor2d(z, [272, 10]), tf.tensor1d(labels, 'int32'), axis).gradient));
    expect(second).toEqual(first);
  });

  it('is NaN where a logit is, so that divergence is seen', () => {
    const { loss, correct } = crossEntropy(
      tf.tensor2d([
        [NaN, 1, 2],
        [0, 1, 2],
      ]),
      tf.tensor1d([1, 2], 'int32'),
      axis,
    );
    expect(loss.dataSync()[0]).toBeNaN();
    expect(correct.dataSync()[0]).toBeLessThan(2);
  });

  it('refuses a label that is no class, naming row and label', () => {
    for (const label of [3, -1]) {
      const labels = tf.tensor1d([0, label], 'int32');
      expect(() => crossEntropy(tf.zeros([2, 3]), labels, axis)).toThrow(new RegExp(`row 1.*label ${label}.*3 classes`));
    }
  });

  it('leaves neither tensors nor heap behind', () => {
    const { z, labels } = problem(272, 10, 3);
    const before = tf.memory();
    for (let i = 0; i < 200; i++) {
      tf.dispose(tf.tidy(() => crossEntropy(tf.tensor2d(z, [272, 10]), tf.tensor1d(labels, 'int32'), axis)));
    }
    expect(tf.memory()).toEqual(before);
  });
});

describe('with holes', () => {
  const { z, labels } = problem(40, 9, 3);
  const holed = labels.map((label, row) => (row % 3 === 1 ? -1 : label));
  const kept = Array.from(holed.keys()).filter((row) => holed[row] >= 0);
  const logits = (): tf.Tensor2D => tf.tensor2d(z, [40, 9]);
  const rest = {
    z: Float32Array.from(kept.flatMap((row) => Array.from(z.subarray(row * 9, row * 9 + 9)))),
    labels: Int32Array.from(kept, (row) => holed[row]),
  };

  it('rows of no label count nowhere: loss, gradient and correct rows are those of the others alone', () => {
    const whole = crossEntropy(logits(), tf.tensor1d(holed, 'int32'), 'classAxis', true);
    const others = crossEntropy(tf.tensor2d(rest.z, [kept.length, 9]), tf.tensor1d(rest.labels, 'int32'), 'classAxis');
    expect(bits(whole.loss)).toEqual(bits(others.loss));
    expect(whole.correct.dataSync()).toEqual(others.correct.dataSync());
    expect(correctCount(logits(), tf.tensor1d(holed, 'int32'), 'classAxis', true).dataSync()).toEqual(others.correct.dataSync());
    const [gradient, ofOthers] = [whole.gradient.dataSync(), others.gradient.dataSync()];
    for (let row = 0; row < 40; row++) {
      const at = kept.indexOf(row);
      const expected = at < 0 ? new Float32Array(9) : ofOthers.subarray(at * 9, at * 9 + 9);
      expect(Array.from(gradient.subarray(row * 9, row * 9 + 9))).toEqual(Array.from(expected));
    }
  });

  it('the plain expression says the same, smoothed or not', () => {
    const numbersOf = (objective: Objective, labelled: Int32Array, values: Float32Array): number =>
      objective.loss(tf.tensor2d(values, [labelled.length, 9]), tf.tensor1d(labelled, 'int32')).dataSync()[0];
    for (const smoothing of [0, 0.2]) {
      const expected = numbersOf(classification('classAxis', smoothing), rest.labels, rest.z);
      expect(numbersOf(classification('classAxis', smoothing, true), holed, z)).toBeCloseTo(expected, 6);
    }
    const plain = crossEntropyExpression(logits(), tf.tensor1d(holed, 'int32'), 'classAxis', true).dataSync()[0];
    expect(plain).toBeCloseTo(numbersOf(classification('classAxis'), rest.labels, rest.z), 6);
  });

  it('another label that is no class is refused all the same', () => {
    expect(() => crossEntropy(tf.zeros([2, 3]), tf.tensor1d([-1, -2], 'int32'), 'classAxis', true)).toThrow(/row 1.*label -2/u);
  });
});

describe('crossEntropy', () => {
  // The worked example in the test vectors of the DTC specification (key `losses`), computed there in double precision.
  const logits = [
    [1, 2],
    [0, -1],
    [3, 0.5],
  ];
  const labels = [0, 1, 1];
  const expected = {
    batchAxis: {
      loss: 1.517996435639774,
      gradient: [
        -0.3090248408657212, 0.4148297058322447, 0.1659992912047509, -0.16645590127799828, 0.1430255496609703, -0.24837380455424643,
      ],
    },
    classAxis: {
      loss: 1.7351377031096649,
      gradient: [
        -0.2436861928766683, 0.2436861928766683, 0.2436861928766683, -0.2436861928766683, 0.30804727332625215, -0.30804727332625215,
      ],
    },
  };

  it.each(axes)('reproduces the worked example, %s', (axis) => {
    const result = crossEntropy(tf.tensor2d(logits), tf.tensor1d(labels, 'int32'), axis);
    expect(result.loss.dataSync()[0]).toBeCloseTo(expected[axis].loss, 6);
    expect(largestDifference(result.gradient.dataSync(), expected[axis].gradient)).toBeLessThan(1e-7);
    expect(result.correct.dataSync()[0]).toBe(0);
  });

  it('sums to zero over the batch for every class with batchAxis', () => {
    const { z, labels: indices } = problem(272, 10, 3);
    const { gradient } = crossEntropy(tf.tensor2d(z, [272, 10]), tf.tensor1d(indices, 'int32'), 'batchAxis');
    const sums = Array<number>(10).fill(0);
    gradient.dataSync().forEach((g, i) => {
      sums[i % 10] += g;
    });
    expect(Math.max(...sums.map(Math.abs))).toBeLessThan(1e-7);
  });

  it('refuses labels that are not one int32 per row', () => {
    expect(() => crossEntropy(tf.zeros([2, 3]), tf.tensor1d([0, 1, 2], 'int32'), 'classAxis')).toThrow(/\[2, 3\].*\[3\]/);
    expect(() => crossEntropy(tf.zeros([2, 3]), tf.tensor1d([0, 1], 'float32'), 'classAxis')).toThrow(/int32 labels.*float32/);
  });
});
