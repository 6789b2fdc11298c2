import * as tf from '../../tf.ts';
import type { Kernel } from '../kernel.ts';
import { rememberOwn } from '../own-names.ts';

/** Kernels by tfjs kernel name. */
export type KernelTable = Readonly<Record<string, tf.KernelFunc>>;

/** Puts kernels into the registry of the backend "wasm", in the place of those that bear the same names. */
export function registerTable(table: KernelTable): void {
  rememberOwn('wasm', Object.keys(table));
  for (const [kernelName, kernelFunc] of Object.entries(table)) {
    if (tf.getKernel(kernelName, 'wasm')) tf.unregisterKernel(kernelName, 'wasm');
    tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
  }
}

/**
 * The kernel now registered under a name. Taken before ours is registered it is tfjs's own, for the cases that ours leaves to it.
 * @throws if there is none
 */
export function registeredKernel(kernelName: string): Kernel {
  const kernel = tf.getKernel(kernelName, 'wasm');
  if (!kernel) throw new Error(`The WebAssembly backend of tfjs has no kernel "${kernelName}".`);
  return kernel.kernelFunc as unknown as Kernel;
}

/** Runs the registered kernel of the backend "wasm" outside the engine: the caller owns the single result. */
export function runRegistered(kernelName: string, inputs: tf.NamedTensorInfoMap, attrs: tf.NamedAttrMap, backend: object): tf.TensorInfo {
  return registeredKernel(kernelName)({ inputs, attrs, backend }) as tf.TensorInfo;
}

/** @throws if a tensor is not float32, as tfjs's own kernels do */
export function requireFloat32(kernelName: string, ...tensors: readonly tf.TensorInfo[]): void {
  for (const { dtype } of tensors) {
    if (dtype !== 'float32') {
      throw new Error(`${kernelName} on the WebAssembly backend takes float32 tensors, not ${dtype}: cast them first.`);
    }
  }
}
