/** Hard-concrete gates on the tfjs WebAssembly heap: what `optimizer/hard-concrete.ts` says in tfjs expressions, in a pass over memory each. */
import type { PhiloxKey } from '../../philox.ts';
import * as tf from '../../tf.ts';
import type { GatedTensors, GateTensors } from '../gates.ts';
import { addressFor } from './adam.ts';
import { currentKernels } from './module.ts';

/** The numbers of `nn/uniform-noise.ts`, to the last bit. */
export function uniformNoise(shape: readonly number[], key: PhiloxKey, step: number): tf.Tensor {
  const kernels = currentKernels();
  const { heap, functions } = kernels;
  const y = heap.output([...shape], 'float32');
  functions.uniformNoise(heap.address(y), tf.util.sizeFromShape([...shape]), ...key, step, kernels.scratch(functions.noiseScratchBytes()));
  return tf.engine().makeTensorFromTensorInfo(y);
}

/**
 * Writes the gates of a step to `gate`, their derivatives by log α to `slope` and θ∘z to `gated`, in place; +0 where the mask holds 0.
 * Within 1e-6 of what the expressions give: the exponential and the logarithm are of float32.
 * @throws if the sizes or types differ, or if the current backend has no kernels of ours
 */
export function drawGates(tensors: GateTensors & GatedTensors, rate: number, key: PhiloxKey, step: number): void {
  const kernels = currentKernels();
  const { heap, functions } = kernels;
  const { size } = tensors.gated;
  const at = (name: keyof typeof tensors): number => addressFor(heap, name, tensors[name], size);
  functions.drawGates(
    at('theta'),
    at('scaled'),
    at('mask'),
    at('gate'),
    at('slope'),
    at('gated'),
    size,
    rate,
    ...key,
    step,
    kernels.scratch(functions.noiseScratchBytes()),
  );
}

/** The gradients by θ and by `scaled`, from that by θ∘z. @param shift β log(−γ/ζ) @throws as `drawGates` does */
export function gateGradients(
  gradient: tf.Tensor,
  tensors: GateTensors,
  { rate, shift, alpha }: { readonly rate: number; readonly shift: number; readonly alpha: number },
): { readonly theta: tf.Tensor; readonly scaled: tf.Tensor } {
  const { heap, functions } = currentKernels();
  const { shape, size } = tensors.theta;
  const at = (name: keyof GateTensors): number => addressFor(heap, name, tensors[name], size);
  const made = { theta: heap.output(shape, 'float32'), scaled: heap.output(shape, 'float32') };
  functions.gateGradients(
    addressFor(heap, 'gradient', gradient, size),
    at('theta'),
    at('scaled'),
    at('gate'),
    at('slope'),
    heap.address(made.theta),
    heap.address(made.scaled),
    size,
    rate,
    shift,
    alpha,
  );
  const wrapped = (info: tf.TensorInfo): tf.Tensor => tf.engine().makeTensorFromTensorInfo(info);
  return { theta: wrapped(made.theta), scaled: wrapped(made.scaled) };
}
