// Depthwise convolution: output channel c * multiplier + q is the correlation of input channel c with a filter of its own.
// A filter is [windowHeight, windowWidth, channels, multiplier]; the outputs of one pixel lie in the same order.

import { finish4 } from './gemm';
import { addFloats, loadFirst, storeFirst } from './simd';
import {
  channels, dilationX, dilationY, height, images, outHeight, outWidth, padLeft, padTop, strideX, strideY, width,
  windowHeight, windowWidth,
} from './window';

const FORWARD = 0;
const FILTER_GRADIENT = 1;
const INPUT_GRADIENT = 2;

/** Bytes of scratch for `depthwiseFilterGradient`: one filter. */
export function depthwiseScratchBytes(multiplier: i32): i32 {
  return windowHeight * windowWidth * channels * multiplier * sizeof<f32>();
}

/** y = act(x * filter + bias); bias and activation as in gemm. */
export function depthwise(
  x: usize, filter: usize, y: usize, multiplier: i32, bias: usize, activation: i32, slope: f32,
): void {
  const outputs = channels * multiplier;
  memory.fill(y, 0, (<usize>images * outHeight * outWidth * outputs) << 2);
  for (let image = 0; image < images; image++) overImage(FORWARD, x, filter, y, multiplier, image);
  if (!bias && !activation) return;
  for (let p = 0; p < images * outHeight * outWidth; p++) {
    const pixel = y + ((<usize>p * outputs) << 2);
    for (let o = 0; o < outputs; o += 4) {
      const at = <usize>o << 2;
      const count = outputs - o;
      finish4(pixel + at, loadFirst(pixel + at, count), count, false, bias ? bias + at : 0, activation, slope);
    }
  }
}

/** Gradient with respect to the filter. Each image has a sum of its own first, so that float32 sums stay short. */
export function depthwiseFilterGradient(x: usize, dy: usize, dFilter: usize, multiplier: i32, scratch: usize): void {
  const size = windowHeight * windowWidth * channels * multiplier;
  memory.fill(dFilter, 0, <usize>size << 2);
  for (let image = 0; image < images; image++) {
    memory.fill(scratch, 0, <usize>size << 2);
    overImage(FILTER_GRADIENT, x, scratch, dy, multiplier, image);
    addFloats(dFilter, scratch, size);
  }
}

/** Gradient with respect to x. */
export function depthwiseInputGradient(dy: usize, filter: usize, dx: usize, multiplier: i32): void {
  memory.fill(dx, 0, (<usize>images * height * width * channels) << 2);
  for (let image = 0; image < images; image++) overImage(INPUT_GRADIENT, dx, filter, dy, multiplier, image);
}

/** Visits every pair of an output pixel and a window place inside the image. x, filter and y are what `task` reads and writes. */
function overImage(task: i32, x: usize, filter: usize, y: usize, multiplier: i32, image: i32): void {
  const outputBytes = (<usize>channels * multiplier) << 2;
  const pixelBytes = <usize>channels << 2;
  for (let row = 0; row < outHeight; row++) {
    for (let column = 0; column < outWidth; column++) {
      const pixel = y + <usize>((image * outHeight + row) * outWidth + column) * outputBytes;
      for (let i = 0; i < windowHeight; i++) {
        const sourceRow = row * strideY - padTop + i * dilationY;
        if (<u32>sourceRow >= <u32>height) continue;
        for (let j = 0; j < windowWidth; j++) {
          const sourceColumn = column * strideX - padLeft + j * dilationX;
          if (<u32>sourceColumn >= <u32>width) continue;
          const source = x + <usize>((image * height + sourceRow) * width + sourceColumn) * pixelBytes;
          const weights = filter + <usize>(i * windowWidth + j) * outputBytes;
          if (multiplier == 1) {
            if (task == FORWARD) addProducts(pixel, source, weights, channels);
            else if (task == FILTER_GRADIENT) addProducts(weights, source, pixel, channels);
            else addProducts(source, pixel, weights, channels);
          } else {
            spread(task, source, weights, pixel, multiplier);
          }
        }
      }
    }
  }
}

/** target += a * b for n floats. */
function addProducts(target: usize, a: usize, b: usize, n: i32): void {
  for (let c = 0; c < n; c += 4) {
    const at = <usize>c << 2;
    const count = n - c;
    const product = f32x4.mul(loadFirst(a + at, count), loadFirst(b + at, count));
    storeFirst(target + at, f32x4.add(loadFirst(target + at, count), product), count);
  }
}

/** The same with several outputs for each channel. */
function spread(task: i32, source: usize, weights: usize, pixel: usize, multiplier: i32): void {
  for (let c = 0; c < channels; c++) {
    for (let q = 0; q < multiplier; q++) {
      const x = load<f32>(source);
      const w = load<f32>(weights);
      const y = load<f32>(pixel);
      if (task == FORWARD) store<f32>(pixel, y + x * w);
      else if (task == FILTER_GRADIENT) store<f32>(weights, w + x * y);
      else store<f32>(source, x + y * w);
      weights += 4;
      pixel += 4;
    }
    source += 4;
  }
}
