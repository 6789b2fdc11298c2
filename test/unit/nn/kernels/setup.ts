// What every test of the WebAssembly kernels needs: the backend in Node, our kernels compiled and registered, and plain
// double-precision references to compare with.

import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '../../../../src/nn/tf.ts';
import { buildKernels } from '../../../../scripts/kernels.mjs';
import type { KernelModule } from '../../../../src/nn/kernels/wasm/module.ts';
import { registerWasmKernels } from '../../../../src/nn/kernels/wasm/register.ts';

/** Starts tfjs-wasm in Node as the lab does in the browser: the plain SIMD build. */
export async function startWasmBackend(): Promise<void> {
  setWasmPaths(`${join(import.meta.dirname, '../../../../node_modules/@tensorflow/tfjs-backend-wasm/dist')}/`);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await tf.setBackend('wasm');
  await tf.ready();
}

export async function startWithKernels(): Promise<KernelModule> {
  await startWasmBackend();
  const { bytes } = await buildKernels();
  return registerWasmKernels(bytes);
}

/** Numbers in [-1, 1) that depend on nothing but the seed (multiplicative congruential generator of Lehmer). */
export function numbers(count: number, seed: number): Float32Array {
  let state = (seed * 7919 + 12345) % 2147483647;
  return Float32Array.from({ length: count }, () => {
    state = (state * 48271) % 2147483647;
    return (state / 2147483647) * 2 - 1;
  });
}

export function tensor(shape: number[], seed: number): tf.Tensor {
  return tf.tensor(
    numbers(
      shape.reduce((product, size) => product * size, 1),
      seed,
    ),
    shape,
  );
}

/** The bit patterns of a tensor's values, for comparisons that no rounding may pass. */
export function bits(values: tf.Tensor): Uint32Array {
  return new Uint32Array(Float32Array.from(values.dataSync()).buffer);
}

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

/** Runs the same computation on tfjs's cpu backend and on the WebAssembly backend, and gives both results. */
export async function onBoth(compute: () => tf.Tensor | tf.Tensor[]): Promise<{ cpu: Float32Array[]; wasm: Float32Array[] }> {
  const run = async (backend: string): Promise<Float32Array[]> => {
    await tf.setBackend(backend);
    const results = [tf.tidy(compute)].flat();
    const values = results.map((result) => Float32Array.from(result.dataSync()));
    tf.dispose(results);
    return values;
  };
  const cpu = await run('cpu');
  const wasm = await run('wasm');
  return { cpu, wasm };
}

/** Slope of a function of doubles by its entry `index`, from central differences: off by h² and by 2^-52 / h. */
export function centralDifference(f: (values: Float64Array) => number, at: Float64Array, index: number): number {
  const h = 1e-5;
  const moved = (step: number): number => f(at.map((value, i) => (i === index ? value + step : value)));
  return (moved(h) - moved(-h)) / (2 * h);
}

/** Tensors, data buffers and heap after running something twice, and after running it 20 more times. */
export function memoryOver(run: () => void, heapBytes: () => number): { before: object; after: object } {
  const state = (): object => ({ ...tf.memory(), data: tf.backend().numDataIds(), heap: heapBytes() });
  run();
  run();
  const before = state();
  for (let i = 0; i < 20; i++) run();
  return { before, after: state() };
}
