// Hard-concrete gates (arXiv 1712.01312): noise, gates and gated weights in one pass over memory, and their gradients in another.

import { expNonPositive, lnVector } from './math';
import { philoxBlocks } from './philox';
import { loadFirst, storeFirst } from './simd';

/** 1 / beta, and low and high - low of the stretched interval, as optimizer/hard-concrete.ts has them. */
const COLDNESS: f32 = 1.5;
const LOW: f32 = -0.1;
const STRETCH: f32 = 1.2;

/** 1 / (1 + exp(-x)). */
// @ts-ignore: decorator
@inline
function sigmoid(x: v128): v128 {
  const e = expNonPositive(f32x4.neg(f32x4.abs(x)));
  const one = f32x4.splat(1);
  return f32x4.div(v128.bitselect(e, one, f32x4.lt(x, f32x4.splat(0))), f32x4.add(one, e));
}

/** The uniform numbers (k + 1/2) / 2^23 of the four words at `words`, k being their upper 23 bits. */
// @ts-ignore: decorator
@inline
function uniforms(words: usize): v128 {
  const k = f32x4.convert_i32x4_s(i32x4.shr_u(v128.load(words), 9));
  return f32x4.mul(f32x4.add(k, f32x4.splat(0.5)), f32x4.splat(1.1920928955078125e-7));
}

/** Numbers of a block, for which one step of the work is done after another: their chains are too long to be overlapped otherwise. */
const BLOCK: i32 = 256;

/** Bytes at the address `scratch` of the functions here. */
export function noiseScratchBytes(): i32 {
  return BLOCK << 2;
}

/** n uniform numbers in (0, 1), those of nn/uniform-noise.ts to the last bit. */
export function uniformNoise(y: usize, n: i32, key0: u32, key1: u32, step: u32, scratch: usize): void {
  for (let i = 0; i < n; i += 16) {
    philoxBlocks(scratch, <u32>i >> 2, step, key0, key1);
    const end = min(n - i, 16);
    for (let j = 0; j < end; j += 4) storeFirst(y + (<usize>(i + j) << 2), uniforms(scratch + (<usize>j << 2)), end - j);
  }
}

/**
 * With log alpha = rate scaled, s = sigmoid((ln u - ln(1 - u) + log alpha) / beta) and u the uniform numbers of the step:
 * gate = min(1, max(0, s (high - low) + low)), slope its derivative by log alpha, and gated = theta gate, +0 where the mask
 * (address or 0) holds 0. n floats each.
 */
export function drawGates(
  theta: usize, scaled: usize, mask: usize, gate: usize, slope: usize, gated: usize, n: i32,
  rate: f32, key0: u32, key1: u32, step: u32, scratch: usize,
): void {
  for (let i = 0; i < n; i += BLOCK) {
    const size = min(n - i, BLOCK);
    for (let j = 0; j < size; j += 16) philoxBlocks(scratch + (<usize>j << 2), <u32>(i + j) >> 2, step, key0, key1);
    for (let j = 0; j < size; j += 4) {
      const at = scratch + (<usize>j << 2);
      const u = uniforms(at);
      // u and 1 - u are exact, so that one logarithm of their ratio is as good as two.
      v128.store(at, lnVector(f32x4.div(u, f32x4.sub(f32x4.splat(1), u))));
    }
    const whole = size & ~3;
    for (let j = 0; j < whole; j += 4) {
      gateVector(theta, scaled, mask, gate, slope, gated, <usize>(i + j) << 2, 4, rate, v128.load(scratch + (<usize>j << 2)));
    }
    if (whole < size) {
      gateVector(theta, scaled, mask, gate, slope, gated, <usize>(i + whole) << 2, size - whole, rate, v128.load(scratch + (<usize>whole << 2)));
    }
  }
}

// @ts-ignore: decorator
@inline
function gateVector(
  theta: usize, scaled: usize, mask: usize, gate: usize, slope: usize, gated: usize, at: usize, count: i32, rate: f32, noise: v128,
): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const logAlpha = f32x4.mul(loadFirst(scaled + at, count), f32x4.splat(rate));
  const s = sigmoid(f32x4.mul(f32x4.add(noise, logAlpha), f32x4.splat(COLDNESS)));
  const stretched = f32x4.add(f32x4.mul(s, f32x4.splat(STRETCH)), f32x4.splat(LOW));
  const open = f32x4.pmin(f32x4.pmax(stretched, zero), one);
  storeFirst(gate + at, open, count);
  const change = f32x4.mul(f32x4.mul(s, f32x4.sub(one, s)), f32x4.splat(STRETCH * COLDNESS));
  storeFirst(slope + at, v128.and(change, f32x4.eq(open, stretched)), count);
  // Adding 0 makes +0 of -0.
  let value = f32x4.add(f32x4.mul(loadFirst(theta + at, count), open), zero);
  if (mask) value = v128.and(value, f32x4.ne(loadFirst(mask + at, count), zero));
  storeFirst(gated + at, value, count);
}

/**
 * From the gradient g by the gated weights, for n floats: dTheta = g gate, and
 * dScaled = rate (g theta slope + alpha p (1 - p)) with p = sigmoid(rate scaled - shift), the probability that a gate is open.
 */
export function gateGradients(
  g: usize, theta: usize, scaled: usize, gate: usize, slope: usize, dTheta: usize, dScaled: usize, n: i32,
  rate: f32, shift: f32, alpha: f32,
): void {
  const whole = n & ~3;
  for (let i = 0; i < whole; i += 4) {
    gradientVector(g, theta, scaled, gate, slope, dTheta, dScaled, <usize>i << 2, 4, rate, shift, alpha);
  }
  if (whole < n) gradientVector(g, theta, scaled, gate, slope, dTheta, dScaled, <usize>whole << 2, n - whole, rate, shift, alpha);
}

// @ts-ignore: decorator
@inline
function gradientVector(
  g: usize, theta: usize, scaled: usize, gate: usize, slope: usize, dTheta: usize, dScaled: usize, at: usize, count: i32,
  rate: f32, shift: f32, alpha: f32,
): void {
  const gradient = loadFirst(g + at, count);
  storeFirst(dTheta + at, f32x4.mul(gradient, loadFirst(gate + at, count)), count);
  const p = sigmoid(f32x4.sub(f32x4.mul(loadFirst(scaled + at, count), f32x4.splat(rate)), f32x4.splat(shift)));
  const price = f32x4.mul(f32x4.mul(p, f32x4.sub(f32x4.splat(1), p)), f32x4.splat(alpha));
  const bySlope = f32x4.mul(f32x4.mul(gradient, loadFirst(theta + at, count)), loadFirst(slope + at, count));
  storeFirst(dScaled + at, f32x4.mul(f32x4.add(bySlope, price), f32x4.splat(rate)), count);
}
