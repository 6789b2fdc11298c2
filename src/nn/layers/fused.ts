/** Layers as one kernel each way, bias and activation included, on the backends that have them. */
import * as onHeap from '../kernels/wasm/affine.ts';
import { findKernels } from '../kernels/wasm/module.ts';
import * as onGpu from '../kernels/webgpu/affine.ts';
import { findStream } from '../kernels/webgpu/device-stream.ts';
import type { Activation } from './activation.ts';

/** `denseLayer` and `convLayer` of the backend in use; null where there are only tfjs's own kernels. */
export function fusedLayers(): Pick<typeof onHeap, 'denseLayer' | 'convLayer'> | null {
  if (findStream()) return onGpu;
  return findKernels() ? onHeap : null;
}

/** What such a layer does of an activation: gelu's derivative does not follow from its value, so that gelu comes afterwards. */
export const fusedActivation = (activation: Activation): Exclude<Activation, 'gelu'> => (activation === 'gelu' ? 'linear' : activation);
