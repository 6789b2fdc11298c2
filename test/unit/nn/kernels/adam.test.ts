import { beforeAll, describe, expect, it } from 'vitest';
import { adamStep, type AdamSettings, type AdamTensors } from '../../../../src/nn/kernels/wasm/adam.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { bits, largestDifference, numbers, startWithKernels } from './setup.ts';

beforeAll(async () => {
  await startWithKernels();
});

function settings(step: number, learningRate = 0.01, epsilon = 1e-8): AdamSettings {
  const [beta1, beta2] = [0.9, 0.999];
  return { learningRate, beta1, beta2, epsilon, correction1: 1 - beta1 ** step, correction2: 1 - beta2 ** step };
}

function start(values: Float32Array, mask?: Float32Array): AdamTensors & { weights: tf.Variable } {
  const n = values.length;
  return {
    weights: tf.variable(tf.tensor1d(values)),
    firstMoment: tf.zeros([n]),
    secondMoment: tf.zeros([n]),
    gradient: tf.zeros([n]),
    ...(mask ? { mask: tf.tensor1d(mask) } : {}),
  };
}

/** The formula in double precision: weights after the given gradients. */
function reference(values: Float32Array, gradients: Float32Array[], epsilon: number, mask?: Float32Array): Float64Array {
  const w = Float64Array.from(values);
  const m = new Float64Array(w.length);
  const v = new Float64Array(w.length);
  gradients.forEach((gradient, index) => {
    const { learningRate, beta1, beta2, correction1, correction2 } = settings(index + 1);
    for (let i = 0; i < w.length; i++) {
      const keep = mask ? mask[i] : 1;
      const g = gradient[i] * keep;
      m[i] = beta1 * m[i] + (1 - beta1) * g;
      v[i] = beta2 * v[i] + (1 - beta2) * g * g;
      w[i] = (w[i] - (learningRate * (m[i] / correction1)) / (Math.sqrt(v[i] / correction2) + epsilon)) * keep;
    }
  });
  return w;
}

const sizes = [1, 2, 3, 4, 5, 7, 10, 272, 1023];
const steps = 20;

describe('adamStep', () => {
  it.each(sizes)('follows the formula in double precision for %i weights', (n) => {
    for (const epsilon of [1e-8, 1e-3]) {
      const values = numbers(n, 1);
      const gradients = Array.from({ length: steps }, (_, step) => numbers(n, 100 + step));
      const tensors = start(values);
      gradients.forEach((gradient, index) => adamStep({ ...tensors, gradient: tf.tensor1d(gradient) }, settings(index + 1, 0.01, epsilon)));
      // A step moves a weight by about 0.01 and rounds it to 2^-24: 20 steps of half a unit plus the rounding inside the step.
      expect(largestDifference(tensors.weights.dataSync(), reference(values, gradients, epsilon))).toBeLessThan(3e-6);
    }
  });

  it.each(sizes)('keeps pruned weights at zero and their moments untouched, for %i weights', (n) => {
    const values = numbers(n, 2);
    const mask = Float32Array.from({ length: n }, (_, i) => Number(i % 3 !== 0));
    const gradients = Array.from({ length: steps }, (_, step) => numbers(n, 200 + step));
    const tensors = start(values, mask);
    gradients.forEach((gradient, index) => adamStep({ ...tensors, gradient: tf.tensor1d(gradient) }, settings(index + 1)));
    const weights = tensors.weights.dataSync();
    expect(largestDifference(weights, reference(values, gradients, 1e-8, mask))).toBeLessThan(3e-6);
    mask.forEach((keep, i) => {
      if (keep === 0) expect([weights[i], tensors.firstMoment.dataSync()[i], tensors.secondMoment.dataSync()[i]]).toEqual([0, 0, 0]);
    });
  });

  it('agrees with tf.train.adam', () => {
    // tfjs adds epsilon to the root of the corrected second moment too, but keeps the powers of beta as float32 products,
    // which is where the difference comes from: 1 - 0.999 alone is off by 5e-5 of itself in float32.
    const values = numbers(50, 3);
    const theirs = tf.variable(tf.tensor1d(values));
    const optimizer = tf.train.adam(0.01, 0.9, 0.999, 1e-8);
    const ours = start(values);
    for (let step = 1; step <= steps; step++) {
      const gradient = tf.tensor1d(numbers(50, 300 + step));
      optimizer.applyGradients([{ name: theirs.name, tensor: gradient }]);
      adamStep({ ...ours, gradient }, settings(step));
    }
    expect(largestDifference(ours.weights.dataSync(), theirs.dataSync())).toBeLessThan(2e-5);
  });

  it('gives identical bits when repeated', () => {
    const runs = [1, 2].map(() => {
      const tensors = start(numbers(101, 4));
      for (let step = 1; step <= steps; step++) {
        adamStep({ ...tensors, gradient: tf.tensor1d(numbers(101, 400 + step)) }, settings(step));
      }
      return bits(tensors.weights);
    });
    expect(runs[1]).toEqual(runs[0]);
  });

  it('lets no NaN gradient through a mask', () => {
    const tensors = start(numbers(6, 7), new Float32Array([1, 0, 1, 0, 1, 0]));
    adamStep({ ...tensors, gradient: tf.tensor1d([1, NaN, 1, NaN, 1, NaN]) }, settings(1));
    expect(Array.from(tensors.weights.dataSync(), Number.isNaN)).toEqual(Array(6).fill(false));
  });

  it('leaves what lies around the weights alone', () => {
    const [before, tensors, after] = [tf.ones([3]), start(numbers(5, 5)), tf.ones([3])];
    const guard = tf.ones([3]);
    adamStep({ ...tensors, gradient: tf.ones([5]) }, settings(1));
    for (const neighbour of [before, after, guard]) expect(Array.from(neighbour.dataSync())).toEqual([1, 1, 1]);
  });

  it('names the tensor that does not fit', () => {
    const tensors = start(numbers(6, 6));
    expect(() => adamStep({ ...tensors, gradient: tf.ones([2, 4]) }, settings(1))).toThrow(/6 values.*gradient.*8.*\[2, 4\]/s);
    expect(() => adamStep({ ...tensors, mask: tf.ones([6], 'int32') }, settings(1))).toThrow(/mask is int32/);
  });
});
