// Layer normalisation (Ba, Kiros and Hinton, arXiv 1607.06450) of rows of n floats. Sums are collected in double precision.

import { high, low, sumOfTwo, sumRun } from './sums';
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
