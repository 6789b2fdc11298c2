/**
 * Sine and cosine for every finite angle. The angle is brought to x = n π/2 + r, |r| ≤ π/4, with r in two parts, and the series of Taylor
 * add up from there.
 */
import { exponentOf, powerOfTwo, sumError } from './bits.ts';

const TWO_OVER_PI = 0.6366197723675814;
/** π/2 in four parts; the first three have 33 bits, so that n < 2²⁰ times them is exact. */
const HALF_PI_1 = 1.5707963267341256;
const HALF_PI_2 = 6.077100506303966e-11;
const HALF_PI_3 = 2.0222662487111665e-21;
const HALF_PI_4 = 8.4784276603689e-32;

const QUARTER_PI = Math.PI / 4;
/** Up to here the four parts are enough. */
const NEAR = 2 ** 20;

/** sin(r + tail) for |r| ≤ π/4. */
function sinNear(r: number, tail: number): number {
  const t = r * r;
  const t2 = t * t;
  const t4 = t2 * t2;
  const s =
    -1 / 6 +
    (t / 120 - t2 / 5040) +
    t2 * (t / 362880 - t2 / 39916800) +
    t4 * (t / 6227020800 - t2 / 1307674368000 + (t2 * t) / 355687428096000);
  return r + (t * r * s + tail * (1 - 0.5 * t));
}

/** cos(r + tail) for |r| ≤ π/4. */
function cosNear(r: number, tail: number): number {
  const t = r * r;
  const t2 = t * t;
  const t4 = t2 * t2;
  const c = 1 / 24 - t / 720 + (t2 / 40320 - (t2 * t) / 3628800) + t4 * (1 / 479001600 - t / 87178291200 + t2 * (1 / 20922789888000));
  const half = 0.5 * t;
  const head = 1 - half;
  return head + (1 - head - half + (t2 * c - r * tail));
}

/** Where `reduce` puts the quarter turns (modulo 4) and the two parts of what is left. */
const reduced = { quarters: 0, r: 0, tail: 0 };

/** x = n π/2 + r + tail into `reduced`, for π/4 < |x| < ∞. */
function reduce(x: number): void {
  if (Math.abs(x) > NEAR) {
    reduceFar(x);
    return;
  }
  const n = Math.floor(x * TWO_OVER_PI + 0.5);
  // Exact, as n·HALF_PI_1 is and both lie close together; an angle near a multiple of π/2 takes the other parts to keep its digits.
  const first = x - n * HALF_PI_1;
  const second = n * HALF_PI_2;
  const head = first - second;
  const third = n * HALF_PI_3;
  const next = head - third;
  const rest = sumError(first, -second, head) + sumError(head, -third, next) - n * HALF_PI_4;
  const r = next + rest;
  reduced.quarters = n & 3;
  reduced.r = r;
  reduced.tail = rest - (r - next);
}

/** Binary places of π that angles beyond `NEAR` are reduced with: 1024 for the largest, and 176 that are left. */
const PLACES = 1200n;
let halfPi: bigint | null = null;

/** π/2 · 2^PLACES by Machin's formula π/4 = 4 arctan(1/5) − arctan(1/239). */
function halfPiInteger(): bigint {
  const arctanOfInverse = (n: bigint): bigint => {
    let sum = 0n;
    let power = (1n << (PLACES + 32n)) / n;
    for (let k = 1n; power !== 0n; k += 2n, power /= -n * n) sum += power / k;
    return sum;
  };
  return (8n * arctanOfInverse(5n) - 2n * arctanOfInverse(239n)) >> 32n;
}

/** The same with whole numbers of any length: exact, slow, and for angles that nobody meets. */
function reduceFar(x: number): void {
  halfPi ??= halfPiInteger();
  const places = exponentOf(Math.abs(x)) - 52;
  const whole = BigInt(x * powerOfTwo(-places)) << (PLACES + BigInt(places));
  const sign = x < 0 ? -1n : 1n;
  const n = (2n * sign * whole + halfPi) / (2n * halfPi);
  // Of 1,200 places 200 are kept, which a float64 holds.
  const left = (sign * whole - n * halfPi) >> (PLACES - 200n);
  const r = Number(left);
  reduced.quarters = Number((sign * n) & 3n);
  reduced.r = Number(sign) * r * 2 ** -200;
  reduced.tail = Number(sign) * Number(left - BigInt(r)) * 2 ** -200;
}

/** sin x, within 0.8 ulp of the true value, for every finite x; NaN for infinity. */
export function sin(x: number): number {
  if (Math.abs(x) <= QUARTER_PI) return x === 0 ? x : sinNear(x, 0);
  if (!(Math.abs(x) < Infinity)) return NaN;
  reduce(x);
  return quarter(reduced.quarters);
}

/** cos x, within 0.8 ulp of the true value, for every finite x; NaN for infinity. */
export function cos(x: number): number {
  if (Math.abs(x) <= QUARTER_PI) return cosNear(x, 0);
  if (!(Math.abs(x) < Infinity)) return NaN;
  reduce(x);
  return quarter((reduced.quarters + 1) & 3);
}

/** sin(quarters · π/2 + what `reduced` has left). */
function quarter(quarters: number): number {
  const { r, tail } = reduced;
  const value = quarters % 2 === 0 ? sinNear(r, tail) : cosNear(r, tail);
  return quarters < 2 ? value : -value;
}
