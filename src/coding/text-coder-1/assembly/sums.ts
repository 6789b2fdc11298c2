// Sums in double precision, of values in single precision.

import { loadFirst } from './simd';

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
