// x Phi(x) of Hendrycks and Gimpel, arXiv 1606.08415, itself, where `gelu.ts` has its tanh form.

import { expNonPositive } from './math';
import { loadFirst, storeFirst } from './simd';

/** 1 / sqrt(2 pi). */
const BELL: f32 = 0.3989422804;

/** exp(-x^2 / 2). */
// @ts-ignore: decorator
@inline
function bellOf(x: v128): v128 {
  return expNonPositive(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5)));
}

/**
 * The normal distribution Phi(x) from exp(-x^2 / 2): the tail beyond |x| is half of a polynomial in t = 1 / (1 + p |x| / sqrt(2)) times it
 * (Abramowitz and Stegun, 7.1.26). Error below 7.5e-8.
 */
// @ts-ignore: decorator
@inline
function phiOf(x: v128, bell: v128): v128 {
  const one = f32x4.splat(1);
  // 0.3275911 / sqrt(2)
  const t = f32x4.div(one, f32x4.add(one, f32x4.mul(f32x4.abs(x), f32x4.splat(0.2316418882))));
  let p = f32x4.splat(0.5307027145);
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(-0.7265760135));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.7107068705));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(-0.142248368));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.127414796));
  const tail = f32x4.mul(f32x4.mul(p, t), bell);
  return v128.bitselect(tail, f32x4.sub(one, tail), f32x4.lt(x, f32x4.splat(0)));
}

/** y = x Phi(x) for n floats. */
export function geluErf(x: usize, y: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const value = loadFirst(x + at, n - i);
    storeFirst(y + at, f32x4.mul(value, phiOf(value, bellOf(value))), n - i);
  }
}

/** dx = dy (Phi(x) + x phi(x)) for n floats. */
export function geluErfGradient(dy: usize, x: usize, dx: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const value = loadFirst(x + at, n - i);
    const bell = bellOf(value);
    const density = f32x4.mul(bell, f32x4.splat(BELL));
    const derivative = f32x4.add(phiOf(value, bell), f32x4.mul(value, density));
    storeFirst(dx + at, f32x4.mul(loadFirst(dy + at, n - i), derivative), n - i);
  }
}
