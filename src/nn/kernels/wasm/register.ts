import * as tf from '../../tf.ts';
import { registerAffineGradients } from '../affine.ts';
import { registerReluGradient } from '../relu-gradient.ts';
import { activationKernels, registerGeluGradients } from './activations.ts';
import { affineKernels } from './affine.ts';
import { attentionKernels, registerAttentionGradient } from './attention.ts';
import { batchNormKernels } from './batch-norm.ts';
import { convKernels } from './conv.ts';
import { crossEntropyKernels } from './cross-entropy.ts';
import { depthwiseKernels } from './depthwise.ts';
import { WasmHeap } from './heap.ts';
import { identityKernels } from './identity.ts';
import { layerNormKernels, registerLayerNormGradient } from './layer-norm.ts';
import { matMulKernels } from './matmul.ts';
import { findKernels, instantiateKernels, KernelModule, rememberKernels, type KernelBuild } from './module.ts';
import { poolKernels } from './pool.ts';
import { reduceKernels } from './reduce.ts';
import { segmentKernels } from './segment.ts';
import { sliceKernels } from './slice.ts';
import { registerSoftmaxGradients, softmaxKernels } from './softmax.ts';
import { sparseKernels } from './sparse.ts';
import { squaredErrorKernels } from './squared-error.ts';
import { registerTable } from './table.ts';
import { transposeKernels } from './transpose.ts';

/**
 * Puts our WebAssembly kernels in the place of tfjs's own, under the same names, so that tfjs-core's operations and
 * gradients call them. Call it once, when `tf.setBackend('wasm')` and `tf.ready()` are done; a second call for the same
 * backend changes nothing, unless it names the other build.
 *
 * XNNPACK, behind tfjs's own products, convolutions and Prelu, keeps a packed copy of each weight tensor by its id, and would go
 * on using it after an update in place. Every such kernel is therefore replaced.
 *
 * @param bytes contents of `build/kernels.wasm`, or of `build/kernels-relaxed.wasm` for the relaxed build
 * @returns the module, for direct use
 * @throws if the current backend is not tfjs-backend-wasm's plain SIMD build, or the bytes are not our module
 */
export async function registerWasmKernels(bytes: BufferSource, build: KernelBuild = 'plain'): Promise<KernelModule> {
  const backend = tf.backend();
  const present = findKernels(backend);
  if (present?.build === build) return present;
  if (present) {
    present.exchange(await instantiateKernels(bytes, present.heap), build);
    return present;
  }
  const heap = new WasmHeap(backend);
  const kernels = new KernelModule(heap, await instantiateKernels(bytes, heap), build);
  registerTable({
    ...matMulKernels(kernels),
    ...activationKernels(kernels),
    ...crossEntropyKernels(kernels),
    ...convKernels(kernels),
    ...depthwiseKernels(kernels),
    ...poolKernels(kernels),
    ...segmentKernels(kernels),
    ...transposeKernels(kernels),
    ...sliceKernels(kernels),
    ...reduceKernels(kernels),
    ...batchNormKernels(kernels),
    ...identityKernels(kernels),
    ...affineKernels(kernels),
    ...softmaxKernels(kernels),
    ...layerNormKernels(kernels),
    ...attentionKernels(kernels),
    ...squaredErrorKernels(kernels),
    ...sparseKernels(kernels),
  });
  registerGradients();
  rememberKernels(backend, kernels);
  return kernels;
}

/** Once for all backends: tfjs keeps gradients by kernel name alone. */
function registerGradients(): void {
  if (gradientsAreRegistered) return;
  gradientsAreRegistered = true;
  registerReluGradient();
  registerGeluGradients();
  registerSoftmaxGradients();
  registerLayerNormGradient();
  registerAttentionGradient();
  registerAffineGradients();
}

let gradientsAreRegistered = false;
