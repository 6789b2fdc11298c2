/** Layers as one kernel each way, bias and activation included, on the backends that have them. */
import { convLayer, denseLayer } from '../kernels/affine.ts';
import { findKernels } from '../kernels/wasm/module.ts';
import { findDispatcher } from '../kernels/webgpu/dispatcher.ts';
import type { Activation } from './activation.ts';

const layers = { denseLayer, convLayer };

/** `denseLayer` and `convLayer` where the backend in use has their kernels; null where there are only tfjs's own. */
export const fusedLayers = (): typeof layers | null => (findDispatcher() || findKernels() ? layers : null);

/** What such a layer does of an activation: gelu's derivative does not follow from its value, so that gelu comes afterwards. */
export const fusedActivation = (activation: Activation): Exclude<Activation, 'gelu' | 'gelu-erf'> =>
  activation === 'gelu' || activation === 'gelu-erf' ? 'linear' : activation;
