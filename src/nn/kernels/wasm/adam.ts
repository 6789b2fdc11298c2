import type * as tf from '../../tf.ts';
import type { WasmHeap } from './heap.ts';
import { currentKernels } from './module.ts';

/** The tensors of one parameter: all float32, of one size. `weights` and both moments are overwritten. */
export interface AdamTensors {
  readonly weights: tf.Tensor;
  readonly firstMoment: tf.Tensor;
  readonly secondMoment: tf.Tensor;
  readonly gradient: tf.Tensor;
  /** 0 where a weight is pruned: its gradient is ignored and the weight becomes +0. Anything else elsewhere. */
  readonly mask?: tf.Tensor;
}

export interface AdamSettings {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  /** Added to the square root of the bias-corrected second moment. */
  readonly epsilon: number;
  /** 1 - beta1^t at step t = 1, 2, ... */
  readonly correction1: number;
  /** 1 - beta2^t */
  readonly correction2: number;
}

/**
 * One step of Adam (arXiv 1412.6980, algorithm 1) in place on the tfjs WebAssembly heap, one pass over memory:
 * m = β1 m + (1 − β1) g, v = β2 v + (1 − β2) g², w −= rate · (m / correction1) / (√(v / correction2) + ε).
 *
 * A tensor made by `reshape` or `clone` from the weights shares their memory and changes with them.
 *
 * @throws if the sizes or types differ, or if the current backend has no kernels of ours
 */
export function adamStep(tensors: AdamTensors, settings: AdamSettings): void {
  const { heap, functions } = currentKernels();
  const { weights, firstMoment, secondMoment, gradient, mask } = tensors;
  const { learningRate, beta1, beta2, epsilon, correction1, correction2 } = settings;
  const { size } = weights;
  functions.adam(
    addressFor(heap, 'weights', weights, size),
    addressFor(heap, 'firstMoment', firstMoment, size),
    addressFor(heap, 'secondMoment', secondMoment, size),
    addressFor(heap, 'gradient', gradient, size),
    addressFor(heap, 'mask', mask, size),
    size,
    learningRate,
    beta1,
    1 - beta1,
    beta2,
    1 - beta2,
    epsilon,
    1 / correction1,
    1 / correction2,
  );
}

/**
 * Byte address of one of the tensors of an update, 0 for none. Called a dozen times a step even of the smallest network.
 * @throws if it is not float32 of `size` values
 */
export function addressFor(heap: WasmHeap, name: string, tensor: tf.Tensor | null | undefined, size: number): number {
  if (!tensor) return 0;
  if (tensor.size !== size || tensor.dtype !== 'float32') {
    throw new Error(
      `An update needs float32 tensors of ${size} values (the size of the weights), ` +
        `but ${name} is ${tensor.dtype} with ${tensor.size} (shape [${tensor.shape.join(', ')}]).`,
    );
  }
  return heap.address(tensor);
}
