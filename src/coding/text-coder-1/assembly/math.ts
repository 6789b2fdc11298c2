// Exponential and hyperbolic tangent in single precision, from + - x / alone: the same bits on every processor.

/**
 * exp(x) for x <= 0 in four lanes: x = n ln 2 + r with |r| <= ln 2 / 2, and a polynomial of degree 7 in r (Cephes, expf.c).
 * Relative error below 2^-22. Below -87.3, where float32 has no normal number left, the result is 0; NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function expNonPositive(x: v128): v128 {
  const lowest = f32x4.splat(-87.3);
  // Not max, which takes six instructions on x86 to order NaN and zeros: this one takes one, and lets NaN through as well.
  const clamped = f32x4.pmax(x, lowest);
  const n = f32x4.nearest(f32x4.mul(clamped, f32x4.splat(1.44269504)));
  // ln 2 in two parts, the first with few digits, so that n times it is exact.
  let r = f32x4.sub(clamped, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(n, f32x4.splat(2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r), f32x4.splat(1));
  // 1.5 * 2^23 + n holds n in its last bits; a conversion to integers takes seven instructions on x86.
  const power = i32x4.shl(i32x4.add(f32x4.add(n, f32x4.splat(12582912)), i32x4.splat(127)), 23);
  return v128.andnot(f32x4.mul(p, power), f32x4.lt(x, lowest));
}

/**
 * tanh in four lanes (Cephes, tanhf.c): an odd polynomial of degree 11 below 0.625, (1 - e) / (1 + e) with e = exp(-2|x|)
 * above. Error below 2^-22 of the result; NaN stays NaN.
 */
// @ts-ignore: decorator
@inline
export function tanhVector(x: v128): v128 {
  const magnitude = f32x4.abs(x);
  const sign = v128.and(x, i32x4.splat(0x80000000));
  const e = expNonPositive(f32x4.mul(magnitude, f32x4.splat(-2)));
  const one = f32x4.splat(1);
  const far = f32x4.div(f32x4.sub(one, e), f32x4.add(one, e));
  const z = f32x4.mul(x, x);
  let p = f32x4.splat(-5.70498872745e-3);
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(2.06390887954e-2));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-5.37397155531e-2));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(1.33314422036e-1));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(-3.33332819422e-1));
  const near = f32x4.add(x, f32x4.mul(f32x4.mul(p, z), x));
  return v128.or(v128.bitselect(near, far, f32x4.lt(magnitude, f32x4.splat(0.625))), sign);
}
