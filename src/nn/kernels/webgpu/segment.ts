/** Sums of rows by segment, the gradient of an embedding: tfjs adds them with float atomics, in no fixed order. */
import type * as tf from '../../tf.ts';
import { FLAT_INDEX, FLAT_MAIN, flatGroups, u32, type Dispatcher } from './dispatcher.ts';
import { requireFloat32, type KernelTable } from './table.ts';
import { elementCount } from '../../../math/element-count.ts';
import { type Inputs, kernel } from '../kernel.ts';

export function segmentKernels(dispatcher: Dispatcher): KernelTable {
  return {
    UnsortedSegmentSum: kernel<Inputs<'x' | 'segmentIds'>, tf.UnsortedSegmentSumAttrs>(({ inputs, attrs }) => {
      const { x, segmentIds } = inputs;
      const { numSegments } = attrs;
      requireFloat32('UnsortedSegmentSum', x);
      const rows = elementCount(segmentIds.shape);
      const columns = elementCount(x.shape) / rows;
      const out = dispatcher.output([numSegments, ...x.shape.slice(segmentIds.shape.length)], 'float32');
      dispatcher.dispatch({
        key: 'segment-sum',
        code: () => CODE,
        writes: [out],
        reads: [x, segmentIds],
        uniforms: u32(rows, columns, numSegments * columns),
        groups: flatGroups(numSegments * columns),
      });
      return out;
    }),
  };
}

/** One invocation a result, which reads all the ids: 1,024 of them for 64 sequences of 16 bytes, from the cache. */
const CODE = `struct Sizes { rows: u32, columns: u32, results: u32 }
@group(0) @binding(0) var<storage, read_write> out: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> ids: array<i32>;
@group(0) @binding(3) var<uniform> sizes: Sizes;
${FLAT_MAIN} {
  let i = ${FLAT_INDEX};
  if (i >= sizes.results) { return; }
  let segment = i32(i / sizes.columns);
  let column = i % sizes.columns;
  var sum = 0.0;
  for (var row = 0u; row < sizes.rows; row++) {
    if (ids[row] == segment) { sum += x[row * sizes.columns + column]; }
  }
  out[i] = sum;
}`;
