import * as tf from '../../tf.ts';
import type { KernelModule } from './module.ts';
import { requireFloat32, type KernelTable } from './table.ts';

/** Sums of rows by segment, the gradient of `tf.gather` (embeddings), which tfjs-wasm lacks. */
export function segmentKernels({ heap, functions }: KernelModule): KernelTable {
  return {
    UnsortedSegmentSum: ({ inputs, attrs }) => {
      const { x, segmentIds } = inputs as unknown as { x: tf.TensorInfo; segmentIds: tf.TensorInfo };
      const { numSegments } = attrs as unknown as tf.UnsortedSegmentSumAttrs;
      requireFloat32('UnsortedSegmentSum', x);
      if (segmentIds.dtype !== 'int32') throw new Error(`UnsortedSegmentSum takes int32 segment ids, not ${segmentIds.dtype}.`);
      const rows = tf.util.sizeFromShape(segmentIds.shape);
      const inner = x.shape.slice(segmentIds.shape.length);
      const out = heap.output([numSegments, ...inner], 'float32');
      functions.segmentSum(
        heap.address(x), heap.address(segmentIds), heap.address(out), rows, tf.util.sizeFromShape(inner), numSegments,
      );
      return out;
    },
  };
}
