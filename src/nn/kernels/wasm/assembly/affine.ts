// The way back through activation(product + bias), in one pass: the gradient of the product, and its column sums for the bias.

import { high, low, scaled } from './reduce';
import { loadFirst, storeFirst } from './simd';

/** Activation codes; `affine.ts` beside this folder uses the same numbers. */
const RELU = 1;
const TANH = 2;

/**
 * dz = dy activation'(z) by the activation's value y, to `dz`, and the sum of dz over the rows, to `dBias` (both addresses may be 0).
 * Without an activation dz would be dy, and only the sums are needed. The sums are collected in double precision, row by row.
 */
export function biasActivationGradient(
  dy: usize, y: usize, dz: usize, dBias: usize, rows: i32, columns: i32, activation: i32,
): void {
  let c = 0;
  for (; c + 16 <= columns; c += 16) {
    const at = <usize>c << 2;
    sixteenColumns(dy + at, y + at, dz ? dz + at : 0, dBias ? dBias + at : 0, rows, columns, activation);
  }
  for (; c < columns; c += 4) {
    const at = <usize>c << 2;
    fourColumns(dy + at, y + at, dz ? dz + at : 0, dBias ? dBias + at : 0, rows, columns, columns - c, activation);
  }
}

// @ts-ignore: decorator
@inline
function through(dy: v128, y: v128, activation: i32): v128 {
  if (activation == RELU) return v128.and(dy, f32x4.gt(y, f32x4.splat(0)));
  if (activation == TANH) return f32x4.mul(dy, f32x4.sub(f32x4.splat(1), f32x4.mul(y, y)));
  return dy;
}

/** Sixteen columns are one cache line per row. */
function sixteenColumns(dy: usize, y: usize, dz: usize, dBias: usize, rows: i32, stride: i32, activation: i32): void {
  const step = <usize>stride << 2;
  let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0);
  let s4 = f64x2.splat(0), s5 = f64x2.splat(0), s6 = f64x2.splat(0), s7 = f64x2.splat(0);
  for (let at: usize = 0, end = <usize>rows * step; at < end; at += step) {
    let a = v128.load(dy + at);
    let b = v128.load(dy + at, 16);
    let c = v128.load(dy + at, 32);
    let d = v128.load(dy + at, 48);
    if (activation) {
      a = through(a, v128.load(y + at), activation);
      b = through(b, v128.load(y + at, 16), activation);
      c = through(c, v128.load(y + at, 32), activation);
      d = through(d, v128.load(y + at, 48), activation);
      v128.store(dz + at, a);
      v128.store(dz + at, b, 16);
      v128.store(dz + at, c, 32);
      v128.store(dz + at, d, 48);
    }
    if (dBias) {
      s0 = f64x2.add(s0, low(a));
      s1 = f64x2.add(s1, high(a));
      s2 = f64x2.add(s2, low(b));
      s3 = f64x2.add(s3, high(b));
      s4 = f64x2.add(s4, low(c));
      s5 = f64x2.add(s5, high(c));
      s6 = f64x2.add(s6, low(d));
      s7 = f64x2.add(s7, high(d));
    }
  }
  if (!dBias) return;
  v128.store(dBias, scaled(s0, s1, 1));
  v128.store(dBias, scaled(s2, s3, 1), 16);
  v128.store(dBias, scaled(s4, s5, 1), 32);
  v128.store(dBias, scaled(s6, s7, 1), 48);
}

function fourColumns(
  dy: usize, y: usize, dz: usize, dBias: usize, rows: i32, stride: i32, count: i32, activation: i32,
): void {
  const step = <usize>stride << 2;
  let s0 = f64x2.splat(0), s1 = f64x2.splat(0);
  for (let at: usize = 0, end = <usize>rows * step; at < end; at += step) {
    let value = loadFirst(dy + at, count);
    if (activation) {
      value = through(value, loadFirst(y + at, count), activation);
      storeFirst(dz + at, value, count);
    }
    s0 = f64x2.add(s0, low(value));
    s1 = f64x2.add(s1, high(value));
  }
  if (dBias) storeFirst(dBias, scaled(s0, s1, 1), count);
}
