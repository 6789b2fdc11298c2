/** Uniform random numbers made on the device, bit for bit those that `nn/uniform-noise.ts` makes in JavaScript. */
import * as tf from '../../tf.ts';
import { FLAT_INDEX, FLAT_MAIN, flatGroups, u32, type Dispatcher } from './dispatcher.ts';
import { PHILOX } from './dropout.ts';

/** @param key two words that tell this use from all others @param step of the counter */
export function uniformNoise(dispatcher: Dispatcher, shape: readonly number[], key: readonly [number, number], step: number): tf.Tensor {
  const y = dispatcher.output(shape, 'float32');
  const size = tf.util.sizeFromShape([...shape]);
  dispatcher.dispatch({
    key: 'uniform-noise',
    code: () => CODE,
    writes: [y],
    uniforms: u32(size, ...key, step),
    groups: flatGroups(Math.ceil(size / 4)),
  });
  return tf.engine().makeTensorFromTensorInfo(y);
}

/** WGSL: the number that a word of Philox gives. */
export const UNIFORM = `fn uniformOf(word: u32) -> f32 { return (f32(word >> 9u) + 0.5) * ${1 / 2 ** 23}; }`;

/** One invocation draws four words and gives four numbers. */
const CODE = `
struct Sizes { elements: u32, key0: u32, key1: u32, step: u32 }
@group(0) @binding(0) var<storage, read_write> y: array<f32>;
@group(0) @binding(1) var<uniform> sizes: Sizes;
${PHILOX}
${UNIFORM}
${FLAT_MAIN} {
  let block = ${FLAT_INDEX};
  if (4u * block >= sizes.elements) { return; }
  let drawn = philox(vec4u(block, sizes.step, 0u, 0u), vec2u(sizes.key0, sizes.key1));
  for (var lane = 0u; lane < 4u; lane++) {
    let i = 4u * block + lane;
    if (i < sizes.elements) { y[i] = uniformOf(drawn[lane]); }
  }
}`;
