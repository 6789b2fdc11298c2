// Elementary functions without tables: a table would be a data segment, and this module has no memory of its own.

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
 * Natural logarithm of a normal x > 0 (fdlibm, e_log.c): x = 2^k (1 + f) with sqrt(1/2) < 1 + f < sqrt(2), and
 * ln(1 + f) = f - s (f - R) with s = f / (2 + f) and R a polynomial in s^2. Error below 1 ulp. Infinity and NaN stay.
 */
export function ln(x: f64): f64 {
  if (!(x < Infinity)) return x;
  const bits = reinterpret<u64>(x);
  let k = <i32>(bits >> 52) - 1023;
  let mantissa = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (mantissa > 1.4142135623730951) {
    mantissa *= 0.5;
    k += 1;
  }
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  const r = z * (6.666666666666735130e-1 + z * (3.999999999940941908e-1 + z * (2.857142874366239149e-1 +
    z * (2.222219843214978396e-1 + z * (1.818357216161805012e-1 + z * (1.531383769920937332e-1 +
    z * 1.479819860511658591e-1))))));
  const halfSquare = 0.5 * f * f;
  return <f64>k * 0.6931471805599453 + (f - (halfSquare - s * (halfSquare + r)));
}

/**
 * Natural logarithm of normal x > 0 in four lanes: x = 2^k m with sqrt(1/2) <= m < sqrt(2), and ln m = 2 artanh((m - 1) / (m + 1)) by its
 * series up to the ninth power. Error below 2^-22 of max(|ln x|, 1/4).
 */
// @ts-ignore: decorator
@inline
export function lnVector(x: v128): v128 {
  const above = i32x4.sub(x, i32x4.splat(0x3f3504f3));
  const k = i32x4.shr_s(above, 23);
  const m = i32x4.sub(x, i32x4.shl(k, 23));
  const one = f32x4.splat(1);
  const s = f32x4.div(f32x4.sub(m, one), f32x4.add(m, one));
  const z = f32x4.mul(s, s);
  let p = f32x4.splat(0.2222222222);
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(0.2857142857));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(0.4));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(0.6666666667));
  p = f32x4.add(f32x4.mul(p, z), f32x4.splat(2));
  return f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(k), f32x4.splat(0.6931471806)), f32x4.mul(p, s));
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
