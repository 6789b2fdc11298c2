/**
 * Logarithms. With x = 2ᵏ (1 + f), √½ ≤ 1 + f < √2, and s = f / (2 + f): ln(1 + f) = 2 artanh s = f − f²/2 + s (f²/2 + R(s²)),
 * where R(z) = 2z/3 + 2z²/5 + 2z³/7 + … is the rest of the series of 2 artanh s / s.
 */
import { exponentOf, powerOfTwo, productError, sumError } from './bits.ts';

/** ln 2, log₁₀ 2, log₂ e and log₁₀ e in two parts each; the first has so few bits that the product it stands in is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const LOG10_2_HIGH = 0.30102999566383914;
const LOG10_2_LOW = 1.42050232272661e-13;
const LOG2_E_HIGH = 1.4426950365304947;
const LOG2_E_LOW = 4.3584687174185184e-9;
const LOG10_E_HIGH = 0.434294480830431;
const LOG10_E_LOW = 1.0728208431540585e-9;

/** ln(1 + f) − f + half for √½ ≤ 1 + f < √2. @param half f²/2 */
function beyondSquare(f: number, half: number): number {
  const s = f / (2 + f);
  const z = s * s;
  const z2 = z * z;
  const z4 = z2 * z2;
  const r =
    z * (2 / 3 + z * (2 / 5)) +
    z2 * z * (2 / 7 + z * (2 / 9)) +
    z4 * z * (2 / 11 + z * (2 / 13) + z2 * (2 / 15 + z * (2 / 17)) + z4 * (2 / 19 + z * (2 / 21)));
  return s * (half + r);
}

/** The k that brings a finite x > 0 into √½ ≤ x · 2⁻ᵏ < √2. */
function octaveOf(x: number): number {
  const k = exponentOf(x);
  return mantissaOf(x, k) >= Math.SQRT2 ? k + 1 : k;
}

/** x · 2⁻ᵏ, exact; −k may be beyond the largest exponent where x is subnormal. */
const mantissaOf = (x: number, k: number): number => (k < -1022 ? x * powerOfTwo(60) * powerOfTwo(-k - 60) : x * powerOfTwo(-k));

/** What every logarithm is for 0, negative numbers, infinity and NaN. */
const special = (x: number): number => (x === 0 ? -Infinity : x > 0 ? x : NaN);

/** ln x, within 0.7 ulp of the true value; ln 1 = 0. */
export function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return special(x);
  const k = octaveOf(x);
  return lnOf(k, mantissaOf(x, k) - 1, 0);
}

/** ln(2ᵏ (1 + f)) + small, for a term that is below the last place of 1. */
function lnOf(k: number, f: number, small: number): number {
  const half = 0.5 * f * f;
  const near = f - half;
  const rest = f - near - half + (beyondSquare(f, half) + small);
  if (k === 0) return near + rest;
  // |k ln 2| is larger than |near|, so what their sum loses is found with two subtractions.
  const whole = k * LN2_HIGH;
  const sum = whole + near;
  return sum + (near - (sum - whole) + (rest + k * LN2_LOW));
}

/** log₂ x, within 0.8 ulp of the true value; log₂ 2ⁿ = n for every power of two that float64 holds. */
export function log2(x: number): number {
  if (!(x > 0 && x < Infinity)) return special(x);
  const k = octaveOf(x);
  return otherBase(k, 0, mantissaOf(x, k) - 1, LOG2_E_HIGH, LOG2_E_LOW);
}

/** log₁₀ x, within 0.7 ulp of the true value; log₁₀ of the number nearest to 10ⁿ is n for −307 ≤ n ≤ 308. */
export function log10(x: number): number {
  if (!(x > 0 && x < Infinity)) return special(x);
  const k = octaveOf(x);
  return otherBase(k * LOG10_2_HIGH, k * LOG10_2_LOW, mantissaOf(x, k) - 1, LOG10_E_HIGH, LOG10_E_LOW);
}

/** whole + wholeTail + (high + low) ln(1 + f). */
function otherBase(whole: number, wholeTail: number, f: number, high: number, low: number): number {
  const half = 0.5 * f * f;
  const near = f - half;
  const rest = f - near - half + beyondSquare(f, half);
  // high has 28 bits and the first part of near 24: their product is exact.
  const head = Math.fround(near);
  const product = head * high;
  const sum = whole + product;
  return sum + (sumError(whole, product, sum) + ((near - head + rest) * high + (near + rest) * low + wholeTail));
}

/** Below it |x| is within 2⁻⁵⁸ of asinh |x|, of its own size; from the other on, 1 is nothing beside x². */
const TINY = 2 ** -28;
const HUGE = 2 ** 28;

/** asinh x = ln(x + √(1 + x²)), within 0.7 ulp of the true value. */
export function asinh(x: number): number {
  const size = Math.abs(x);
  if (!(size >= TINY && size < Infinity)) return x;
  const value = size < HUGE ? asinhNear(size) : lnOf(octaveOf(size) + 1, mantissaOf(size, octaveOf(size)) - 1, 0);
  return x > 0 ? value : -value;
}

function asinhNear(x: number): number {
  // √(1 + x²) and x + √(1 + x²), each with what its rounding lost.
  const square = x * x;
  const radicand = 1 + square;
  const radicandTail = sumError(1, square, radicand) + productError(x, x, square);
  const root = Math.sqrt(radicand);
  const rooted = root * root;
  const rootTail = (radicand - rooted - productError(root, root, rooted) + radicandTail) / (2 * root);
  const sum = x + root;
  const tail = sumError(x, root, sum) + rootTail;
  const k = octaveOf(sum);
  return lnOf(k, mantissaOf(sum, k) - 1, tail / sum);
}
