// Max-pooling over [batch, height, width, channels], four channels at a time. The gradient goes to the first largest value
// of a window. (tfjs-wasm 4.22 gives a zero gradient to windows in which every value is negative.)

import { loadFirst, storeFirst } from './simd';
import {
  channels, dilationX, dilationY, height, images, outHeight, outWidth, padLeft, padTop, pixelOffset, strideX,
  strideY, width, windowHeight, windowWidth,
} from './window';

export function maxPool(x: usize, y: usize): void {
  if (isHalving()) {
    halve(x, 0, y, 0);
    return;
  }
  forEachWindow(x, 0, y, 0);
}

/** dx for y = maxPool(x). */
export function maxPoolGradient(x: usize, dy: usize, dx: usize): void {
  if (isHalving()) {
    // Every pixel belongs to one window and is written once, but for an odd last row or column, which no window covers.
    if ((height | width) & 1) memory.fill(dx, 0, (<usize>images * height * width * channels) << 2);
    halve(x, dy, 0, dx);
    return;
  }
  memory.fill(dx, 0, (<usize>images * height * width * channels) << 2);
  forEachWindow(x, dy, 0, dx);
}

/** Windows of 2 x 2 side by side, as LeNet-5 and VGG have them: LeNet-5's two gradients of max-pooling take a third of the general loop's time. */
// @ts-ignore: decorator
@inline
function isHalving(): bool {
  return (
    windowHeight == 2 && windowWidth == 2 && strideY == 2 && strideX == 2 && dilationY == 1 && dilationX == 1 &&
    padTop == 0 && padLeft == 0 && outHeight == height >> 1 && outWidth == width >> 1
  );
}

/** Max-pooling with such windows to `y`, or its gradient to `dx` if `y` is 0. */
function halve(x: usize, dy: usize, y: usize, dx: usize): void {
  const pixel = <usize>channels << 2;
  const row = <usize>width * pixel;
  let out: usize = 0;
  for (let line = 0; line < images * outHeight; line++) {
    const image = line / outHeight;
    let from = (<usize>image * height + 2 * (line - image * outHeight)) * row;
    for (let column = 0; column < outWidth; column++) {
      for (let c = 0; c < channels; c += 4) {
        const at = from + (<usize>c << 2);
        const place = out + (<usize>c << 2);
        const count = channels - c;
        if (y) halfLargest(x + at, pixel, row, count, y + place);
        else halfSpread(x + at, pixel, row, count, dy + place, dx + at);
      }
      out += pixel;
      from += 2 * pixel;
    }
  }
}

// @ts-ignore: decorator
@inline
function halfLargest(x: usize, pixel: usize, row: usize, count: i32, y: usize): void {
  const upper = f32x4.max(loadFirst(x, count), loadFirst(x + pixel, count));
  const lower = f32x4.max(loadFirst(x + row, count), loadFirst(x + row + pixel, count));
  storeFirst(y, f32x4.max(upper, lower), count);
}

/** dy at the first largest of the four pixels, 0 at the others. */
// @ts-ignore: decorator
@inline
function halfSpread(x: usize, pixel: usize, row: usize, count: i32, dy: usize, dx: usize): void {
  const first = loadFirst(x, count);
  const second = loadFirst(x + pixel, count);
  const third = loadFirst(x + row, count);
  const fourth = loadFirst(x + row + pixel, count);
  const secondWins = f32x4.gt(second, first);
  let best = v128.bitselect(second, first, secondWins);
  const thirdWins = f32x4.gt(third, best);
  best = v128.bitselect(third, best, thirdWins);
  const fourthWins = f32x4.gt(fourth, best);
  const gradient = loadFirst(dy, count);
  const upper = v128.andnot(v128.andnot(gradient, fourthWins), thirdWins);
  storeFirst(dx, v128.andnot(upper, secondWins), count);
  storeFirst(dx + pixel, v128.and(upper, secondWins), count);
  storeFirst(dx + row, v128.and(v128.andnot(gradient, fourthWins), thirdWins), count);
  storeFirst(dx + row + pixel, v128.and(gradient, fourthWins), count);
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
