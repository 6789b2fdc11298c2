/** The gradient of max-pooling in one dispatch: an invocation for each input value looks at the windows that it lies in. */
import * as tf from '../../tf.ts';
import { FLAT_INDEX, FLAT_MAIN, flatGroups, i32, u32, type Dispatcher } from './dispatcher.ts';
import { requireFloat32, type KernelTable } from './table.ts';
import { elementCount } from '../../../math/element-count.ts';
import { type Inputs, kernel } from '../kernel.ts';

export function poolKernels(dispatcher: Dispatcher): KernelTable {
  return {
    MaxPoolGrad: kernel<Inputs<'dy' | 'input' | 'output'>, tf.MaxPoolAttrs>(({ inputs, attrs }) => {
      const { dy, input, output } = inputs;
      requireFloat32('MaxPoolGrad', dy, input, output);
      const { filterSize, strides, pad, dimRoundingMode } = attrs;
      const info = tf.backend_util.computePool2DInfo(
        input.shape as [number, number, number, number],
        filterSize,
        strides,
        1,
        pad,
        dimRoundingMode,
      );
      const dx = dispatcher.output(input.shape, 'float32');
      const elements = elementCount(input.shape);
      dispatcher.dispatch({
        key: 'max-pool-gradient',
        code: () => CODE,
        writes: [dx],
        reads: [dy, input, output],
        uniforms: [
          ...u32(elements),
          ...i32(info.inChannels, info.inHeight, info.inWidth, info.outHeight, info.outWidth, info.filterHeight, info.filterWidth),
          ...i32(info.strideHeight, info.strideWidth, info.padInfo.top, info.padInfo.left),
        ],
        groups: flatGroups(elements),
      });
      return dx;
    }),
  };
}

/** A window's gradient goes to its first largest value, row by row, as in tfjs and PyTorch. */
const CODE = `struct Sizes {
  elements: u32, channels: i32, inHeight: i32, inWidth: i32, outHeight: i32, outWidth: i32, height: i32, width: i32,
  strideHeight: i32, strideWidth: i32, top: i32, left: i32
}
@group(0) @binding(0) var<storage, read_write> dx: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read> y: array<f32>;
@group(0) @binding(4) var<uniform> sizes: Sizes;

/** Whether a value equal to \`value\` stands in the window before row \`row\`, column \`column\`. */
fn seenBefore(value: f32, image: i32, channel: i32, firstRow: i32, firstColumn: i32, row: i32, column: i32) -> bool {
  for (var r = max(firstRow, 0); r <= row; r++) {
    let end = select(min(firstColumn + sizes.width, sizes.inWidth), column, r == row);
    for (var c = max(firstColumn, 0); c < end; c++) {
      if (x[((image * sizes.inHeight + r) * sizes.inWidth + c) * sizes.channels + channel] == value) { return true; }
    }
  }
  return false;
}

${FLAT_MAIN} {
  let i = ${FLAT_INDEX};
  if (i >= sizes.elements) { return; }
  let channel = i32(i) % sizes.channels;
  let pixel = i32(i) / sizes.channels;
  let column = pixel % sizes.inWidth;
  let row = (pixel / sizes.inWidth) % sizes.inHeight;
  let image = pixel / (sizes.inWidth * sizes.inHeight);
  let value = x[i];
  // Window w begins at w · stride − padding: those that hold this row end at it or later, and begin at it or before.
  let firstY = max(0, (row + sizes.top - sizes.height + sizes.strideHeight) / sizes.strideHeight);
  let lastY = min(sizes.outHeight - 1, (row + sizes.top) / sizes.strideHeight);
  let firstX = max(0, (column + sizes.left - sizes.width + sizes.strideWidth) / sizes.strideWidth);
  let lastX = min(sizes.outWidth - 1, (column + sizes.left) / sizes.strideWidth);
  var sum = 0.0;
  for (var wy = firstY; wy <= lastY; wy++) {
    for (var wx = firstX; wx <= lastX; wx++) {
      let o = ((image * sizes.outHeight + wy) * sizes.outWidth + wx) * sizes.channels + channel;
      let firstRow = wy * sizes.strideHeight - sizes.top;
      let firstColumn = wx * sizes.strideWidth - sizes.left;
      if (value == y[o] && row < firstRow + sizes.height && column < firstColumn + sizes.width
        && !seenBefore(value, image, channel, firstRow, firstColumn, row, column)) {
        sum += dy[o];
      }
    }
  }
  dx[i] = sum;
}`;
