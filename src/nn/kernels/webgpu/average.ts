/** Running means in place: batch normalisation's statistics, and the means of fictitious play. */
import type * as tf from '../../tf.ts';
import { FLAT_INDEX, FLAT_MAIN, f32, flatGroups, u32, type Dispatcher } from './dispatcher.ts';
import { elementCount } from '../../../math/element-count.ts';

/** variable += rate · (value − variable), one dispatch. Both float32, of one size; the rate is fixed when a step is captured. */
export function averageInPlace(dispatcher: Dispatcher, variable: tf.TensorInfo, value: tf.TensorInfo, rate: number): void {
  const elements = elementCount(variable.shape);
  dispatcher.dispatch({
    key: 'average',
    code: () => CODE,
    writes: [variable],
    reads: [value],
    uniforms: [...u32(elements), ...f32(rate)],
    groups: flatGroups(elements),
  });
}

const CODE = `struct Constants { elements: u32, rate: f32 }
@group(0) @binding(0) var<storage, read_write> variable: array<f32>;
@group(0) @binding(1) var<storage, read> value: array<f32>;
@group(0) @binding(2) var<uniform> constants: Constants;
${FLAT_MAIN} {
  let i = ${FLAT_INDEX};
  if (i >= constants.elements) { return; }
  variable[i] += constants.rate * (value[i] - variable[i]);
}`;
