import * as tf from '../../tf.ts';
import { registerAffineGradients } from '../affine.ts';
import { registerReluGradient } from '../relu-gradient.ts';
import { activationKernels } from './activations.ts';
import { affineKernels } from './affine.ts';
import { convKernels } from './conv.ts';
import { crossEntropyKernels, registerCrossEntropyGradient } from './cross-entropy.ts';
import { Dispatcher, findDispatcher, rememberDispatcher } from './dispatcher.ts';
import { deterministicKernels } from './matmul.ts';
import { poolKernels } from './pool.ts';
import { segmentKernels } from './segment.ts';
import { registerTable } from './table.ts';

/**
 * Puts our WebGPU kernels in the place of tfjs's own, under the same names, so that tfjs-core's operations and gradients call them, and
 * adds those that tfjs lacks. Call it once, when `tf.setBackend('webgpu')` and `tf.ready()` are done; a second call for the same
 * backend changes nothing. After a lost device the backend is another one: call it again.
 *
 * With them no kernel of a training step adds floats with atomics, so that a run repeats itself bit for bit on one device.
 *
 * @returns the command stream, for the kernels that are called directly
 * @throws if the current backend is not tfjs-backend-webgpu
 */
export function registerWebGpuKernels(): Dispatcher {
  const backend = tf.backend();
  const present = findDispatcher(backend);
  if (present) return present;
  const dispatcher = new Dispatcher(backend);
  registerTable(deterministicKernels());
  registerTable({
    ...affineKernels(dispatcher),
    ...activationKernels(dispatcher),
    ...crossEntropyKernels(dispatcher),
    ...convKernels(dispatcher),
    ...poolKernels(dispatcher),
    ...segmentKernels(dispatcher),
  });
  registerAffineGradients();
  registerCrossEntropyGradient();
  registerReluGradient();
  rememberDispatcher(backend, dispatcher);
  return dispatcher;
}
