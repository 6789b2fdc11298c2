import { tanhVector } from './math';
import { loadFirst, storeFirst } from './simd';

/** dx = dy where y > 0, else 0, for n floats. `y` may be the input or the output of the rectifier. */
export function reluGradient(dy: usize, y: usize, dx: usize, n: i32): void {
  const whole = n & ~3;
  const zero = f32x4.splat(0);
  for (let i = 0; i < whole; i += 4) {
    const at = <usize>i << 2;
    v128.store(dx + at, v128.and(v128.load(dy + at), f32x4.gt(v128.load(y + at), zero)));
  }
  if (whole < n) {
    const at = <usize>whole << 2;
    const rest = n - whole;
    storeFirst(dx + at, v128.and(loadFirst(dy + at, rest), f32x4.gt(loadFirst(y + at, rest), zero)), rest);
  }
}

/** y = tanh(x) for n floats. */
export function tanh(x: usize, y: usize, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    storeFirst(y + at, tanhVector(loadFirst(x + at, n - i)), n - i);
  }
}

/** y = x where x >= 0, else slope * x, for n floats; the `period` slopes repeat along x. */
export function prelu(x: usize, slopes: usize, y: usize, n: i32, period: i32): void {
  if (period == 1) {
    const slope = v128.load_splat<f32>(slopes);
    for (let i = 0; i < n; i += 4) {
      const at = <usize>i << 2;
      storeFirst(y + at, rectify(loadFirst(x + at, n - i), slope), n - i);
    }
    return;
  }
  for (let first = 0; first < n; first += period) {
    const row = <usize>first << 2;
    for (let i = 0; i < period; i += 4) {
      const at = <usize>i << 2;
      const count = period - i;
      storeFirst(y + row + at, rectify(loadFirst(x + row + at, count), loadFirst(slopes + at, count)), count);
    }
  }
}

// @ts-ignore: decorator
@inline
function rectify(x: v128, slope: v128): v128 {
  return v128.bitselect(f32x4.mul(x, slope), x, f32x4.lt(x, f32x4.splat(0)));
}
