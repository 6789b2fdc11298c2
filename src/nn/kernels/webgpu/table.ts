import * as tf from '../../tf.ts';
import type { Kernel } from '../kernel.ts';
import { rememberOwn } from '../own-names.ts';

/** Kernels by tfjs kernel name. */
export type KernelTable = Readonly<Record<string, tf.KernelFunc>>;

/** Puts kernels into the registry of the backend "webgpu", in the place of those that bear the same names. */
export function registerTable(table: KernelTable): void {
  rememberOwn('webgpu', Object.keys(table));
  for (const [kernelName, kernelFunc] of Object.entries(table)) {
    if (tf.getKernel(kernelName, 'webgpu')) tf.unregisterKernel(kernelName, 'webgpu');
    tf.registerKernel({ kernelName, backendName: 'webgpu', kernelFunc });
  }
}

/**
 * The kernel of the backend "webgpu" as it is now: tfjs's own, if taken before ours is registered.
 * @throws if there is none
 */
export function presentKernel(kernelName: string): Kernel {
  const kernel = tf.getKernel(kernelName, 'webgpu');
  if (!kernel) throw new Error(`The WebGPU backend of tfjs has no kernel "${kernelName}".`);
  return kernel.kernelFunc as unknown as Kernel;
}

/** @throws if a tensor is not float32 */
export function requireFloat32(kernelName: string, ...tensors: readonly tf.TensorInfo[]): void {
  for (const { dtype } of tensors) {
    if (dtype !== 'float32') throw new Error(`${kernelName} on the WebGPU backend takes float32 tensors, not ${dtype}: cast them first.`);
  }
}
