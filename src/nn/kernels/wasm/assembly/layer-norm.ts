// Layer normalisation (Ba, Kiros and Hinton, arXiv 1607.06450) of rows of n floats, and its gradient, which computes the statistics
// of each row again rather than keep them: a row is in the first-level cache when it is needed. Sums are collected in double precision.

import { high, low, scaled, sumOfTwo, sumRun } from './reduce';
import { firstLanes, loadFirst, storeFirst } from './simd';

// @ts-ignore: decorator
@inline
function centred(x: usize, mean: v128, count: i32): v128 {
  return v128.and(f32x4.sub(loadFirst(x, count), mean), firstLanes(count));
}

function reciprocalDeviation(x: usize, mean: v128, n: i32, epsilon: f32): f32 {
  let sums = f64x2.splat(0);
  for (let i = 0; i < n; i += 4) {
    const value = centred(x + (<usize>i << 2), mean, n - i);
    const square = f32x4.mul(value, value);
    sums = f64x2.add(sums, f64x2.add(low(square), high(square)));
  }
  return <f32>(1 / sqrt<f64>(sumOfTwo(sums) / n + epsilon));
}

/** y = (x - mean) / sqrt(variance + epsilon) * scale + offset, with mean and variance of each row. */
export function layerNorm(x: usize, scale: usize, offset: usize, epsilon: f32, y: usize, rows: i32, n: i32): void {
  const row = <usize>n << 2;
  for (let r = 0; r < rows; r++) {
    const mean = f32x4.splat(<f32>(sumRun(x, n) / n));
    const factor = f32x4.splat(reciprocalDeviation(x, mean, n, epsilon));
    for (let i = 0; i < n; i += 4) {
      const at = <usize>i << 2;
      const count = n - i;
      const normal = f32x4.mul(centred(x + at, mean, count), factor);
      storeFirst(y + at, f32x4.add(f32x4.mul(normal, loadFirst(scale + at, count)), loadFirst(offset + at, count)), count);
    }
    x += row;
    y += row;
  }
}

/** Bytes of scratch for `layerNormGradient`. */
export function layerNormScratchBytes(n: i32): i32 {
  return ((n + 3) & ~3) * 2 * sizeof<f64>();
}

/**
 * With h = (x - mean) / sqrt(variance + epsilon) and g = dy scale: dx = (g - mean of g - h mean of g h) / sqrt(variance + epsilon),
 * dScale = sum over the rows of dy h, dOffset = sum over the rows of dy.
 */
export function layerNormGradient(
  x: usize, dy: usize, scale: usize, epsilon: f32, dx: usize, dScale: usize, dOffset: usize, rows: i32, n: i32, scratch: usize,
): void {
  const row = <usize>n << 2;
  const half = (<usize>n + 3 & ~3) << 3;
  const scaleSums = scratch;
  const offsetSums = scratch + half;
  memory.fill(scratch, 0, 2 * half);
  for (let r = 0; r < rows; r++) {
    const mean = f32x4.splat(<f32>(sumRun(x, n) / n));
    const factor = f32x4.splat(reciprocalDeviation(x, mean, n, epsilon));
    let sums = f64x2.splat(0);
    let sumsAlong = f64x2.splat(0);
    for (let i = 0; i < n; i += 4) {
      const at = <usize>i << 2;
      const count = n - i;
      const normal = f32x4.mul(centred(x + at, mean, count), factor);
      const gradient = loadFirst(dy + at, count);
      const inner = f32x4.mul(gradient, loadFirst(scale + at, count));
      collect(scaleSums + (at << 1), f32x4.mul(gradient, normal));
      collect(offsetSums + (at << 1), gradient);
      const product = f32x4.mul(inner, normal);
      sums = f64x2.add(sums, f64x2.add(low(inner), high(inner)));
      sumsAlong = f64x2.add(sumsAlong, f64x2.add(low(product), high(product)));
    }
    const average = f32x4.splat(<f32>(sumOfTwo(sums) / n));
    const along = f32x4.splat(<f32>(sumOfTwo(sumsAlong) / n));
    for (let i = 0; i < n; i += 4) {
      const at = <usize>i << 2;
      const count = n - i;
      const normal = f32x4.mul(centred(x + at, mean, count), factor);
      const inner = f32x4.mul(loadFirst(dy + at, count), loadFirst(scale + at, count));
      storeFirst(dx + at, f32x4.mul(f32x4.sub(f32x4.sub(inner, average), f32x4.mul(normal, along)), factor), count);
    }
    x += row;
    dy += row;
    dx += row;
  }
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    storeFirst(dScale + at, collected(scaleSums + (at << 1)), n - i);
    storeFirst(dOffset + at, collected(offsetSums + (at << 1)), n - i);
  }
}

/** Adds four values to four doubles. */
// @ts-ignore: decorator
@inline
function collect(at: usize, value: v128): void {
  v128.store(at, f64x2.add(v128.load(at), low(value)));
  v128.store(at, f64x2.add(v128.load(at, 16), high(value)), 16);
}

// @ts-ignore: decorator
@inline
function collected(at: usize): v128 {
  return scaled(v128.load(at), v128.load(at, 16), 1);
}
