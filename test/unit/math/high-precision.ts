/**
 * Elementary functions in whole numbers of any length, to check float64 ones against: some 300 binary places (90 digits) beyond the first
 * digit of the result, by plain series. Slow, simple, and without any float64 function.
 */

/** (mantissa) · 2^(exponent). */
export interface Exact {
  readonly mantissa: bigint;
  readonly exponent: number;
}

const PLACES = 320;
/** Places that series are added up with beyond those that are asked for. */
const GUARD = 64;

const sizeOf = (n: bigint): bigint => (n < 0n ? -n : n);
/** Binary digits of |n|. */
const lengthOf = (n: bigint): number => (n === 0n ? 0 : sizeOf(n).toString(2).length);

/** A finite float64 as what it is. */
export function exact(x: number): Exact {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const field = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const size = field === 0 ? fraction : fraction | (1n << 52n);
  return { mantissa: x < 0 ? -size : size, exponent: Math.max(field, 1) - 1075 };
}

/** n · 2^places, towards −∞. */
const shifted = (n: bigint, places: number): bigint => (places >= 0 ? n << BigInt(places) : n >> BigInt(-places));
const fixed = ({ mantissa, exponent }: Exact, places: number): bigint => shifted(mantissa, exponent + places);

/** Σ ±1/(k·nᵏ) over odd k. */
function arctangentSeries(n: bigint, places: number, sign: 1n | -1n): bigint {
  let sum = 0n;
  let power = (1n << BigInt(places)) / n;
  for (let k = 1n; power !== 0n; k += 2n, power = (sign * power) / (n * n)) sum += power / k;
  return sum;
}

const cached = (make: (places: number) => bigint) => {
  const known = new Map<number, bigint>();
  return (places: number): bigint => {
    const value = known.get(places) ?? make(places + GUARD) >> BigInt(GUARD);
    known.set(places, value);
    return value;
  };
};
const ln2 = cached((places) => 2n * arctangentSeries(3n, places, 1n));
/** ln 10 = 3 ln 2 + ln(10/8). */
const ln10 = cached((places) => 3n * ln2(places) + 2n * arctangentSeries(9n, places, 1n));
const halfPi = cached((places) => 8n * arctangentSeries(5n, places, -1n) - 2n * arctangentSeries(239n, places, -1n));

const roundedQuotient = (a: bigint, b: bigint): bigint => {
  const twice = 2n * a + b;
  return twice / (2n * b) - (twice < 0n && twice % (2n * b) !== 0n ? 1n : 0n);
};

/** Places that leave `PLACES` of them behind the first digit of a result that is about as large as x. */
const placesFor = (x: Exact): number => PLACES + Math.max(0, -(lengthOf(x.mantissa) + x.exponent));

/** e^x of a fixed-point number, as mantissa · 2^(exponent). */
function expOf(x: bigint, places: number): Exact {
  const n = roundedQuotient(x, ln2(places));
  const r = x - n * ln2(places);
  let sum = 0n;
  let term = 1n << BigInt(places);
  for (let k = 1n; term !== 0n && term !== -1n; k++) {
    sum += term;
    term = (term * r) >> BigInt(places);
    term /= k;
  }
  return { mantissa: sum, exponent: Number(n) - places };
}

/** ln of a positive number, with `places` places. */
function lnOf({ mantissa, exponent }: Exact, places: number): bigint {
  const one = 1n << BigInt(places);
  let k = exponent + lengthOf(mantissa);
  let m = shifted(mantissa, exponent - k + places);
  if (10n * m < 7n * one) {
    k--;
    m *= 2n;
  }
  const s = ((m - one) << BigInt(places)) / (m + one);
  const square = (s * s) >> BigInt(places);
  let sum = 0n;
  for (let power = s, j = 1n; power !== 0n && power !== -1n; power = (power * square) >> BigInt(places), j += 2n) sum += power / j;
  return 2n * sum + BigInt(k) * ln2(places);
}

const sum = (a: Exact, b: Exact): Exact => {
  const exponent = Math.min(a.exponent, b.exponent);
  return { mantissa: shifted(a.mantissa, a.exponent - exponent) + shifted(b.mantissa, b.exponent - exponent), exponent };
};
const ONE: Exact = { mantissa: 1n, exponent: 0 };
const negative = ({ mantissa, exponent }: Exact): Exact => ({ mantissa: -mantissa, exponent });
const expTimes = (factor: bigint, x: Exact): Exact => expOf(factor * fixed(x, placesFor(x)), placesFor(x));

/** Integer square root, towards 0. */
function root(n: bigint): bigint {
  let guess = 1n << BigInt((lengthOf(n) + 1) >> 1);
  for (;;) {
    const next = (guess + n / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}

/** Quarter turns and the rest of an angle. */
function turned(x: Exact): { quarters: number; r: bigint; places: number } {
  // The rest may begin 64 places later than the angle, and an angle above 1 costs as many places again.
  const places = placesFor(x) + 64 + Math.max(0, lengthOf(x.mantissa) + x.exponent);
  const angle = fixed(x, places);
  const n = roundedQuotient(angle, halfPi(places));
  return { quarters: Number(((n % 4n) + 4n) % 4n), r: angle - n * halfPi(places), places };
}

function sineOf(quarters: number, r: bigint, places: number): Exact {
  const square = (r * r) >> BigInt(places);
  const odd = quarters % 2 === 0;
  let total = 0n;
  let term = odd ? r : 1n << BigInt(places);
  for (let k = odd ? 2n : 1n; term !== 0n && term !== -1n; k += 2n) {
    total += term;
    term = -((term * square) >> BigInt(places)) / (k * (k + 1n));
  }
  return { mantissa: quarters % 4 < 2 ? total : -total, exponent: -places };
}

const quotient = (a: Exact, b: Exact): Exact => ({
  mantissa: (a.mantissa << BigInt(PLACES + lengthOf(b.mantissa))) / b.mantissa,
  exponent: a.exponent - b.exponent - PLACES - lengthOf(b.mantissa),
});

const logarithm =
  (base: (places: number) => bigint) =>
  (x: number): Exact => ({
    mantissa: (lnOf(exact(x), PLACES + 64) << BigInt(PLACES)) / base(PLACES + 64),
    exponent: -PLACES,
  });

/** The functions, for arguments where the result is finite. */
export const reference = {
  exp: (x: number): Exact => expTimes(1n, exact(x)),
  log: logarithm((places) => 1n << BigInt(places)),
  log2: logarithm(ln2),
  log10: logarithm(ln10),
  sin: (x: number): Exact => {
    const { quarters, r, places } = turned(exact(x));
    return sineOf(quarters, r, places);
  },
  cos: (x: number): Exact => {
    const { quarters, r, places } = turned(exact(x));
    return sineOf(quarters + 1, r, places);
  },
  tanh: (x: number): Exact => {
    const twice = expTimes(2n, exact(x));
    return quotient(sum(twice, negative(ONE)), sum(twice, ONE));
  },
  sinh: (x: number): Exact => {
    const { mantissa, exponent } = sum(expTimes(1n, exact(x)), negative(expTimes(-1n, exact(x))));
    return { mantissa, exponent: exponent - 1 };
  },
  asinh: (x: number): Exact => {
    const own = exact(Math.abs(x));
    const places = 2 * placesFor(own);
    const value = fixed(own, places);
    const total = value + root((1n << BigInt(2 * places)) + value * value);
    const mantissa = lnOf({ mantissa: total, exponent: -places }, places);
    return { mantissa: x < 0 ? -mantissa : mantissa, exponent: -places };
  },
  /** Of x > 0. */
  pow: (x: number, y: number): Exact => {
    const places = PLACES + 128;
    const { mantissa, exponent } = exact(y);
    return expOf(shifted(lnOf(exact(x), places) * mantissa, exponent), places);
  },
};

/** How far a float64 is from a true value, in units of the last place that float64 has at the true value. */
export function ulpsFrom(truth: Exact, value: number): number {
  const own = exact(value);
  const last = Math.max(truth.exponent + lengthOf(truth.mantissa) - 53, -1074);
  const least = Math.min(truth.exponent, own.exponent, last);
  const distance = sizeOf(shifted(truth.mantissa, truth.exponent - least) - shifted(own.mantissa, own.exponent - least));
  return Number((distance * 1_000_000n) / shifted(1n, last - least)) / 1_000_000;
}
