// What the tests of the WebGPU kernels share: Dawn in Node with Chromium's SwiftShader, our kernels registered, and numbers to feed them.

import { test } from 'vitest';
import '@tensorflow/tfjs-backend-cpu';
import type { Dispatcher } from '../../../../src/nn/kernels/webgpu/dispatcher.ts';
import { registerWebGpuKernels } from '../../../../src/nn/kernels/webgpu/register.ts';
import type { SoftmaxAxis } from '../../../../src/nn/kernels/webgpu/cross-entropy.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { offerWebGpu } from '../../support/webgpu.ts';

const available = await offerWebGpu();

/** Tests that need a device: left out where Chromium's software driver is missing. */
export const gpuTest = test.skipIf(!available);

/** Starts the backend and our kernels; undefined where there is no device. A validation error of the device fails the process. */
export async function startWithKernels(): Promise<Dispatcher> {
  if (!available) return undefined as unknown as Dispatcher;
  await import('@tensorflow/tfjs-backend-webgpu');
  await tf.setBackend('webgpu');
  await tf.ready();
  const dispatcher = registerWebGpuKernels();
  dispatcher.device.addEventListener('uncapturederror', ({ error }) => {
    throw error;
  });
  return dispatcher;
}

/** Runs on tfjs's cpu backend: its plain kernels are the reference. The values come back, the tensors are disposed of. */
export async function onCpu(compute: () => tf.Tensor | tf.Tensor[]): Promise<Float32Array[]> {
  await tf.setBackend('cpu');
  try {
    const results = [tf.tidy(compute)].flat();
    return results.map((result) => {
      const values = Float32Array.from(result.dataSync());
      result.dispose();
      return values;
    });
  } finally {
    await tf.setBackend('webgpu');
  }
}

/** Runs on the device and reads the results. */
export async function onDevice(compute: () => tf.Tensor | tf.Tensor[]): Promise<Float32Array[]> {
  const results = [tf.tidy(compute)].flat();
  const values = await Promise.all(results.map((result) => result.data()));
  tf.dispose(results);
  return values.map((value) => Float32Array.from(value));
}

/** Wraps what a kernel gave, so that it can be read and disposed of. */
export const wrap = (info: tf.TensorInfo): tf.Tensor => tf.engine().makeTensorFromTensorInfo(info);

/** Numbers in [-1, 1) that depend on nothing but the seed (multiplicative congruential generator of Lehmer). */
export function numbers(count: number, seed: number): Float32Array<ArrayBuffer> {
  let state = (seed * 7919 + 12345) % 2147483647;
  return Float32Array.from({ length: count }, () => {
    state = (state * 48271) % 2147483647;
    return (state / 2147483647) * 2 - 1;
  });
}

export function tensor<R extends tf.Rank = tf.Rank>(shape: tf.ShapeMap[R], seed: number): tf.Tensor<R> {
  return tf.tensor<R>(
    numbers(
      shape.reduce((product, size) => product * size, 1),
      seed,
    ),
    shape,
  );
}

/** The bit patterns, for comparisons that no rounding may pass. */
export const bits = (values: ArrayLike<number>): Uint32Array => new Uint32Array(Float32Array.from(values).buffer);

/** Largest |actual - expected|; NaN if any value is NaN or the lengths differ. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return NaN;
  let largest = 0;
  for (let i = 0; i < actual.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}

/** The loss, as an operation that `tf.variableGrads` can differentiate, its gradient, and the count of correct rows. */
export function crossEntropy(
  logits: tf.Tensor,
  labels: tf.Tensor,
  axis: SoftmaxAxis,
): { loss: tf.Scalar; gradient: tf.Tensor; correct: tf.Scalar } {
  const [loss, gradient, correct] = tf.engine().runKernel<tf.Tensor[]>('SoftmaxCrossEntropyWithGradient', { logits, labels }, { axis });
  return { loss: loss as tf.Scalar, gradient, correct: correct as tf.Scalar };
}
