// x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))), the tanh form of Hendrycks and Gimpel, arXiv 1606.08415.

import { tanhVector } from './math';
import { loadFirst, storeFirst } from './simd';

/** sqrt(2/pi). */
const INNER: f32 = 0.7978845608;
const CUBIC: f32 = 0.044715;

/** The tanh of the formula. */
// @ts-ignore: decorator
@inline
function bend(x: v128): v128 {
  const cubic = f32x4.add(f32x4.mul(f32x4.mul(x, x), f32x4.splat(CUBIC)), f32x4.splat(1));
  return tanhVector(f32x4.mul(cubic, f32x4.mul(x, f32x4.splat(INNER))));
}

/** y = gelu(x) for n floats. */
export function gelu(x: usize, y: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const value = loadFirst(x + at, n - i);
    const half = f32x4.mul(value, f32x4.splat(0.5));
    storeFirst(y + at, f32x4.mul(half, f32x4.add(bend(value), f32x4.splat(1))), n - i);
  }
}
