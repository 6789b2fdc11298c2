// The optimiser's update in one pass over memory: read w, m, v, g once, write w, m, v in place.

import { loadFirst, storeFirst } from './simd';

/**
 * Adam (Kingma and Ba, arXiv 1412.6980, algorithm 1) on n floats, in place:
 * m = beta1 m + rest1 g, v = beta2 v + rest2 g^2, w -= rate (scale1 m) / (sqrt(scale2 v) + epsilon),
 * where rest = 1 - beta and scale = 1 / (1 - beta^t). Where `mask` (address or 0) holds 0, g counts as 0
 * and w becomes +0, whatever they were: -0 and NaN must not survive a mask.
 */
export function adam(
  w: usize, m: usize, v: usize, g: usize, mask: usize, n: i32,
  rate: f32, beta1: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32, scale1: f32, scale2: f32,
): void {
  const whole = n & ~3;
  for (let i = 0; i < whole; i += 4) {
    const at = <usize>i << 2;
    adamVector(w + at, m + at, v + at, g + at, mask ? mask + at : 0, 4, rate, beta1, rest1, beta2, rest2, epsilon, scale1, scale2);
  }
  if (whole < n) {
    const at = <usize>whole << 2;
    const rest = n - whole;
    adamVector(w + at, m + at, v + at, g + at, mask ? mask + at : 0, rest, rate, beta1, rest1, beta2, rest2, epsilon, scale1, scale2);
  }
}

// @ts-ignore: decorator
@inline
function adamVector(
  w: usize, m: usize, v: usize, g: usize, mask: usize, count: i32,
  rate: f32, beta1: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32, scale1: f32, scale2: f32,
): void {
  const keep = mask ? f32x4.ne(loadFirst(mask, count), f32x4.splat(0)) : i32x4.splat(-1);
  const gradient = v128.and(loadFirst(g, count), keep);
  const step = adamStep(m, v, gradient, count, rate, beta1, rest1, beta2, rest2, epsilon, scale1, scale2);
  storeFirst(w, v128.and(f32x4.sub(loadFirst(w, count), step), keep), count);
}

/** What Adam subtracts from up to four weights; their m and v go on by a step. */
// @ts-ignore: decorator
@inline
export function adamStep(
  m: usize, v: usize, gradient: v128, count: i32,
  rate: f32, beta1: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32, scale1: f32, scale2: f32,
): v128 {
  const first = f32x4.add(
    f32x4.mul(f32x4.splat(beta1), loadFirst(m, count)),
    f32x4.mul(f32x4.splat(rest1), gradient),
  );
  const second = f32x4.add(
    f32x4.mul(f32x4.splat(beta2), loadFirst(v, count)),
    f32x4.mul(f32x4.splat(rest2), f32x4.mul(gradient, gradient)),
  );
  storeFirst(m, first, count);
  storeFirst(v, second, count);
  return f32x4.div(
    f32x4.mul(f32x4.splat(rate), f32x4.mul(f32x4.splat(scale1), first)),
    f32x4.add(f32x4.sqrt(f32x4.mul(f32x4.splat(scale2), second)), f32x4.splat(epsilon)),
  );
}
