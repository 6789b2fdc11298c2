import type * as tf from '../../tf.ts';
import { RELU_GRADIENT } from '../relu-gradient.ts';
import { activationGradient } from './bias-activation.ts';
import type { DeviceStream } from './device-stream.ts';
import { requireFloat32, type KernelTable } from './table.ts';

/** `ReluGrad` gives dy where y > 0, else 0, under the name that the WebAssembly backend has it by. */
export function activationKernels(stream: DeviceStream): KernelTable {
  return {
    [RELU_GRADIENT]: ({ inputs }) => {
      const { dy, y } = inputs as unknown as { dy: tf.TensorInfo; y: tf.TensorInfo };
      requireFloat32(RELU_GRADIENT, dy, y);
      return activationGradient(stream, dy, y, 'relu');
    },
  };
}
