/** Gradients of the minimax game on the tfjs WebAssembly heap, in one pass over memory. */
import * as tf from '../../tf.ts';
import { currentKernels } from './module.ts';

export interface GamePlayers {
  readonly theta: tf.Tensor;
  readonly w: tf.Tensor;
  readonly gamma: tf.Tensor;
  readonly u: tf.Tensor;
}

/**
 * What `minimaxGradients` of `optimizer/minimax.ts` gives, in the same order of operations, with the back-propagated gradient added to θ's.
 * All tensors float32, of one size; to be called inside `tf.tidy`.
 */
export function gameGradients(
  gradient: tf.Tensor,
  now: GamePlayers,
  mean: GamePlayers,
  { alpha, uFactor }: { readonly alpha: number; readonly uFactor: number },
): GamePlayers {
  const { heap, functions } = currentKernels();
  const { shape, size } = now.theta;
  const made = {
    theta: heap.output(shape, 'float32'),
    w: heap.output(shape, 'float32'),
    gamma: heap.output(shape, 'float32'),
    u: heap.output(shape, 'float32'),
  };
  functions.minimaxGradients(
    heap.address(gradient),
    heap.address(now.theta),
    heap.address(now.w),
    heap.address(now.gamma),
    heap.address(mean.theta),
    heap.address(mean.w),
    heap.address(mean.gamma),
    heap.address(mean.u),
    heap.address(made.theta),
    heap.address(made.w),
    heap.address(made.gamma),
    heap.address(made.u),
    size,
    alpha,
    uFactor,
  );
  const wrapped = (info: tf.TensorInfo): tf.Tensor => tf.engine().makeTensorFromTensorInfo(info);
  return { theta: wrapped(made.theta), w: wrapped(made.w), gamma: wrapped(made.gamma), u: wrapped(made.u) };
}
