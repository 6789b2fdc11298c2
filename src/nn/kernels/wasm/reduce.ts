import * as tf from '../../tf.ts';
import type { KernelModule } from './module.ts';
import { registeredKernel, type KernelTable } from './table.ts';
import { kernel, type Inputs } from '../kernel.ts';

/** Sum and Mean of float32 tensors over neighbouring dimensions: tfjs's own kernels transpose first unless they are the last. */
export function reduceKernels({ heap, functions }: KernelModule): KernelTable {
  const reduce = (kernelName: 'Sum' | 'Mean'): tf.KernelFunc => {
    const stock = registeredKernel(kernelName);
    return kernel<Inputs<'x'>, tf.SumAttrs>((params) => {
      const { x } = params.inputs;
      const { axis, keepDims } = params.attrs;
      const axes = tf.util.parseAxisParam(axis, x.shape);
      const blocks = x.dtype === 'float32' ? splitShape(x.shape, axes) : undefined;
      if (blocks === undefined) return stock(params);
      const [shape] = tf.backend_util.computeOutAndReduceShapes(x.shape, axes);
      const out = heap.output(keepDims ? tf.backend_util.expandShapeToKeepDim(shape, axes) : shape, 'float32');
      const { outer, size, inner } = blocks;
      functions.sumMiddle(heap.address(x), heap.address(out), outer, size, inner, kernelName === 'Mean' ? 1 / size : 1);
      return out;
    });
  };
  return { Sum: reduce('Sum'), Mean: reduce('Mean') };
}

/** Sizes before, within and after the reduced dimensions, or undefined if a dimension that stays lies between them. */
function splitShape(shape: readonly number[], axes: readonly number[]): { outer: number; size: number; inner: number } | undefined {
  const blocks = { outer: 1, size: 1, inner: 1 };
  let reducing = false;
  let finished = false;
  for (const [dimension, size] of shape.entries()) {
    if (size === 1) continue;
    if (axes.includes(dimension)) {
      if (finished) return undefined;
      reducing = true;
      blocks.size *= size;
    } else if (reducing) {
      finished = true;
      blocks.inner *= size;
    } else {
      blocks.outer *= size;
    }
  }
  return blocks;
}
