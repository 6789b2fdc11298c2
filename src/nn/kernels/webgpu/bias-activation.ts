/** The gradient of activation(x + bias): by x and by the bias, in one dispatch, two where there are many rows. */
import type * as tf from '../../tf.ts';
import type { FusedActivation } from '../affine.ts';
import { FLAT_INDEX, FLAT_MAIN, flatGroups, u32, type Dispatcher } from './dispatcher.ts';
import { sumParts } from './sum-parts.ts';
import { elementCount } from '../../../math/element-count.ts';

/** WGSL: the gradient d through activations whose derivative follows from their value y. */
const backward = {
  linear: 'd',
  relu: 'select(0.0, d, y > 0.0)',
  relu6: 'select(0.0, d, y > 0.0 && y < 6.0)',
  tanh: 'd * (1.0 - y * y)',
  sigmoid: 'd * y * (1.0 - y)',
} as const satisfies Record<FusedActivation, string>;

/** Rows that one group sums: beyond it a column's sum is split into parts, which a second dispatch adds in a fixed order. */
const ROWS_PER_PART = 1024;
const MAX_PARTS = 64;

export interface BiasActivationGradient {
  /** By the sum before the activation, of dy's shape; `dy` itself for the linear activation. */
  readonly sum: tf.TensorInfo;
  /** By the bias, [columns]. */
  readonly bias?: tf.TensorInfo;
}

/**
 * dz = dy · activation'(y) and, on request, its sum over all but the last dimension.
 * @param dy gradient by y, float32, [..., columns]
 * @param y what the layer gave, of the same shape
 * @returns tensors that the caller owns, except where `sum` is `dy`
 */
export function biasActivationGradient(
  dispatcher: Dispatcher,
  dy: tf.TensorInfo,
  y: tf.TensorInfo,
  activation: FusedActivation,
  withBias: boolean,
): BiasActivationGradient {
  const through = activation !== 'linear';
  if (!withBias) return { sum: through ? activationGradient(dispatcher, dy, y, activation) : dy };
  const columns = dy.shape.at(-1) ?? 1;
  const rows = elementCount(dy.shape) / columns;
  const parts = Math.min(MAX_PARTS, Math.ceil(rows / ROWS_PER_PART));
  const sum = through ? dispatcher.output(dy.shape, 'float32') : dy;
  const partial = dispatcher.output(parts === 1 ? [columns] : [parts, columns], 'float32');
  dispatcher.dispatch({
    key: `bias-gradient-${activation}`,
    code: () => biasCode(activation),
    writes: through ? [partial, sum] : [partial],
    reads: through ? [dy, y] : [dy],
    uniforms: u32(rows, columns),
    groups: [Math.ceil(columns / 16), parts, 1],
  });
  if (parts === 1) return { sum, bias: partial };
  const bias = sumParts(dispatcher, partial, [columns]);
  dispatcher.release(partial);
  return { sum, bias };
}

/** dy · activation'(y), one invocation an element. */
export function activationGradient(
  dispatcher: Dispatcher,
  dy: tf.TensorInfo,
  y: tf.TensorInfo,
  activation: FusedActivation,
): tf.TensorInfo {
  const dx = dispatcher.output(dy.shape, 'float32');
  const elements = elementCount(dy.shape);
  dispatcher.dispatch({
    key: `activation-gradient-${activation}`,
    code: () => `@group(0) @binding(0) var<storage, read_write> dx: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> ys: array<f32>;
@group(0) @binding(3) var<uniform> elements: u32;
${FLAT_MAIN} {
  let i = ${FLAT_INDEX};
  if (i >= elements) { return; }
  let y = ys[i];
  let d = dy[i];
  dx[i] = ${backward[activation]};
}`,
    writes: [dx],
    reads: [dy, y],
    uniforms: u32(elements),
    groups: flatGroups(elements),
  });
  return dx;
}

/** Groups of 16 columns by 16 lanes; lane r of part p takes the rows p·16 + r, and so on in steps of 16 · parts. */
const biasCode = (activation: FusedActivation): string => {
  const through = activation !== 'linear';
  return `struct Sizes { rows: u32, columns: u32 }
@group(0) @binding(0) var<storage, read_write> partial: array<f32>;
${through ? '@group(0) @binding(1) var<storage, read_write> dz: array<f32>;' : ''}
@group(0) @binding(${through ? 2 : 1}) var<storage, read> dy: array<f32>;
${through ? '@group(0) @binding(3) var<storage, read> ys: array<f32>;' : ''}
@group(0) @binding(${through ? 4 : 2}) var<uniform> sizes: Sizes;
var<workgroup> sums: array<array<f32, 16>, 16>;
@compute @workgroup_size(16, 16)
fn main(@builtin(local_invocation_id) lane: vec3u, @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let column = group.x * 16u + lane.x;
  var total = 0.0;
  if (column < sizes.columns) {
    for (var row = group.y * 16u + lane.y; row < sizes.rows; row += groups.y * 16u) {
      let i = row * sizes.columns + column;
      let d = dy[i];
      ${through ? 'let y = ys[i];' : ''}
      let before = ${backward[activation]};
      ${through ? 'dz[i] = before;' : ''}
      total += before;
    }
  }
  sums[lane.y][lane.x] = total;
  for (var width = 8u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (lane.y < width) { sums[lane.y][lane.x] += sums[lane.y + width][lane.x]; }
  }
  if (lane.y == 0u && column < sizes.columns) { partial[group.y * sizes.columns + column] = sums[0][lane.x]; }
}`;
};
