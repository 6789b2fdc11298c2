/**
 * eˣ and the hyperbolic functions. With x = n ln 2 + r, |r| ≤ ln 2 / 2: eʳ = 1 + r + r c/(2 − c), where c = r − r² B(r²) and
 * r coth(r/2) = 2 + r² B(r²), B(t) = 1/6 − t/360 + t²/15120 − … (Bernoulli numbers; the terms fall like (r/2π)²).
 */
import { powerOfTwo, productError, scaled, sumError } from './bits.ts';

const INVERSE_LN2 = 1.4426950408889634;
/** ln 2 in two parts, the first of 32 bits, so that n times it is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** Above the first eˣ is infinite, below the second it is 0. */
const OVERFLOW = 709.782712893384;
const UNDERFLOW = -745.1332191019412;

/** Below it |x| is within 2⁻⁵⁷ of sinh |x| and tanh |x|, of its own size. */
const TINY = 2 ** -28;
/** From here on e⁻²ˣ is below half a last place of 1, and e⁻ˣ of eˣ. */
const FAR = 20;

/** eʳ − 1 − r − r²/2 for |r| ≤ 0.35: what is left of r c/(2 − c) when r²/2 is taken out of it. @param t r² */
function beyondSquare(r: number, t: number): number {
  const t2 = t * t;
  const b = 1 / 6 - t / 360 + t2 * (1 / 15120 - t / 604800) + t2 * t2 * (1 / 23950080 - (t * 691) / 653837184000 + t2 * (1 / 37362124800));
  return (r * t * (1 - b * (2 + r))) / (2 * (2 - r + t * b));
}

/** eˣ, within 0.65 ulp of the true value, or 0.85 where that is subnormal. */
export function exp(x: number): number {
  return expScaled(x, 0, 0);
}

/** 2ᵏ e^(x + tail), the tail below the last place of x; k an integer from −60 to 60. Underflows and overflows where it must. */
export function expScaled(x: number, tail: number, k: number): number {
  if (!(x > UNDERFLOW - 50 && x < OVERFLOW + 50)) return x > 0 ? Infinity : x < 0 ? 0 : x;
  const n = Math.floor(x * INVERSE_LN2 + 0.5);
  const high = x - n * LN2_HIGH;
  const low = n * LN2_LOW - tail;
  const r = high - low;
  const t = r * r;
  const sum = 1 + r;
  const left = r - (sum - 1) + (high - r - low + (0.5 * t + beyondSquare(r, t)));
  return scaled(sum + left, n + k);
}

/** Where `lessOne` puts its result: eˣ − 1 rounded, and what that lost. */
const parts = { high: 0, tail: 0 };

/** eˣ − 1 for 0 ≤ x ≤ 50 into `parts`. */
function lessOne(x: number): void {
  const n = Math.floor(x * INVERSE_LN2 + 0.5);
  const high = x - n * LN2_HIGH;
  const low = n * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const rest = high - r - low + (0.5 * t + beyondSquare(r, t));
  // 2ⁿ eʳ − 1 = 2ⁿ (1 − 2⁻ⁿ + (eʳ − 1)).
  const whole = 1 - powerOfTwo(-n);
  const sum = whole + r;
  const left = sumError(1, -powerOfTwo(-n), whole) + (sumError(whole, r, sum) + rest);
  const power = powerOfTwo(n);
  const result = sum + left;
  parts.high = result * power;
  parts.tail = (left - (result - sum)) * power;
}

/** Where `divide` puts the quotient and what its rounding lost. */
const quotient = { high: 0, tail: 0 };

/** (a + aTail) / (b + bTail) into `quotient`. */
function divide(a: number, aTail: number, b: number, bTail: number): void {
  const high = a / b;
  const product = high * b;
  quotient.high = high;
  quotient.tail = (a - product - productError(high, b, product) + aTail - high * bTail) / b;
}

/** tanh x, within 0.75 ulp of the true value. */
export function tanh(x: number): number {
  const size = Math.abs(x);
  if (!(size < FAR)) return x > 0 ? 1 : x < 0 ? -1 : x;
  if (size < TINY) return x;
  lessOne(2 * size);
  const { high, tail } = parts;
  const below = 2 + high;
  divide(high, tail, below, sumError(2, high, below) + tail);
  const value = quotient.high + quotient.tail;
  return x > 0 ? value : -value;
}

/** sinh x, within 0.75 ulp of the true value. */
export function sinh(x: number): number {
  const size = Math.abs(x);
  if (size < TINY || Number.isNaN(x)) return x;
  const value = size < FAR ? sinhNear(size) : expScaled(size, 0, -1);
  return x > 0 ? value : -value;
}

/** sinh x = (t + t / (1 + t)) / 2 with t = eˣ − 1. */
function sinhNear(x: number): number {
  lessOne(x);
  const { high, tail } = parts;
  const below = 1 + high;
  divide(high, tail, below, sumError(1, high, below) + tail);
  const sum = high + quotient.high;
  return 0.5 * (sum + (sumError(high, quotient.high, sum) + quotient.tail + tail));
}
