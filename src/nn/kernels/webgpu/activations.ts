import * as tf from '../../tf.ts';
import { activationGradient } from './bias-activation.ts';
import type { DeviceStream } from './device-stream.ts';
import { requireFloat32, type KernelTable } from './table.ts';

const reluGradient = 'ReluGrad';

/** `ReluGrad` gives dy where y > 0, else 0, under the name that the WebAssembly backend has it by. */
export function activationKernels(stream: DeviceStream): KernelTable {
  return {
    [reluGradient]: ({ inputs }) => {
      const { dy, y } = inputs as unknown as { dy: tf.TensorInfo; y: tf.TensorInfo };
      requireFloat32(reluGradient, dy, y);
      return activationGradient(stream, dy, y, 'relu');
    },
  };
}
