import * as tf from '../../tf.ts';
import type { KernelModule } from './module.ts';
import { registeredKernel, requireFloat32, type KernelTable } from './table.ts';
import { type Inputs, kernel } from '../kernel.ts';

/** Rows by number (embeddings), and sums of rows by segment, the gradient of that, which tfjs-wasm lacks. */
export function segmentKernels({ heap, functions }: KernelModule): KernelTable {
  const stock = registeredKernel('GatherV2');
  return {
    GatherV2: kernel<Inputs<'x' | 'indices'>, tf.GatherV2Attrs>((params) => {
      const { x, indices } = params.inputs;
      const { axis, batchDims } = params.attrs;
      const [dimension] = tf.util.parseAxisParam(axis, x.shape);
      const plain = dimension === 0 && batchDims === 0 && indices.dtype === 'int32' && (x.dtype === 'float32' || x.dtype === 'int32');
      if (!plain) return stock(params);
      const [available, ...inner] = x.shape;
      const rows = tf.util.sizeFromShape(indices.shape);
      const out = heap.output([...indices.shape, ...inner], x.dtype);
      const wrong = functions.gatherRows(
        heap.address(x),
        heap.address(indices),
        heap.address(out),
        rows,
        tf.util.sizeFromShape(inner),
        available,
      );
      if (wrong < 0) return out;
      const index = new Int32Array(heap.memory.buffer, heap.address(indices), rows)[wrong];
      heap.release(out);
      throw new RangeError(`GatherV2: index ${wrong} is ${index}, but there are ${available} rows (0 to ${available - 1}).`);
    }),
    UnsortedSegmentSum: kernel<Inputs<'x' | 'segmentIds'>, tf.UnsortedSegmentSumAttrs>(({ inputs, attrs }) => {
      const { x, segmentIds } = inputs;
      const { numSegments } = attrs;
      requireFloat32('UnsortedSegmentSum', x);
      if (segmentIds.dtype !== 'int32') throw new Error(`UnsortedSegmentSum takes int32 segment ids, not ${segmentIds.dtype}.`);
      const rows = tf.util.sizeFromShape(segmentIds.shape);
      const inner = x.shape.slice(segmentIds.shape.length);
      const out = heap.output([numSegments, ...inner], 'float32');
      functions.segmentSum(heap.address(x), heap.address(segmentIds), heap.address(out), rows, tf.util.sizeFromShape(inner), numSegments);
      return out;
    }),
  };
}
