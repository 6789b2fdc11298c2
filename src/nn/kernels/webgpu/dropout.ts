/** Dropout from a counter-based generator: what is dropped depends on key, step and position alone, and is never stored. */
import * as tf from '../../tf.ts';
import { FLAT_INDEX, FLAT_MAIN, f32, flatGroups, u32, type Dispatcher } from './dispatcher.ts';
import { STEP_STRUCT, type StepBuffer } from './step-buffer.ts';

export interface DropoutOptions {
  /** Share of the values that become 0, in [0, 1). */
  readonly rate: number;
  /** Two words that tell this layer of this job from all others. */
  readonly key: readonly [number, number];
}

/**
 * y = x / (1 − rate) where a value is kept, else 0, differentiable. Value i of step t is kept where word i mod 4 of Philox4x32-10
 * (Salmon et al., SC 2011) with counter (⌊i/4⌋, t, 0, 0) and the given key, divided by 2³², is at least `rate`: the
 * same values that the other backends draw in JavaScript.
 * @param step its `step` is t
 * @throws RangeError for a rate outside [0, 1)
 */
export function dropout(dispatcher: Dispatcher, step: StepBuffer, x: tf.Tensor, options: DropoutOptions): tf.Tensor {
  const { rate } = options;
  if (!(rate >= 0 && rate < 1))
    throw new RangeError(`A dropout rate of ${rate} leaves nothing or adds something: give one from 0 to below 1.`);
  if (rate === 0) return tf.clone(x);
  const apply = (values: tf.Tensor): tf.Tensor => drop(dispatcher, step, values, options);
  return tf.customGrad((values) => ({ value: apply(values as tf.Tensor), gradFunc: (dy) => apply(dy) }))(x);
}

function drop(dispatcher: Dispatcher, step: StepBuffer, x: tf.Tensor, { rate, key }: DropoutOptions): tf.Tensor {
  const y = dispatcher.output(x.shape, 'float32');
  dispatcher.dispatch({
    key: 'dropout',
    code: () => CODE,
    writes: [y],
    reads: [x],
    buffers: [step.buffer],
    uniforms: [...u32(x.size, ...key, Math.ceil(rate * 2 ** 32)), ...f32(1 / (1 - rate))],
    groups: flatGroups(Math.ceil(x.size / 4)),
  });
  return tf.engine().makeTensorFromTensorInfo(y);
}

/** Philox4x32-10 in WGSL, which has no 64-bit product: its high half is put together from 16-bit ones. */
export const PHILOX = `
fn highProduct(a: u32, b: u32) -> u32 {
  let low = (a & 0xffffu) * (b & 0xffffu);
  let cross = (a >> 16u) * (b & 0xffffu) + (low >> 16u);
  let other = (a & 0xffffu) * (b >> 16u) + (cross & 0xffffu);
  return (a >> 16u) * (b >> 16u) + (cross >> 16u) + (other >> 16u);
}

fn philox(start: vec4u, seed: vec2u) -> vec4u {
  var counter = start;
  var key = seed;
  for (var round = 0; round < 10; round++) {
    counter = vec4u(
      highProduct(0xcd9e8d57u, counter.z) ^ counter.y ^ key.x, 0xcd9e8d57u * counter.z,
      highProduct(0xd2511f53u, counter.x) ^ counter.w ^ key.y, 0xd2511f53u * counter.x);
    key += vec2u(0x9e3779b9u, 0xbb67ae85u);
  }
  return counter;
}
`;

/** One invocation draws four words and treats four values. */
const CODE = `${STEP_STRUCT}
struct Sizes { elements: u32, key0: u32, key1: u32, threshold: u32, scale: f32 }
@group(0) @binding(0) var<storage, read_write> y: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<uniform> step: Step;
@group(0) @binding(3) var<uniform> sizes: Sizes;

${PHILOX}
${FLAT_MAIN} {
  let block = ${FLAT_INDEX};
  if (4u * block >= sizes.elements) { return; }
  let drawn = philox(vec4u(block, step.step, 0u, 0u), vec2u(sizes.key0, sizes.key1));
  for (var lane = 0u; lane < 4u; lane++) {
    let i = 4u * block + lane;
    if (i < sizes.elements) { y[i] = select(0.0, x[i] * sizes.scale, drawn[lane] >= sizes.threshold); }
  }
}`;
