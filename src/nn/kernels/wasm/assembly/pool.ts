// Max-pooling over [batch, height, width, channels], four channels at a time. The gradient goes to the first largest value
// of a window. (tfjs-wasm 4.22 gives a zero gradient to windows in which every value is negative.)

import { loadFirst, storeFirst } from './simd';
import {
  channels, dilationX, dilationY, height, images, outHeight, outWidth, padLeft, padTop, strideX, strideY, width,
  windowHeight, windowWidth,
} from './window';

export function maxPool(x: usize, y: usize): void {
  forEachWindow(x, 0, y, 0);
}

/** dx for y = maxPool(x). */
export function maxPoolGradient(x: usize, dy: usize, dx: usize): void {
  memory.fill(dx, 0, (<usize>images * height * width * channels) << 2);
  forEachWindow(x, dy, 0, dx);
}

function forEachWindow(x: usize, dy: usize, y: usize, dx: usize): void {
  const imageBytes = (<usize>height * width * channels) << 2;
  let out: usize = 0;
  for (let image = 0; image < images; image++) {
    const from = <usize>image * imageBytes;
    for (let row = 0; row < outHeight; row++) {
      for (let column = 0; column < outWidth; column++) {
        const y0 = row * strideY - padTop;
        const x0 = column * strideX - padLeft;
        for (let c = 0; c < channels; c += 4) {
          const at = from + (<usize>c << 2);
          const place = out + (<usize>c << 2);
          if (y) largest(x + at, y0, x0, channels - c, y + place);
          else spread(x + at, y0, x0, channels - c, dy + place, dx + at);
        }
        out += <usize>channels << 2;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function pixelOffset(row: i32, column: i32): usize {
  return (<usize>(row * width + column) * channels) << 2;
}

/** Largest value of a window for up to four channels; NaN if one is. */
// @ts-ignore: decorator
@inline
function largest(x: usize, y0: i32, x0: i32, count: i32, y: usize): void {
  let best = f32x4.splat(-Infinity);
  for (let i = 0; i < windowHeight; i++) {
    const row = y0 + i * dilationY;
    if (<u32>row >= <u32>height) continue;
    for (let j = 0; j < windowWidth; j++) {
      const column = x0 + j * dilationX;
      if (<u32>column < <u32>width) best = f32x4.max(best, loadFirst(x + pixelOffset(row, column), count));
    }
  }
  storeFirst(y, best, count);
}

/** Adds dy to dx at the first largest value of a window, for up to four channels. */
// @ts-ignore: decorator
@inline
function spread(x: usize, y0: i32, x0: i32, count: i32, dy: usize, dx: usize): void {
  let best = f32x4.splat(-Infinity);
  let bestPlace = i32x4.splat(-1);
  for (let i = 0; i < windowHeight; i++) {
    const row = y0 + i * dilationY;
    if (<u32>row >= <u32>height) continue;
    for (let j = 0; j < windowWidth; j++) {
      const column = x0 + j * dilationX;
      if (<u32>column >= <u32>width) continue;
      const value = loadFirst(x + pixelOffset(row, column), count);
      // The first place counts whatever its value, so that a window of -infinity still has one.
      const better = v128.or(f32x4.gt(value, best), i32x4.eq(bestPlace, i32x4.splat(-1)));
      best = v128.bitselect(value, best, better);
      bestPlace = v128.bitselect(i32x4.splat(i * windowWidth + j), bestPlace, better);
    }
  }
  const gradient = loadFirst(dy, count);
  for (let i = 0; i < windowHeight; i++) {
    const row = y0 + i * dilationY;
    if (<u32>row >= <u32>height) continue;
    for (let j = 0; j < windowWidth; j++) {
      const column = x0 + j * dilationX;
      if (<u32>column >= <u32>width) continue;
      const target = dx + pixelOffset(row, column);
      const share = v128.and(gradient, i32x4.eq(bestPlace, i32x4.splat(i * windowWidth + j)));
      storeFirst(target, f32x4.add(loadFirst(target, count), share), count);
    }
  }
}
