// Average pooling over [batch, height, width, channels], four channels at a time: the mean of the pixels of a window that lie inside the
// image. (The cpu backend of tfjs 4.22 divides by these going forward, but by the whole window going back: its gradient is wrong at
// padded edges.)

import { loadFirst, storeFirst } from './simd';
import {
  channels, dilationX, dilationY, height, images, outHeight, outWidth, padLeft, padTop, pixelOffset, strideX, strideY, width,
  windowHeight, windowWidth,
} from './window';

/** y = mean of each window, of its pixels inside the image. */
export function averagePool(x: usize, y: usize): void {
  forEachAverage(x, 0, y, 0);
}

/** dx for y = averagePool(x): each pixel of a window that lies inside the image gets the same share of dy. */
export function averagePoolGradient(dy: usize, dx: usize): void {
  memory.fill(dx, 0, (<usize>images * height * width * channels) << 2);
  forEachAverage(0, dy, 0, dx);
}

/** Averages x to y, or spreads dy over dx if `y` is 0. */
function forEachAverage(x: usize, dy: usize, y: usize, dx: usize): void {
  const imageBytes = (<usize>height * width * channels) << 2;
  let out: usize = 0;
  for (let image = 0; image < images; image++) {
    const from = <usize>image * imageBytes;
    for (let line = 0; line < outHeight; line++) {
      for (let column = 0; column < outWidth; column++) {
        const y0 = line * strideY - padTop;
        const x0 = column * strideX - padLeft;
        const share = f32x4.splat(<f32>1 / <f32>pixelsInside(y0, x0));
        for (let c = 0; c < channels; c += 4) {
          const at = from + (<usize>c << 2);
          const place = out + (<usize>c << 2);
          const count = channels - c;
          if (y) storeFirst(y + place, f32x4.mul(windowSum(x + at, y0, x0, count), share), count);
          else addToWindow(dx + at, y0, x0, count, f32x4.mul(loadFirst(dy + place, count), share));
        }
        out += <usize>channels << 2;
      }
    }
  }
}

/** Pixels of a window inside the image. */
function pixelsInside(y0: i32, x0: i32): i32 {
  let rows = 0;
  for (let i = 0; i < windowHeight; i++) rows += i32(<u32>(y0 + i * dilationY) < <u32>height);
  let columns = 0;
  for (let j = 0; j < windowWidth; j++) columns += i32(<u32>(x0 + j * dilationX) < <u32>width);
  return rows * columns;
}

// @ts-ignore: decorator
@inline
function windowSum(x: usize, y0: i32, x0: i32, count: i32): v128 {
  let sum = f32x4.splat(0);
  for (let i = 0; i < windowHeight; i++) {
    const row = y0 + i * dilationY;
    if (<u32>row >= <u32>height) continue;
    for (let j = 0; j < windowWidth; j++) {
      const column = x0 + j * dilationX;
      if (<u32>column < <u32>width) sum = f32x4.add(sum, loadFirst(x + pixelOffset(row, column), count));
    }
  }
  return sum;
}

// @ts-ignore: decorator
@inline
function addToWindow(dx: usize, y0: i32, x0: i32, count: i32, share: v128): void {
  for (let i = 0; i < windowHeight; i++) {
    const row = y0 + i * dilationY;
    if (<u32>row >= <u32>height) continue;
    for (let j = 0; j < windowWidth; j++) {
      const column = x0 + j * dilationX;
      if (<u32>column >= <u32>width) continue;
      const target = dx + pixelOffset(row, column);
      storeFirst(target, f32x4.add(loadFirst(target, count), share), count);
    }
  }
}
