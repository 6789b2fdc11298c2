// Two-dimensional convolution as matrix products: the patches under some hundred output pixels are copied to the rows of
// a matrix (im2col) small enough to stay in the second-level cache, and multiplied with the filter.
// A filter is [windowHeight, windowWidth, channels, outChannels], that is a matrix of windowHeight * windowWidth * channels rows.

import { product } from './gemm';
import { addFloats, copyFloats } from './simd';
import {
  channels, dilationX, dilationY, height, images, outHeight, outWidth, padLeft, padTop, strideX, strideY, width,
  windowHeight, windowWidth,
} from './window';

/** Floats of patches at a time: 512 KB. From 64 KB to 4 MB LeNet-5's second layer takes 12 to 13 ms, whatever the size. */
const PATCH_FLOATS = 131072;

// @ts-ignore: decorator
@inline
function patchSize(): i32 {
  return windowHeight * windowWidth * channels;
}

// @ts-ignore: decorator
@inline
function outPixels(): i32 {
  return images * outHeight * outWidth;
}

/** A window of one pixel that moves by one pixel: the patches are the image itself. */
function isPointwise(): bool {
  return windowHeight == 1 && windowWidth == 1 && strideY == 1 && strideX == 1 && outHeight == height && outWidth == width;
}

/** Output pixels handled at a time: whole blocks of the product's 96 rows. */
function chunkPixels(): i32 {
  return min(outPixels(), max(96, (PATCH_FLOATS / patchSize() / 96) * 96));
}

/** Bytes of scratch that the three functions below need for the window that is set. */
export function convScratchBytes(): i32 {
  return isPointwise() ? 0 : chunkPixels() * patchSize() * sizeof<f32>();
}

/** y = act(x * filter + bias); `bias` is the address of outChannels floats or 0, `activation` as in gemm. */
export function conv2d(
  x: usize, filter: usize, y: usize, outChannels: i32, bias: usize, activation: i32, slope: f32,
  patches: usize, workspace: usize,
): void {
  const size = patchSize();
  const direct = isPointwise();
  const chunk = direct ? outPixels() : chunkPixels();
  for (let p = 0; p < outPixels(); p += chunk) {
    const count = min(chunk, outPixels() - p);
    if (!direct) gatherPatches(x, p, count, patches);
    product(
      direct ? x : patches, filter, y + ((<usize>p * outChannels) << 2), count, outChannels, size,
      false, false, size, outChannels, false, bias, activation, slope, workspace,
    );
  }
}

/** Gradient of y = x * filter with respect to the filter. */
export function conv2dFilterGradient(
  x: usize, dy: usize, dFilter: usize, outChannels: i32, patches: usize, workspace: usize,
): void {
  const size = patchSize();
  const direct = isPointwise();
  const chunk = direct ? outPixels() : chunkPixels();
  for (let p = 0; p < outPixels(); p += chunk) {
    const count = min(chunk, outPixels() - p);
    if (!direct) gatherPatches(x, p, count, patches);
    product(
      direct ? x : patches, dy + ((<usize>p * outChannels) << 2), dFilter, size, outChannels, count,
      true, false, size, outChannels, p > 0, 0, 0, 0, workspace,
    );
  }
}

/** Gradient of y = x * filter with respect to x. */
export function conv2dInputGradient(
  dy: usize, filter: usize, dx: usize, outChannels: i32, patches: usize, workspace: usize,
): void {
  const size = patchSize();
  const direct = isPointwise();
  const chunk = direct ? outPixels() : chunkPixels();
  if (!direct) memory.fill(dx, 0, (<usize>images * height * width * channels) << 2);
  for (let p = 0; p < outPixels(); p += chunk) {
    const count = min(chunk, outPixels() - p);
    product(
      dy + ((<usize>p * outChannels) << 2), filter, direct ? dx : patches, count, size, outChannels,
      false, true, outChannels, outChannels, false, 0, 0, 0, workspace,
    );
    if (!direct) scatterPatches(dx, p, count, patches);
  }
}

/** The patches under `count` output pixels from number `first` on, one per row; what lies outside the image is 0. */
function gatherPatches(x: usize, first: i32, count: i32, patches: usize): void {
  forEachRun(x, first, count, patches, true);
}

/** Adds the rows of `patches` to the places in dx that they were gathered from. */
function scatterPatches(dx: usize, first: i32, count: i32, patches: usize): void {
  forEachRun(dx, first, count, patches, false);
}

/**
 * Goes through the patches in runs of pixels that lie side by side in the image: a whole line of a window where it lies inside, else pixel by
 * pixel. `gathers` is known where this is inlined, so that neither direction asks.
 */
// @ts-ignore: decorator
@inline
function forEachRun(image: usize, first: i32, count: i32, patches: usize, gathers: bool): void {
  const run = windowWidth * channels;
  const pixel = <usize>channels << 2;
  for (let p = first; p < first + count; p++) {
    const number = p / (outHeight * outWidth);
    const y0 = ((p / outWidth) % outHeight) * strideY - padTop;
    const x0 = (p % outWidth) * strideX - padLeft;
    const inside = dilationX == 1 && x0 >= 0 && x0 + windowWidth <= width;
    for (let i = 0; i < windowHeight; i++) {
      const row = y0 + i * dilationY;
      if (<u32>row >= <u32>height) {
        if (gathers) memory.fill(patches, 0, <usize>run << 2);
        patches += <usize>run << 2;
        continue;
      }
      const line = image + <usize>(number * height + row) * width * pixel;
      if (inside) {
        moveRun(line + <usize>x0 * pixel, patches, run, gathers);
        patches += <usize>run << 2;
        continue;
      }
      for (let j = 0; j < windowWidth; j++) {
        const column = x0 + j * dilationX;
        if (<u32>column < <u32>width) moveRun(line + <usize>column * pixel, patches, channels, gathers);
        else if (gathers) memory.fill(patches, 0, pixel);
        patches += pixel;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function moveRun(place: usize, patch: usize, floats: i32, gathers: bool): void {
  if (gathers) copyFloats(patch, place, floats);
  else addFloats(place, patch, floats);
}
