// Softmax over the last dimension of rows x n floats. Sums are collected in double precision.

import { expNonPositive } from './math';
import { firstLanes, loadFirst, maxLanes, storeFirst } from './simd';
import { high, low, sumOfTwo } from './sums';

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

/** Up to four values; lanes behind the last one are -infinity, so that their exponential is 0. */
// @ts-ignore: decorator
@inline
function entries(address: usize, count: i32): v128 {
  return v128.bitselect(loadFirst(address, count), f32x4.splat(-Infinity), firstLanes(count));
}
