// Softmax over the last dimension of rows x n floats, its logarithm, and their gradients. Sums are collected in double precision.

import { expNonPositive, ln } from './math';
import { high, low, sumOfTwo } from './reduce';
import { firstLanes, loadFirst, maxLanes, storeFirst } from './simd';

/** y = exp(x - top) / sum of these, with the largest value of the row as top. */
export function softmax(x: usize, y: usize, rows: i32, n: i32): void {
  const row = <usize>n << 2;
  const minusInfinity = f32x4.splat(-Infinity);
  for (let r = 0; r < rows; r++) {
    let largest = minusInfinity;
    for (let i = 0; i < n; i += 4) largest = f32x4.max(largest, entries(x + (<usize>i << 2), n - i));
    const top = f32x4.splat(maxLanes(largest));
    let sums = f64x2.splat(0);
    for (let i = 0; i < n; i += 4) {
      const at = <usize>i << 2;
      const e = expNonPositive(f32x4.sub(entries(x + at, n - i), top));
      storeFirst(y + at, e, n - i);
      sums = f64x2.add(sums, f64x2.add(low(e), high(e)));
    }
    const factor = f32x4.splat(<f32>(1 / sumOfTwo(sums)));
    for (let i = 0; i < n; i += 4) {
      const at = <usize>i << 2;
      storeFirst(y + at, f32x4.mul(loadFirst(y + at, n - i), factor), n - i);
    }
    x += row;
    y += row;
  }
}

/** dx = y (dy - sum of dy y), for y = softmax(x). */
export function softmaxGradient(dy: usize, y: usize, dx: usize, rows: i32, n: i32): void {
  const row = <usize>n << 2;
  for (let r = 0; r < rows; r++) {
    let sums = f64x2.splat(0);
    for (let i = 0; i < n; i += 4) {
      const at = <usize>i << 2;
      const product = f32x4.mul(loadFirst(dy + at, n - i), loadFirst(y + at, n - i));
      sums = f64x2.add(sums, f64x2.add(low(product), high(product)));
    }
    const along = f32x4.splat(<f32>sumOfTwo(sums));
    for (let i = 0; i < n; i += 4) {
      const at = <usize>i << 2;
      const centred = f32x4.sub(loadFirst(dy + at, n - i), along);
      storeFirst(dx + at, f32x4.mul(loadFirst(y + at, n - i), centred), n - i);
    }
    dy += row;
    y += row;
    dx += row;
  }
}

/** y = x - top - ln(sum of exp(x - top)). */
export function logSoftmax(x: usize, y: usize, rows: i32, n: i32): void {
  const row = <usize>n << 2;
  for (let r = 0; r < rows; r++) {
    let largest = f32x4.splat(-Infinity);
    for (let i = 0; i < n; i += 4) largest = f32x4.max(largest, entries(x + (<usize>i << 2), n - i));
    const top = f32x4.splat(maxLanes(largest));
    let sums = f64x2.splat(0);
    for (let i = 0; i < n; i += 4) {
      const e = expNonPositive(f32x4.sub(entries(x + (<usize>i << 2), n - i), top));
      sums = f64x2.add(sums, f64x2.add(low(e), high(e)));
    }
    const length = f32x4.splat(<f32>ln(sumOfTwo(sums)));
    for (let i = 0; i < n; i += 4) {
      const at = <usize>i << 2;
      storeFirst(y + at, f32x4.sub(f32x4.sub(loadFirst(x + at, n - i), top), length), n - i);
    }
    x += row;
    y += row;
  }
}

/** dx = dy - exp(y) times the sum of dy, for y = logSoftmax(x). */
export function logSoftmaxGradient(dy: usize, y: usize, dx: usize, rows: i32, n: i32): void {
  const row = <usize>n << 2;
  for (let r = 0; r < rows; r++) {
    let sums = f64x2.splat(0);
    for (let i = 0; i < n; i += 4) {
      const values = loadFirst(dy + (<usize>i << 2), n - i);
      sums = f64x2.add(sums, f64x2.add(low(values), high(values)));
    }
    const total = f32x4.splat(<f32>sumOfTwo(sums));
    for (let i = 0; i < n; i += 4) {
      const at = <usize>i << 2;
      const share = f32x4.mul(expNonPositive(loadFirst(y + at, n - i)), total);
      storeFirst(dx + at, f32x4.sub(loadFirst(dy + at, n - i), share), n - i);
    }
    dy += row;
    y += row;
    dx += row;
  }
}

/** Up to four values; lanes behind the last one are -infinity, so that their exponential is 0. */
// @ts-ignore: decorator
@inline
function entries(address: usize, count: i32): v128 {
  return v128.bitselect(loadFirst(address, count), f32x4.splat(-Infinity), firstLanes(count));
}
