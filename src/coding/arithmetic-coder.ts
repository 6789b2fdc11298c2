/**
 * Arithmetic coding with 32-bit bounds (Witten, Neal & Cleary, Communications of the ACM 30(6), 1987). A symbol is an interval
 * [start, start + size) of 0 … total − 1; whoever encodes and decodes agree on the intervals, symbol by symbol, so the model may
 * change as it likes. The output is at most 3 bits longer than −Σ log₂(size/total).
 *
 * Bounds stay below 2³² and totals are at most 2²⁰, so every product is an integer below 2⁵³, exact in a double. Bitwise operators, which
 * wrap at 2³¹, do not appear on bounds.
 */

const TOP = 2 ** 32;
const HALF = 2 ** 31;
const QUARTER = 2 ** 30;

/** The largest total of a model. The interval has at least 2³⁰ numbers when a symbol comes, so a size of 1 keeps 2¹⁰ of them. */
export const MAX_TOTAL = 2 ** 20;

/** Total of the frequencies that `quantise` makes unless told. */
export const QUANTISED_TOTAL = 2 ** 16;

export class ArithmeticEncoder {
  private readonly bits = new BitWriter();
  private low = 0;
  private high = TOP - 1;
  private pending = 0;

  /** Encodes the symbol with the interval [start, start + size) out of total ≤ 2²⁰; size ≥ 1. */
  encode(start: number, size: number, total: number): void {
    const range = this.high - this.low + 1;
    this.high = this.low + Math.floor((range * (start + size)) / total) - 1;
    this.low += Math.floor((range * start) / total);
    for (;;) {
      if (this.high < HALF) {
        this.emit(0);
      } else if (this.low >= HALF) {
        this.emit(1);
        this.low -= HALF;
        this.high -= HALF;
      } else if (this.low >= QUARTER && this.high < HALF + QUARTER) {
        // The bounds straddle the middle: the next bit decides these, all as its opposite.
        this.pending++;
        this.low -= QUARTER;
        this.high -= QUARTER;
      } else {
        return;
      }
      this.low *= 2;
      this.high = 2 * this.high + 1;
    }
  }

  /** Ends the code. @returns its bits, the first in the most significant place of each byte, and their number before padding with zeros. */
  finish(): { bytes: Uint8Array<ArrayBuffer>; bitLength: number } {
    this.pending++;
    this.emit(this.low < QUARTER ? 0 : 1);
    return this.bits.finish();
  }

  private emit(bit: 0 | 1): void {
    this.bits.write(bit);
    for (; this.pending > 0; this.pending--) this.bits.write(bit === 0 ? 1 : 0);
  }
}

export class ArithmeticDecoder {
  private readonly bytes: Uint8Array;
  private position = 0;
  private low = 0;
  private high = TOP - 1;
  private value = 0;

  /** @param bytes as `ArithmeticEncoder.finish` made them; past their end there are zeros, so that any bytes decode to something. */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    for (let i = 0; i < 32; i++) this.value = 2 * this.value + this.nextBit();
  }

  /** The number from 0 to total − 1 that lies in the interval of the next symbol. */
  target(total: number): number {
    return Math.floor(((this.value - this.low + 1) * total - 1) / (this.high - this.low + 1));
  }

  /** Takes the symbol with this interval, which must contain the target, off the code. */
  consume(start: number, size: number, total: number): void {
    const range = this.high - this.low + 1;
    this.high = this.low + Math.floor((range * (start + size)) / total) - 1;
    this.low += Math.floor((range * start) / total);
    for (;;) {
      if (this.high < HALF) {
        // Nothing to subtract.
      } else if (this.low >= HALF) {
        this.shift(HALF);
      } else if (this.low >= QUARTER && this.high < HALF + QUARTER) {
        this.shift(QUARTER);
      } else {
        return;
      }
      this.low *= 2;
      this.high = 2 * this.high + 1;
      this.value = 2 * this.value + this.nextBit();
    }
  }

  private shift(by: number): void {
    this.low -= by;
    this.high -= by;
    this.value -= by;
  }

  private nextBit(): number {
    const byte = this.bytes[this.position >> 3] ?? 0;
    return (byte >> (7 - (this.position++ & 7))) & 1;
  }
}

/**
 * Probabilities as frequencies with a total M, each at least 1: 1 + ⌊p·(M − K)⌋, what is missing added to the first of the likeliest.
 * @param probabilities K ≥ 1 numbers ≥ 0 with sum 1 up to rounding.
 * @param total M ≤ 2²⁰: the larger, the less is lost by rounding
 * @throws RangeError if they are no such numbers, or more than M.
 * @internal Tests alone use it so far.
 */
export function quantise(probabilities: ArrayLike<number>, total = QUANTISED_TOTAL): number[] {
  const p = Array.from(probabilities);
  const sum = p.reduce((before, value) => before + value, 0);
  if (p.length === 0 || p.length > total || p.some((value) => !(value >= 0)) || !(Math.abs(sum - 1) < 1e-6)) {
    throw new RangeError(`Cannot code with ${p.length} probabilities of sum ${sum}: give 1 to ${total} numbers ≥ 0 with sum 1.`);
  }
  const frequencies = p.map((value) => 1 + Math.floor((value / sum) * (total - p.length)));
  const likeliest = p.reduce((best, value, i) => (value > p[best] ? i : best), 0);
  frequencies[likeliest] += total - frequencies.reduce((before, frequency) => before + frequency, 0);
  return frequencies;
}

/**
 * Encodes symbols, each under a distribution of its own.
 * @param frequencies of the symbols at a position, with sum ≤ 2²⁰, as `quantise` makes them.
 * @throws RangeError if a symbol has no frequency.
 * @internal Tests alone use it so far.
 */
export function encodeSymbols(
  symbols: ArrayLike<number>,
  frequencies: (position: number) => readonly number[],
): { bytes: Uint8Array<ArrayBuffer>; bitLength: number } {
  const encoder = new ArithmeticEncoder();
  for (let position = 0; position < symbols.length; position++) {
    const all = frequencies(position);
    const symbol = symbols[position];
    if (!(all[symbol] >= 1)) {
      throw new RangeError(`Symbol ${symbol} at position ${position} is none of the ${all.length} that the model can code.`);
    }
    let [start, total] = [0, 0];
    all.forEach((frequency, s) => {
      if (s < symbol) start += frequency;
      total += frequency;
    });
    encoder.encode(start, all[symbol], total);
  }
  return encoder.finish();
}

/**
 * Decodes `count` symbols that `encodeSymbols` encoded under the same frequencies.
 *
 * @internal Tests alone use it so far.
 */
export function decodeSymbols(bytes: Uint8Array, count: number, frequencies: (position: number) => readonly number[]): number[] {
  const decoder = new ArithmeticDecoder(bytes);
  return Array.from({ length: count }, (_, position) => {
    const all = frequencies(position);
    const total = all.reduce((sum, frequency) => sum + frequency, 0);
    const target = decoder.target(total);
    let [symbol, start] = [0, 0];
    while (start + all[symbol] <= target) start += all[symbol++];
    decoder.consume(start, all[symbol], total);
    return symbol;
  });
}

class BitWriter {
  private bytes = new Uint8Array(64);
  private length = 0;

  write(bit: 0 | 1): void {
    const at = this.length >> 3;
    if (at === this.bytes.length) {
      const grown = new Uint8Array(2 * at);
      grown.set(this.bytes);
      this.bytes = grown;
    }
    this.bytes[at] |= bit << (7 - (this.length++ & 7));
  }

  finish(): { bytes: Uint8Array<ArrayBuffer>; bitLength: number } {
    return { bytes: this.bytes.slice(0, Math.ceil(this.length / 8)), bitLength: this.length };
  }
}
