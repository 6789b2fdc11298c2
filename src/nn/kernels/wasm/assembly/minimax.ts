// Gradients of the minimax game of probabilistic minimax pruning (arXiv 2505.17469), all four in one pass over memory.

import { loadFirst, storeFirst } from './simd';

/**
 * With strength = multiplier meanU, for a minimiser: total = g + 2 strength (theta - w gamma), dW = 2 strength gamma (w - theta),
 * dGamma = strength w (w - 2 theta) + alpha, dU = -multiplier ((1 - meanGamma) meanTheta^2 + meanGamma (meanTheta - meanW)^2).
 * Without fictitious play the means are the players themselves.
 */
export function minimaxGradients(
  g: usize, theta: usize, w: usize, gamma: usize,
  meanTheta: usize, meanW: usize, meanGamma: usize, meanU: usize,
  total: usize, dW: usize, dGamma: usize, dU: usize, n: i32, alpha: f32, multiplier: f32,
): void {
  const whole = n & ~3;
  for (let i = 0; i < whole; i += 4) {
    vector(g, theta, w, gamma, meanTheta, meanW, meanGamma, meanU, total, dW, dGamma, dU, <usize>i << 2, 4, alpha, multiplier);
  }
  if (whole < n) {
    vector(g, theta, w, gamma, meanTheta, meanW, meanGamma, meanU, total, dW, dGamma, dU, <usize>whole << 2, n - whole, alpha, multiplier);
  }
}

// @ts-ignore: decorator
@inline
function vector(
  g: usize, theta: usize, w: usize, gamma: usize,
  meanTheta: usize, meanW: usize, meanGamma: usize, meanU: usize,
  total: usize, dW: usize, dGamma: usize, dU: usize, at: usize, count: i32, alpha: f32, multiplier: f32,
): void {
  const x = loadFirst(theta + at, count);
  const copy = loadFirst(w + at, count);
  const gate = loadFirst(gamma + at, count);
  const strength = f32x4.mul(loadFirst(meanU + at, count), f32x4.splat(multiplier));
  const twice = f32x4.add(strength, strength);
  const pull = f32x4.mul(twice, f32x4.sub(x, f32x4.mul(copy, gate)));
  storeFirst(total + at, f32x4.add(loadFirst(g + at, count), pull), count);
  storeFirst(dW + at, f32x4.mul(f32x4.mul(twice, gate), f32x4.sub(copy, x)), count);
  const byGamma = f32x4.mul(f32x4.mul(strength, copy), f32x4.sub(copy, f32x4.add(x, x)));
  storeFirst(dGamma + at, f32x4.add(byGamma, f32x4.splat(alpha)), count);
  const meanX = loadFirst(meanTheta + at, count);
  const meanGate = loadFirst(meanGamma + at, count);
  const apart = f32x4.sub(meanX, loadFirst(meanW + at, count));
  const residual = f32x4.add(
    f32x4.mul(f32x4.sub(f32x4.splat(1), meanGate), f32x4.mul(meanX, meanX)),
    f32x4.mul(meanGate, f32x4.mul(apart, apart)),
  );
  storeFirst(dU + at, f32x4.mul(residual, f32x4.splat(-multiplier)), count);
}
