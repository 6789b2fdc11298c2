import { beforeAll, describe, expect, it } from 'vitest';
import type { KernelModule } from '../../../../src/nn/kernels/wasm/module.ts';
import { squaredErrorLoss } from '../../../../src/nn/kernels/wasm/squared-error.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { centralDifference, memoryOver, numbers, startWithKernels, tensor } from './setup.ts';

let kernels: KernelModule;
beforeAll(async () => {
  kernels = await startWithKernels();
});

const mean = (outputs: ArrayLike<number>, targets: ArrayLike<number>): number =>
  Array.from(outputs).reduce((sum, output, i) => sum + (output - targets[i]) ** 2, 0) / outputs.length;

describe('squaredErrorLoss', () => {
  it.each([[[1, 1]], [[3, 1]], [[7, 3]], [[272, 10]], [[300, 1]]])(
    'equals the formula in double precision for %j, with its gradient',
    (shape) => {
      const [outputs, targets] = [numbers(tf.util.sizeFromShape(shape), 1), numbers(tf.util.sizeFromShape(shape), 2)];
      const loss = (o: tf.Tensor): tf.Scalar => squaredErrorLoss(o, tf.tensor(targets, shape));
      const expected = mean(outputs, targets);
      expect(Math.abs(loss(tf.tensor(outputs, shape)).dataSync()[0] / expected - 1)).toBeLessThan(2 ** -22);
      const gradient = tf
        .grad((o: tf.Tensor) => tf.mul(loss(o), 3))(tf.tensor(outputs, shape))
        .dataSync();
      for (let i = 0; i < gradient.length; i += Math.max(1, Math.floor(gradient.length / 30))) {
        const slope = 3 * centralDifference((o) => mean(o, targets), Float64Array.from(outputs), i);
        expect(Math.abs(gradient[i] - slope)).toBeLessThan(1e-6 * Math.max(1, Math.abs(slope)));
      }
    },
  );

  it('keeps neither tensors nor heap', () => {
    const [outputs, targets] = [tensor([30, 1], 1), tensor([30, 1], 2)];
    const { before, after } = memoryOver(
      () => tf.tidy(() => void tf.grad((o: tf.Tensor) => squaredErrorLoss(o, targets))(outputs)),
      () => kernels.heap.memory.buffer.byteLength,
    );
    expect(after).toEqual(before);
  });

  it('says which sizes do not fit', () => {
    expect(() => squaredErrorLoss(tf.ones([3, 1]), tf.ones([4, 1]))).toThrow(/\[3, 1\].*\[4, 1\]/);
  });
});
