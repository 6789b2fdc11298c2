import { loadFirst, storeFirst } from './simd';

/**
 * out[o, i] = scale * sum over r of x[o, r, i], for x of shape [outer, size, inner]. Sums are collected in double
 * precision, so a mean over a large batch is as exact as its values.
 */
export function sumMiddle(x: usize, out: usize, outer: i32, size: i32, inner: i32, scale: f64): void {
  for (let o = 0; o < outer; o++) {
    const block = x + ((<usize>o * size * inner) << 2);
    const result = out + ((<usize>o * inner) << 2);
    if (inner == 1) {
      store<f32>(result, <f32>(sumRun(block, size) * scale));
      continue;
    }
    let i = 0;
    for (; i + 16 <= inner; i += 16) sumSixteenColumns(block + (<usize>i << 2), result + (<usize>i << 2), size, inner, scale);
    for (; i < inner; i += 4) sumFourColumns(block + (<usize>i << 2), result + (<usize>i << 2), size, inner, inner - i, scale);
  }
}

/** The first two lanes in double precision. */
// @ts-ignore: decorator
@inline
export function low(x: v128): v128 {
  return f64x2.promote_low_f32x4(x);
}

/** The last two. */
// @ts-ignore: decorator
@inline
export function high(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f64>(x, x, 1, 1));
}

// @ts-ignore: decorator
@inline
export function sumOfTwo(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

/** Sum of n floats that lie side by side. */
export function sumRun(x: usize, n: i32): f64 {
  let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0);
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    const a = v128.load(x);
    const b = v128.load(x, 16);
    s0 = f64x2.add(s0, low(a));
    s1 = f64x2.add(s1, high(a));
    s2 = f64x2.add(s2, low(b));
    s3 = f64x2.add(s3, high(b));
    x += 32;
  }
  for (; i < n; i += 4) {
    const a = loadFirst(x, n - i);
    s0 = f64x2.add(s0, low(a));
    s1 = f64x2.add(s1, high(a));
    x += 16;
  }
  return sumOfTwo(f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3)));
}

/** Sixteen columns are one cache line per row. */
function sumSixteenColumns(x: usize, out: usize, rows: i32, stride: i32, scale: f64): void {
  const step = <usize>stride << 2;
  let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0);
  let s4 = f64x2.splat(0), s5 = f64x2.splat(0), s6 = f64x2.splat(0), s7 = f64x2.splat(0);
  for (let r = 0; r < rows; r++) {
    const a = v128.load(x);
    s0 = f64x2.add(s0, low(a));
    s1 = f64x2.add(s1, high(a));
    const b = v128.load(x, 16);
    s2 = f64x2.add(s2, low(b));
    s3 = f64x2.add(s3, high(b));
    const c = v128.load(x, 32);
    s4 = f64x2.add(s4, low(c));
    s5 = f64x2.add(s5, high(c));
    const d = v128.load(x, 48);
    s6 = f64x2.add(s6, low(d));
    s7 = f64x2.add(s7, high(d));
    x += step;
  }
  v128.store(out, scaled(s0, s1, scale));
  v128.store(out, scaled(s2, s3, scale), 16);
  v128.store(out, scaled(s4, s5, scale), 32);
  v128.store(out, scaled(s6, s7, scale), 48);
}

function sumFourColumns(x: usize, out: usize, rows: i32, stride: i32, count: i32, scale: f64): void {
  const step = <usize>stride << 2;
  let s0 = f64x2.splat(0), s1 = f64x2.splat(0);
  for (let r = 0; r < rows; r++) {
    const a = loadFirst(x, count);
    s0 = f64x2.add(s0, low(a));
    s1 = f64x2.add(s1, high(a));
    x += step;
  }
  storeFirst(out, scaled(s0, s1, scale), count);
}

/** Four doubles times a factor, in single precision. */
// @ts-ignore: decorator
@inline
export function scaled(first: v128, second: v128, scale: f64): v128 {
  const factor = f64x2.splat(scale);
  return v128.shuffle<f64>(
    f32x4.demote_f64x2_zero(f64x2.mul(first, factor)),
    f32x4.demote_f64x2_zero(f64x2.mul(second, factor)),
    0, 2,
  );
}
