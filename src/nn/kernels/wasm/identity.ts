import type { KernelModule } from './module.ts';
import { registeredKernel, type KernelTable } from './table.ts';
import { type Inputs, kernel } from '../kernel.ts';

/**
 * tfjs's clone, by which it keeps every tensor that a gradient needs. tfjs-wasm copies them, 5 MB a step for 784-512-10; here, as
 * on tfjs's other backends, the clone shares the memory. So a clone of a variable that is updated in place changes with it.
 */
export function identityKernels({ heap }: KernelModule): KernelTable {
  const stock = registeredKernel('Identity');
  return {
    Identity: kernel<Inputs<'x'>>((params) => {
      const { x } = params.inputs;
      return x.dtype === 'string' ? stock(params) : heap.share(x);
    }),
  };
}
