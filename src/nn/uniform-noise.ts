/** Uniform random numbers from a counter, so that they depend on key, step and place alone, on every backend to the last bit. */
import { uniformNoise as onHeap } from './kernels/wasm/hard-concrete.ts';
import { findKernels } from './kernels/wasm/module.ts';
import { findDispatcher } from './kernels/webgpu/dispatcher.ts';
import { uniformNoise as onGpu } from './kernels/webgpu/uniform-noise.ts';
import { philoxValues, type PhiloxKey } from './philox.ts';
import * as tf from './tf.ts';

/** Words give 23 bits each: (k + ½)/2²³ is exact in float32 and is never 0 or 1. */
const BITS = 23;
const UNIT = 2 ** -23;

/**
 * Number i is (⌊word/2⁹⌋ + ½)/2²³ of word i mod 4 of Philox4x32-10 with counter (⌊i/4⌋, step, 0, 0).
 * @returns `count` numbers in (0, 1)
 */
export function uniformNumbers(count: number, key: PhiloxKey, step: number): Float32Array {
  return philoxValues(count, key, step, (word) => ((word >>> (32 - BITS)) + 0.5) * UNIT);
}

/** The same as a tensor; on a GPU they are made there, and on WebAssembly by a kernel of ours. */
export function uniformNoise(shape: readonly number[], key: PhiloxKey, step: number): tf.Tensor {
  const dispatcher = findDispatcher();
  if (dispatcher) return onGpu(dispatcher, shape, key, step);
  if (findKernels()) return onHeap(shape, key, step);
  return tf.tensor(uniformNumbers(tf.util.sizeFromShape([...shape]), key, step), [...shape]);
}
