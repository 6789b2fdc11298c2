/** The gradient of a convolution by its filter, as one product that gathers its patches while it multiplies. */
import * as tf from '../../tf.ts';
import { i32, u32, type Dispatcher } from './dispatcher.ts';
import { sumParts } from './sum-parts.ts';
import { requireFloat32, type KernelTable } from './table.ts';
import { type Inputs, kernel } from '../kernel.ts';

type Shape4 = [number, number, number, number];

export interface ConvAttrs {
  readonly strides: [number, number] | number;
  readonly pad: tf.Conv2DAttrs['pad'];
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dilations?: [number, number] | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

export function convGeometry(xShape: readonly number[], filterShape: readonly number[], attrs: ConvAttrs): tf.backend_util.Conv2DInfo {
  const { strides, pad, dataFormat, dilations = 1, dimRoundingMode } = attrs;
  return tf.backend_util.computeConv2DInfo(
    xShape as Shape4,
    filterShape as Shape4,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    false,
    tf.backend_util.convertConv2DDataFormat(dataFormat),
  );
}

/**
 * tfjs 4.22 gives each filter weight one thread, which runs over all positions of all images: 500 threads of 73,728 turns for the first
 * layer of LeNet-5 at batch 128. Here the positions are split into parts that groups sum side by side.
 */
export function convKernels(dispatcher: Dispatcher): KernelTable {
  const kernelName = 'Conv2DBackpropFilter';
  return {
    [kernelName]: kernel<Inputs<'x' | 'dy'>, ConvAttrs & { filterShape: Shape4 }>(({ inputs, attrs }) => {
      const { x, dy } = inputs;
      const { filterShape, dataFormat } = attrs;
      requireFloat32(kernelName, x, dy);
      if (dataFormat === 'NCHW') {
        throw new Error(`${kernelName} on the WebGPU backend takes images as [batch, height, width, channels] (NHWC), not NCHW.`);
      }
      return filterGradient(dispatcher, x, dy, filterShape, convGeometry(x.shape, filterShape, attrs));
    }),
  };
}

/** Groups that a device is taken to keep busy; a part of the positions is at least `TILE_INNER` times 8 of them long. */
const AIMED_GROUPS = 512;
const TILE = 32;
const TILE_INNER = 16;

function filterGradient(
  dispatcher: Dispatcher,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  filterShape: Shape4,
  info: tf.backend_util.Conv2DInfo,
): tf.TensorInfo {
  const [height, width, inChannels, outChannels] = filterShape;
  const weights = height * width * inChannels;
  const positions = info.batchSize * info.outHeight * info.outWidth;
  const [tilesX, tilesY] = [Math.ceil(outChannels / TILE), Math.ceil(weights / TILE)];
  const parts = Math.max(1, Math.min(64, Math.floor(AIMED_GROUPS / (tilesX * tilesY)), Math.floor(positions / (8 * TILE_INNER))));
  const partial = dispatcher.output(parts === 1 ? filterShape : [parts, ...filterShape], 'float32');
  dispatcher.dispatch({
    key: 'conv-filter-gradient',
    code: () => FILTER_GRADIENT,
    writes: [partial],
    reads: [x, dy],
    uniforms: [
      ...u32(weights, outChannels, positions, Math.ceil(positions / parts)),
      ...i32(inChannels, width, info.inHeight, info.inWidth, info.outHeight, info.outWidth),
      ...i32(info.strideHeight, info.strideWidth, info.dilationHeight, info.dilationWidth, info.padInfo.top, info.padInfo.left),
    ],
    groups: [tilesX, tilesY, parts],
  });
  if (parts === 1) return partial;
  const total = sumParts(dispatcher, partial, filterShape);
  dispatcher.release(partial);
  return total;
}

/**
 * dF[k, o] = Σ_p patch[p, k] dy[p, o] with k = (ky, kx, c) and p = (image, oy, ox): tiles of 32 × 32 results, 2 × 2 by each of 256
 * invocations, 16 positions at a time through shared memory. Group z sums the positions of part z.
 */
const FILTER_GRADIENT = `struct Sizes {
  weights: u32, outChannels: u32, positions: u32, perPart: u32,
  channels: i32, width: i32, inHeight: i32, inWidth: i32, outHeight: i32, outWidth: i32,
  strideHeight: i32, strideWidth: i32, dilationHeight: i32, dilationWidth: i32, top: i32, left: i32
}
@group(0) @binding(0) var<storage, read_write> partial: array<f32>;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<uniform> sizes: Sizes;
var<workgroup> patches: array<array<f32, ${TILE}>, ${TILE_INNER}>;
var<workgroup> gradients: array<array<f32, ${TILE}>, ${TILE_INNER}>;

/** Pixel k of the patch at position p, 0 in the padding. */
fn patchAt(p: u32, k: u32) -> f32 {
  let channel = i32(k) % sizes.channels;
  let tap = i32(k) / sizes.channels;
  let column = i32(p) % sizes.outWidth;
  let row = i32(p) / sizes.outWidth;
  let y = (row % sizes.outHeight) * sizes.strideHeight + (tap / sizes.width) * sizes.dilationHeight - sizes.top;
  let across = column * sizes.strideWidth + (tap % sizes.width) * sizes.dilationWidth - sizes.left;
  let image = row / sizes.outHeight;
  if (y < 0 || y >= sizes.inHeight || across < 0 || across >= sizes.inWidth) { return 0.0; }
  return x[((image * sizes.inHeight + y) * sizes.inWidth + across) * sizes.channels + channel];
}

@compute @workgroup_size(16, 16)
fn main(@builtin(local_invocation_id) lane: vec3u, @builtin(local_invocation_index) index: u32, @builtin(workgroup_id) group: vec3u) {
  let firstWeight = group.y * ${TILE}u;
  let firstOut = group.x * ${TILE}u;
  let end = min(sizes.positions, (group.z + 1u) * sizes.perPart);
  var sums = array<f32, 4>();
  for (var start = group.z * sizes.perPart; start < end; start += ${TILE_INNER}u) {
    for (var i = index; i < ${TILE * TILE_INNER}u; i += 256u) {
      let p = start + i / ${TILE}u;
      let k = firstWeight + i % ${TILE}u;
      let o = firstOut + i % ${TILE}u;
      var patchValue = 0.0;
      var gradientValue = 0.0;
      if (p < end && k < sizes.weights) { patchValue = patchAt(p, k); }
      if (p < end && o < sizes.outChannels) { gradientValue = dy[p * sizes.outChannels + o]; }
      patches[i / ${TILE}u][i % ${TILE}u] = patchValue;
      gradients[i / ${TILE}u][i % ${TILE}u] = gradientValue;
    }
    workgroupBarrier();
    for (var p = 0u; p < ${TILE_INNER}u; p++) {
      let a = vec2f(patches[p][lane.y], patches[p][lane.y + 16u]);
      let b = vec2f(gradients[p][lane.x], gradients[p][lane.x + 16u]);
      sums[0] += a.x * b.x;
      sums[1] += a.x * b.y;
      sums[2] += a.y * b.x;
      sums[3] += a.y * b.y;
    }
    workgroupBarrier();
  }
  for (var i = 0u; i < 4u; i++) {
    let k = firstWeight + lane.y + 16u * (i / 2u);
    let o = firstOut + lane.x + 16u * (i % 2u);
    if (k < sizes.weights && o < sizes.outChannels) {
      partial[(group.z * sizes.weights + k) * sizes.outChannels + o] = sums[i];
    }
  }
}`;
