import { RELU_GRADIENT } from '../relu-gradient.ts';
import { activationGradient } from './bias-activation.ts';
import type { Dispatcher } from './dispatcher.ts';
import { requireFloat32, type KernelTable } from './table.ts';
import { type Inputs, kernel } from '../kernel.ts';

/** `ReluGrad` gives dy where y > 0, else 0, under the name that the WebAssembly backend has it by. */
export function activationKernels(dispatcher: Dispatcher): KernelTable {
  return {
    [RELU_GRADIENT]: kernel<Inputs<'dy' | 'y'>>(({ inputs }) => {
      const { dy, y } = inputs;
      requireFloat32(RELU_GRADIENT, dy, y);
      return activationGradient(dispatcher, dy, y, 'relu');
    }),
  };
}
