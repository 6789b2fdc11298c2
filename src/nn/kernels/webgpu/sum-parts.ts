import type * as tf from '../../tf.ts';
import { FLAT_INDEX, FLAT_MAIN, flatGroups, u32, type Dispatcher } from './dispatcher.ts';
import { elementCount } from '../../../math/element-count.ts';

/**
 * Adds the parts of a sum that groups computed side by side, always in the same order: atomics on floats would not.
 * @param partial [parts, ...shape]
 */
export function sumParts(dispatcher: Dispatcher, partial: tf.TensorInfo, shape: number[]): tf.TensorInfo {
  const total = dispatcher.output(shape, 'float32');
  const elements = elementCount(shape);
  dispatcher.dispatch({
    key: 'sum-parts',
    code: () => CODE,
    writes: [total],
    reads: [partial],
    uniforms: u32(elements, elementCount(partial.shape) / elements),
    groups: flatGroups(elements),
  });
  return total;
}

const CODE = `struct Sizes { elements: u32, parts: u32 }
@group(0) @binding(0) var<storage, read_write> total: array<f32>;
@group(0) @binding(1) var<storage, read> partial: array<f32>;
@group(0) @binding(2) var<uniform> sizes: Sizes;
${FLAT_MAIN} {
  let i = ${FLAT_INDEX};
  if (i >= sizes.elements) { return; }
  var sum = 0.0;
  for (var part = 0u; part < sizes.parts; part++) { sum += partial[part * sizes.elements + i]; }
  total[i] = sum;
}`;
