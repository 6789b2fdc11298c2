import { loadFirst, storeFirst, sumLanes } from './simd';

/** Mean of (outputs - targets)^2 over n floats, to `loss`, and its gradient 2 (outputs - targets) / n, to `gradient`. */
export function squaredError(outputs: usize, targets: usize, n: i32, loss: usize, gradient: usize): void {
  const factor = f32x4.splat(<f32>(2 / <f64>n));
  let sum: f64 = 0;
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const error = f32x4.sub(loadFirst(outputs + at, n - i), loadFirst(targets + at, n - i));
    sum += sumLanes(f32x4.mul(error, error));
    storeFirst(gradient + at, f32x4.mul(error, factor), n - i);
  }
  store<f32>(loss, <f32>(sum / n));
}
