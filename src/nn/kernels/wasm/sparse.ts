/** The layer of `kernels/sparse.ts` on WebAssembly. */
import type * as tf from '../../tf.ts';
import { type Inputs, kernel } from '../kernel.ts';
import { SPARSE_DENSE_LAYER, type SparseActivation } from '../sparse.ts';
import type { KernelModule } from './module.ts';
import { requireFloat32, type KernelTable } from './table.ts';

type Operands = Inputs<'x' | 'values' | 'columns' | 'starts'> & { readonly bias?: tf.TensorInfo };

export const sparseKernels = (kernels: KernelModule): KernelTable => ({
  [SPARSE_DENSE_LAYER]: kernel<Operands, { activation: SparseActivation }>(({ inputs: operands, attrs }) => {
    const { heap, functions } = kernels;
    const { x, values, columns, starts, bias } = operands;
    requireFloat32(SPARSE_DENSE_LAYER, x, values, ...(bias ? [bias] : []));
    const [rows, inputs] = x.shape;
    const outputs = starts.shape[0] - 1;
    const y = heap.output([rows, outputs], 'float32');
    functions.sparseDense(
      heap.address(x),
      heap.address(y),
      rows,
      inputs,
      outputs,
      heap.address(values),
      heap.address(columns),
      heap.address(starts),
      bias ? heap.address(bias) : 0,
      activationCodes[attrs.activation],
      kernels.scratch(functions.sparseScratchBytes(inputs, outputs)),
    );
    return y;
  }),
});

/** Those of `assembly/sparse.ts`. */
const activationCodes = { linear: 0, relu: 1 } as const;
