/** Powers: xʸ = e^(y ln x), with ln x to 2⁻⁶⁵ of its size, so that y ln x, up to 745, is known far below the last place of the result. */
import { exponentOf, powerOfTwo, productError, sumError } from './bits.ts';
import { expScaled } from './exp.ts';

/** ln 2 in three parts; the first two have 42 bits, so that an exponent times them is exact. */
const LN2_1 = 0.6931471805598903;
const LN2_2 = 5.49792301870721e-14;
const LN2_3 = 1.1612227229362532e-26;

/** 2/3 and 2/5, what their rounding lost. */
const TWO_THIRDS_TAIL = 3.700743415417188e-17;
const TWO_FIFTHS_TAIL = -2.220446049250313e-17;

/** A number in two parts. The functions below put their result here. */
const result = { high: 0, tail: 0 };

/** (a + aTail) · (b + bTail) into `result`. */
function multiply(a: number, aTail: number, b: number, bTail: number): void {
  const product = a * b;
  const rest = productError(a, b, product) + (a * bTail + aTail * b);
  result.high = product + rest;
  result.tail = rest - (result.high - product);
}

/** (a + aTail) + (b + bTail) into `result`. */
function add(a: number, aTail: number, b: number, bTail: number): void {
  const sum = a + b;
  const rest = sumError(a, b, sum) + (aTail + bTail);
  result.high = sum + rest;
  result.tail = rest - (result.high - sum);
}

/**
 * ln x of a finite x > 0 into `result`: with x = 2ᵏ (1 + f) and s = f / (2 + f), k ln 2 + s (2 + s² (2/3 + s² (2/5 + s⁴ …))), of which all but
 * what stands behind s⁶ is in two parts.
 */
function lnParts(x: number): void {
  let k = exponentOf(x);
  let m = k < -1022 ? x * powerOfTwo(60) * powerOfTwo(-k - 60) : x * powerOfTwo(-k);
  if (m >= Math.SQRT2) {
    k += 1;
    m *= 0.5;
  }
  const f = m - 1;
  const below = 2 + f;
  const s = f / below;
  const product = s * below;
  const sTail = (f - product - productError(s, below, product) - s * sumError(2, f, below)) / below;
  multiply(s, sTail, s, sTail);
  const z = result.high;
  const zTail = result.tail;
  const rest = 2 / 7 + z * (2 / 9 + z * (2 / 11 + z * (2 / 13 + z * (2 / 15 + z * (2 / 17 + z * (2 / 19 + z * (2 / 21 + z * (2 / 23))))))));
  add(2 / 5, TWO_FIFTHS_TAIL, z * rest, 0);
  multiply(result.high, result.tail, z, zTail);
  add(2 / 3, TWO_THIRDS_TAIL, result.high, result.tail);
  multiply(result.high, result.tail, z, zTail);
  add(2, 0, result.high, result.tail);
  multiply(result.high, result.tail, s, sTail);
  add(k * LN2_2, k * LN2_3, result.high, result.tail);
  add(k * LN2_1, 0, result.high, result.tail);
}

/** xʸ, exact wherever a float64 holds the true value; special cases as in `Math.pow`. Otherwise within 0.65 ulp of it, or 0.85 where it is subnormal. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  const size = Math.abs(x);
  // Unlike C: (±1)^±∞ is NaN.
  if (Math.abs(y) === Infinity) return size === 1 ? NaN : size > 1 === y > 0 ? Infinity : 0;
  const odd = isOdd(y);
  const sign = odd && (x < 0 || Object.is(x, -0)) ? -1 : 1;
  if (size === 0 || size === Infinity) return sign * (size > 0 === y > 0 ? Infinity : 0);
  if (x < 0 && Math.floor(y) !== y) return NaN;
  return sign * positivePower(size, y);
}

const isOdd = (y: number): boolean => Math.abs(y % 2) === 1;

function positivePower(x: number, y: number): number {
  if (x === 1) return 1;
  lnParts(x);
  const { high, tail } = result;
  const exponent = high * y;
  // Outside, the power is 0 or infinite.
  if (Math.abs(exponent) > 800) return exponent > 0 ? Infinity : 0;
  return expScaled(exponent, productError(high, y, exponent) + tail * y, 0);
}
