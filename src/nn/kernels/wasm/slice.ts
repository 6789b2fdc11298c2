import * as tf from '../../tf.ts';
import type { KernelModule } from './module.ts';
import { runTransposePlan, OUTER_LOOPS } from './transpose.ts';
import { registeredKernel, type KernelTable } from './table.ts';
import { type Inputs, kernel } from '../kernel.ts';

/** tfjs's slices and splits, whose own kernels first copy the whole tensor out of the heap. */
export function sliceKernels(kernels: KernelModule): KernelTable {
  const { heap } = kernels;
  const [stockSlice, stockSplit] = [registeredKernel('Slice'), registeredKernel('SplitV')];

  function slice(x: tf.TensorInfo, begin: readonly number[], size: readonly number[]): tf.TensorInfo {
    const y = heap.output(size, x.dtype);
    if (tf.util.sizeFromShape([...size]) === 0) return y;
    const { offset, plan } = planSlice(x.shape, begin, size);
    runTransposePlan(kernels, heap.address(x) + 4 * offset, heap.address(y), plan);
    return y;
  }

  const isOurs = ({ dtype, shape }: tf.TensorInfo): boolean =>
    (dtype === 'float32' || dtype === 'int32') && shape.length > 0 && shape.length <= OUTER_LOOPS + 1;

  return {
    Slice: kernel<Inputs<'x'>, tf.SliceAttrs>((params) => {
      const { x } = params.inputs;
      if (!isOurs(x)) return stockSlice(params);
      const { begin, size } = params.attrs;
      const [from, sizes] = tf.slice_util.parseSliceParams(x, begin, size);
      tf.slice_util.assertParamsValid(x, from, sizes);
      return slice(x, from, sizes);
    }),
    SplitV: kernel<Inputs<'x'>, tf.SplitVAttrs>((params) => {
      const { x } = params.inputs;
      if (!isOurs(x)) return stockSplit(params);
      const { numOrSizeSplits, axis } = params.attrs;
      const [dimension] = tf.util.parseAxisParam(axis, x.shape);
      const begin = x.shape.map(() => 0);
      return tf.backend_util.prepareSplitSize(x as tf.Tensor, numOrSizeSplits, dimension).map((size) => {
        const sizes = x.shape.map((whole, i) => (i === dimension ? size : whole));
        const part = slice(x, begin, sizes);
        begin[dimension] += size;
        return part;
      });
    }),
  };
}

/** Where a slice begins, in values, and the plan of a transposition that copies it in runs. */
function planSlice(shape: readonly number[], begin: readonly number[], size: readonly number[]): { offset: number; plan: number[] } {
  const strideOf = (of: readonly number[], dimension: number): number => tf.util.sizeFromShape(of.slice(dimension + 1));
  // What lies behind the last dimension that is cut is copied in one run with it.
  const cut = Math.max(
    0,
    shape.findLastIndex((whole, i) => whole !== size[i]),
  );
  const loops = size.slice(0, cut).flatMap((count, i) => [count, strideOf(shape, i), strideOf(size, i)]);
  const padding = Array.from({ length: OUTER_LOOPS - cut }, () => [1, 0, 0]).flat();
  return {
    offset: begin.reduce((sum, from, i) => sum + from * strideOf(shape, i), 0),
    plan: [...padding, ...loops, 0, size[cut] * strideOf(size, cut), 0, 0],
  };
}
