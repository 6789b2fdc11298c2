// The gradient of the exponential penalty (DRR, arXiv 2505.17469): what a step under it costs beyond Adam is this exponential.

// 2^f for |f| <= 1/2 as 1 + TWO_1 f + ... + TWO_5 f^5: the least relative error of such a polynomial, by Lawson's iteration.
const TWO_1: f32 = 0.6931470036506653;
const TWO_2: f32 = 0.24022242426872253;
const TWO_3: f32 = 0.05550733581185341;
const TWO_4: f32 = 0.009671512991189957;
const TWO_5: f32 = 0.001326472731307149;

const LOG2_E: f32 = 1.44269504;

/**
 * c sign(w) exp(-s |w|) for one vector at w, sign(0) = 0. With y = s log2(e) |w| = n - f it is 2^-n (c 2^f).
 * Relative error below 2^-22 + 2^-23 s |w|, the second from rounding y; 0 where y is above 126.5; NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function exponentialPenalty(w: v128, c: f32, s: f32): v128 {
  const magnitude = f32x4.abs(w);
  // From 127 on, the power below is 0. Not min, which takes six instructions on x86: this one takes one, and lets NaN through as well.
  const y = f32x4.pmin(f32x4.mul(magnitude, f32x4.splat(s * LOG2_E)), f32x4.splat(127));
  // 1.5 * 2^23 + 127 - n holds the exponent of 2^-n in its last bits.
  const rounder = f32x4.splat(12583039);
  const rounded = f32x4.sub(rounder, y);
  const f = f32x4.sub(f32x4.sub(rounder, rounded), y);
  // c is in the coefficients, which are numbers of a whole tensor: V8 makes a constant anew, in three instructions, wherever it stands in a
  // loop. And the sum is not Horner's, whose steps wait for each other: together they take a quarter off the time of an update.
  const square = f32x4.mul(f, f);
  const top = f32x4.add(f32x4.mul(f32x4.splat(c * TWO_5), f), f32x4.splat(c * TWO_4));
  const middle = f32x4.add(f32x4.mul(f32x4.splat(c * TWO_3), f), f32x4.splat(c * TWO_2));
  const bottom = f32x4.add(f32x4.mul(f32x4.splat(c * TWO_1), f), f32x4.splat(c));
  const power = f32x4.add(f32x4.mul(square, f32x4.add(f32x4.mul(square, top), middle)), bottom);
  const exponential = f32x4.mul(power, i32x4.shl(rounded, 23));
  return v128.and(v128.or(exponential, v128.xor(w, magnitude)), f32x4.ne(w, f32x4.splat(0)));
}
