import { elementaryKernels } from './elementary.ts';
import * as tf from '../../tf.ts';

/** Puts our kernels of plain JavaScript in the place of tfjs's own, under the same names. A second call changes nothing. */
export function registerCpuKernels(): void {
  for (const [kernelName, kernelFunc] of Object.entries(elementaryKernels)) {
    if (tf.getKernel(kernelName, 'cpu')?.kernelFunc === kernelFunc) continue;
    tf.unregisterKernel(kernelName, 'cpu');
    tf.registerKernel({ kernelName, backendName: 'cpu', kernelFunc });
  }
}
