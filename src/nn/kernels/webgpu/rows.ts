/** A batch of consecutive rows of a tensor that stays on the device, from where the step buffer points. */
import * as tf from '../../tf.ts';
import { FLAT_INDEX, FLAT_MAIN, flatGroups, u32, type Dispatcher } from './dispatcher.ts';
import { STEP_STRUCT, type StepBuffer } from './step-buffer.ts';

/**
 * Rows `step.first` … `step.first + size − 1`, copied bit for bit, one dispatch.
 * @param rows float32 or int32, [samples, width]
 * @returns [size, width], which the caller owns
 */
export function takeRows(dispatcher: Dispatcher, step: StepBuffer, rows: tf.Tensor, size: number): tf.Tensor {
  const [samples, width] = rows.shape;
  const batch = dispatcher.output([size, width], rows.dtype as 'float32' | 'int32');
  dispatcher.dispatch({
    key: 'take-rows',
    code: () => CODE,
    writes: [batch],
    reads: [rows],
    buffers: [step.buffer],
    uniforms: u32(size * width, width, samples),
    groups: flatGroups(size * width),
  });
  return tf.engine().makeTensorFromTensorInfo(batch);
}

const CODE = `${STEP_STRUCT}
struct Sizes { values: u32, width: u32, samples: u32 }
@group(0) @binding(0) var<storage, read_write> batch: array<u32>;
@group(0) @binding(1) var<storage, read> rows: array<u32>;
@group(0) @binding(2) var<uniform> step: Step;
@group(0) @binding(3) var<uniform> sizes: Sizes;
${FLAT_MAIN} {
  let i = ${FLAT_INDEX};
  if (i >= sizes.values) { return; }
  let row = (step.first + i / sizes.width) % sizes.samples;
  batch[i] = rows[row * sizes.width + i % sizes.width];
}`;
