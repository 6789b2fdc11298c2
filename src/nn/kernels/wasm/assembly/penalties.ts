// The optimiser's updates with penalties, weight decay, mask, shortening and clamp, in one pass over memory. What every function
// calls the total gradient is (g + penalty + twiceRho w) with 0 where the mask (address or 0) holds 0.

import { exponentialPenalty } from './exponential-penalty';
import { expNonPositive } from './math';
import { adamStep } from './optimizer';
import { loadFirst, storeFirst, sumLanes } from './simd';

/**
 * Gradient of a penalty (arXiv 2505.17469) in four lanes. By kind: 0 none; 1 c sign(w); 2 c sign(w) exp(-s |w|);
 * 3 c w exp(-s w^2); 4 c w / (1 + s w^2)^2. sign(0) = 0.
 */
// @ts-ignore: decorator
@inline
function penaltyVector(w: v128, kind: i32, c: f32, s: f32): v128 {
  if (kind == 0) return f32x4.splat(0);
  if (kind == 1) {
    const sign = v128.and(w, i32x4.splat(0x80000000));
    return v128.and(v128.or(f32x4.splat(c), sign), f32x4.ne(w, f32x4.splat(0)));
  }
  if (kind == 2) return exponentialPenalty(w, c, s);
  const square = f32x4.mul(f32x4.mul(w, w), f32x4.splat(s));
  if (kind == 3) return f32x4.mul(f32x4.mul(f32x4.splat(c), w), expNonPositive(f32x4.neg(square)));
  const bell = f32x4.add(f32x4.splat(1), square);
  return f32x4.div(f32x4.mul(f32x4.splat(c), w), f32x4.mul(bell, bell));
}

// @ts-ignore: decorator
@inline
function keptLanes(mask: usize, at: usize, count: i32): v128 {
  return mask ? f32x4.ne(loadFirst(mask + at, count), f32x4.splat(0)) : i32x4.splat(-1);
}

// @ts-ignore: decorator
@inline
function totalGradient(w: v128, g: v128, keep: v128, kind: i32, c: f32, s: f32, twiceRho: f32): v128 {
  const total = f32x4.add(f32x4.add(g, penaltyVector(w, kind, c, s)), f32x4.mul(w, f32x4.splat(twiceRho)));
  return v128.and(total, keep);
}

// @ts-ignore: decorator
@inline
function finish(w: v128, share: f32, step: v128, unit: i32, keep: v128): v128 {
  let next = f32x4.sub(share == 1 ? w : f32x4.mul(w, f32x4.splat(share)), step);
  // 0 and 1 come second, so that NaN passes and each takes one instruction on x86, where min and max take six.
  if (unit != 0) next = f32x4.pmin(f32x4.pmax(next, f32x4.splat(0)), f32x4.splat(1));
  return v128.and(next, keep);
}

/** Sum of squares of the total gradient of n floats, the norm that shortening needs. */
export function penalisedSquareSum(w: usize, g: usize, mask: usize, n: i32, kind: i32, c: f32, s: f32, twiceRho: f32): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const count = n - i;
    const total = totalGradient(loadFirst(w + at, count), loadFirst(g + at, count), keptLanes(mask, at, count), kind, c, s, twiceRho);
    sum += sumLanes(f32x4.mul(total, total));
  }
  return sum;
}

/** Floats of a block of `penalisedAdam`. */
const BLOCK: i32 = 256;

/** Bytes at the address `scratch` of `penalisedAdam`. */
export function penalisedScratchBytes(): i32 {
  return BLOCK << 2;
}

/** Adam as in `adam`, on the total gradient times `factor`; w is multiplied by `share` = 1 - rate lambda first, and clamped to [0, 1] if `unit`. */
export function penalisedAdam(
  w: usize, m: usize, v: usize, g: usize, mask: usize, n: i32,
  rate: f32, beta1: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32, scale1: f32, scale2: f32,
  kind: i32, c: f32, s: f32, twiceRho: f32, share: f32, factor: f32, unit: i32, scratch: usize,
): void {
  const whole = n & ~3;
  const usual = share == 1 && factor == 1;
  let i = 0;
  // A loop for each of the common updates, without a choice inside: each costs a branch or both of its sides.
  if (usual && unit == 0 && kind == 1) {
    for (; i < whole; i += 4) {
      adamVector(w, m, v, g, mask, i, 4, rate, beta1, rest1, beta2, rest2, epsilon, scale1, scale2, 1, c, s, twiceRho, 1, 1, 0);
    }
  } else if (usual && unit == 0 && kind == 2) {
    // In blocks, all penalties of one before its update: a processor looks ahead some five vectors of the two together, which is too
    // little for their long chains of dependent steps, and takes 1.4 times as long.
    while (i < whole) {
      const end = min(i + BLOCK, whole);
      const block = scratch - (<usize>i << 2);
      for (let j = i; j < end; j += 4) {
        const at = <usize>j << 2;
        v128.store(block + at, totalGradient(v128.load(w + at), v128.load(g + at), i32x4.splat(-1), 2, c, s, twiceRho));
      }
      for (; i < end; i += 4) {
        const at = <usize>i << 2;
        const keep = keptLanes(mask, at, 4);
        adamTotal(
          w + at, m + at, v + at, v128.load(w + at), v128.and(v128.load(block + at), keep), keep, 4,
          rate, beta1, rest1, beta2, rest2, epsilon, scale1, scale2, 1, 0,
        );
      }
    }
  } else if (usual && unit != 0 && kind == 0) {
    for (; i < whole; i += 4) {
      adamVector(w, m, v, g, mask, i, 4, rate, beta1, rest1, beta2, rest2, epsilon, scale1, scale2, 0, c, s, twiceRho, 1, 1, 1);
    }
  } else {
    for (; i < whole; i += 4) {
      adamVector(w, m, v, g, mask, i, 4, rate, beta1, rest1, beta2, rest2, epsilon, scale1, scale2, kind, c, s, twiceRho, share, factor, unit);
    }
  }
  if (whole < n) {
    adamVector(w, m, v, g, mask, whole, n - whole, rate, beta1, rest1, beta2, rest2, epsilon, scale1, scale2, kind, c, s, twiceRho, share, factor, unit);
  }
}

// @ts-ignore: decorator
@inline
function adamVector(
  w: usize, m: usize, v: usize, g: usize, mask: usize, i: i32, count: i32,
  rate: f32, beta1: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32, scale1: f32, scale2: f32,
  kind: i32, c: f32, s: f32, twiceRho: f32, share: f32, factor: f32, unit: i32,
): void {
  const at = <usize>i << 2;
  const keep = keptLanes(mask, at, count);
  const weight = loadFirst(w + at, count);
  const total = totalGradient(weight, loadFirst(g + at, count), keep, kind, c, s, twiceRho);
  adamTotal(
    w + at, m + at, v + at, weight, f32x4.mul(total, f32x4.splat(factor)), keep, count,
    rate, beta1, rest1, beta2, rest2, epsilon, scale1, scale2, share, unit,
  );
}

/** What is left of `penalisedAdam` once the gradient is whole. */
// @ts-ignore: decorator
@inline
function adamTotal(
  w: usize, m: usize, v: usize, weight: v128, gradient: v128, keep: v128, count: i32,
  rate: f32, beta1: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32, scale1: f32, scale2: f32, share: f32, unit: i32,
): void {
  const step = adamStep(m, v, gradient, count, rate, beta1, rest1, beta2, rest2, epsilon, scale1, scale2);
  storeFirst(w, finish(weight, share, step, unit, keep), count);
}

/** v = momentum v + total, w -= rate v; with `v` = 0 (no address) plain descent, w -= rate total. The rest as in `penalisedAdam`. */
export function penalisedDescent(
  w: usize, v: usize, g: usize, mask: usize, n: i32, rate: f32, momentum: f32,
  kind: i32, c: f32, s: f32, twiceRho: f32, share: f32, factor: f32, unit: i32,
): void {
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const count = n - i;
    const keep = keptLanes(mask, at, count);
    const weight = loadFirst(w + at, count);
    let direction = f32x4.mul(
      totalGradient(weight, loadFirst(g + at, count), keep, kind, c, s, twiceRho), f32x4.splat(factor),
    );
    if (v) {
      direction = f32x4.add(f32x4.mul(f32x4.splat(momentum), loadFirst(v + at, count)), direction);
      storeFirst(v + at, direction, count);
    }
    storeFirst(w + at, finish(weight, share, f32x4.mul(f32x4.splat(rate), direction), unit, keep), count);
  }
}

/** variable += rate (value - variable) for n floats. */
export function average(variable: usize, value: usize, rate: f32, n: i32): void {
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const now = loadFirst(variable + at, n - i);
    const change = f32x4.mul(f32x4.sub(loadFirst(value + at, n - i), now), f32x4.splat(rate));
    storeFirst(variable + at, f32x4.add(now, change), n - i);
  }
}
