/** Powers of two and exponents of float64 numbers, and sums and products with their rounding error. */

/** Smallest and largest exponent of a power of two that float64 holds, the subnormal ones included. */
const LEAST = -1074;
const MOST = 1023;
const SMALLEST_NORMAL = 2 ** -1022;

/** A table: to put an exponent together from integers and read it as a float waits for the store, some 12 cycles. */
const POWERS = (() => {
  const powers = new Float64Array(MOST - LEAST + 1);
  powers[-LEAST] = 1;
  for (let n = 1; n <= MOST; n++) powers[n - LEAST] = 2 * powers[n - 1 - LEAST];
  for (let n = -1; n >= LEAST; n--) powers[n - LEAST] = 0.5 * powers[n + 1 - LEAST];
  return powers;
})();

/** 2ⁿ, exact. @param n integer from −1074 to 1023 */
export const powerOfTwo = (n: number): number => POWERS[n - LEAST];

/** value · 2ⁿ, rounded once. @param n integer from −2000 to 2000 */
export function scaled(value: number, n: number): number {
  if (n >= -1022 && n <= MOST) return value * powerOfTwo(n);
  // Down, the first factor must leave a normal number: of two roundings the second could fall on a tie that the first made.
  return n > MOST ? value * powerOfTwo(MOST) * powerOfTwo(Math.min(n - MOST, MOST)) : scaledDown(value, n);
}

/** The value is near 1 in what calls this, so that 2⁻⁹⁷⁰ leaves it normal. */
const scaledDown = (value: number, n: number): number => value * powerOfTwo(-970) * powerOfTwo(Math.max(n + 970, LEAST));

const view = new Float64Array(1);
const words = new Uint32Array(view.buffer);
/** Which of the two words of a float64 holds its sign and exponent. */
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** ⌊log₂ x⌋ of a finite x > 0. */
export function exponentOf(x: number): number {
  if (x < SMALLEST_NORMAL) return exponentOf(x * powerOfTwo(60)) - 60;
  view[0] = x;
  return (words[HIGH] >>> 20) - 1023;
}

/** 2²⁷ + 1 splits a float64 into two halves of 26 bits (Dekker, 1971). */
const SPLITTER = 2 ** 27 + 1;

/** What a·b, rounded to `product`, lost. Exact for factors below 2⁹⁹⁶ whose product is normal (Dekker, 1971). */
export function productError(a: number, b: number, product: number): number {
  const wideA = SPLITTER * a;
  const highA = wideA - (wideA - a);
  const lowA = a - highA;
  const wideB = SPLITTER * b;
  const highB = wideB - (wideB - b);
  const lowB = b - highB;
  return lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
}

/** What a + b, rounded to `sum`, lost; exact for any order of magnitudes (Knuth). */
export function sumError(a: number, b: number, sum: number): number {
  const second = sum - a;
  return a - (sum - second) + (b - second);
}
