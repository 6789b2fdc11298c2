import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSymbols, encodeSymbols, MAX_TOTAL, quantise, QUANTISED_TOTAL } from '../../../src/coding/arithmetic-coder.ts';
import { stream } from '../../../src/math/random.ts';
import vectors from '../../reference/l0-test-vectors.json';

const vector = vectors.arithmetic_coder;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const idealBits = (symbols: readonly number[], frequencies: (position: number) => readonly number[]): number =>
  symbols.reduce((bits, symbol, i) => bits - Math.log2(frequencies(i)[symbol] / frequencies(i).reduce((a, b) => a + b, 0)), 0);

/** A message and the model of each of its symbols, from one seed. */
const messages = fc
  .record({
    seed: fc.integer({ min: 0, max: 1e9 }),
    length: fc.integer({ min: 0, max: 300 }),
    alphabet: fc.integer({ min: 1, max: 40 }),
    skew: fc.constantFrom(0, 1, 20),
  })
  .map(({ seed, length, alphabet, skew }) => {
    const random = stream(seed, 'message');
    const models = Array.from({ length: 3 }, () => {
      const weights = Array.from({ length: alphabet }, () => Math.exp(skew * random.normal()));
      const sum = weights.reduce((a, b) => a + b, 0);
      return quantise(weights.map((weight) => weight / sum));
    });
    return { symbols: Array.from({ length }, () => random.integer(alphabet)), frequencies: (position: number) => models[position % 3] };
  });

describe('quantise', () => {
  it('has the reference frequencies', () => {
    expect(quantise(vector.p)).toEqual(vector.freqs_total_65536);
  });

  it('gives every symbol a frequency and the remainder to the first of the likeliest', () => {
    expect(quantise([1])).toEqual([65536]);
    expect(quantise([0, 1, 0])).toEqual([1, 65534, 1]);
    expect(quantise([1 / 3, 1 / 3, 1 / 3])).toEqual([21846, 21845, 21845]);
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 1, maxLength: 300 }), (weights) => {
        const sum = weights.reduce((a, b) => a + b, 0);
        const frequencies = quantise(weights.map((weight) => weight / sum));
        expect(frequencies.reduce((a, b) => a + b, 0)).toBe(QUANTISED_TOTAL);
        expect(Math.min(...frequencies)).toBeGreaterThanOrEqual(1);
      }),
      { seed: 1 },
    );
  });

  it('refuses what are no probabilities', () => {
    for (const p of [[], [0.5, 0.4], [1.5, -0.5], [Number.NaN, 1], Array.from({ length: 65537 }, () => 1 / 65537)]) {
      expect(() => quantise(p)).toThrow(/numbers ≥ 0 with sum 1/);
    }
  });
});

describe('the arithmetic coder', () => {
  it('writes the reference bits, and reads them back', () => {
    const frequencies = quantise(vector.p);
    const { bytes, bitLength } = encodeSymbols(vector.message, () => frequencies);
    expect(bitLength).toBe(vector.bits_out);
    expect(hex(bytes)).toBe(vector.hex_msb_first);
    expect(decodeSymbols(bytes, vector.message.length, () => frequencies)).toEqual(vector.message);
    expect(idealBits(vector.message, () => frequencies)).toBeCloseTo(vector.ideal_bits_quantised, 9);
  });

  it('returns every message, at most 3 bits longer than ideal, under models that change from symbol to symbol', () => {
    fc.assert(
      fc.property(messages, ({ symbols, frequencies }) => {
        const { bytes, bitLength } = encodeSymbols(symbols, frequencies);
        expect(decodeSymbols(bytes, symbols.length, frequencies)).toEqual(symbols);
        expect(bitLength - idealBits(symbols, frequencies)).toBeLessThanOrEqual(3);
        expect(bytes).toHaveLength(Math.ceil(bitLength / 8));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('holds at the largest total, for runs of the rarest symbol and of the commonest', () => {
    const frequencies = [1, MAX_TOTAL - 2, 1];
    for (const symbols of [[0, 0, 0, 2, 2, 2, 0, 2, 0], Array.from({ length: 5000 }, () => 1), [1, 0, 1, 2, 1, 1, 0]]) {
      const { bytes, bitLength } = encodeSymbols(symbols, () => frequencies);
      expect(decodeSymbols(bytes, symbols.length, () => frequencies)).toEqual(symbols);
      expect(bitLength - idealBits(symbols, () => frequencies)).toBeLessThanOrEqual(3);
    }
  });

  it('decodes any bytes to some message of the length asked for', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), messages, (bytes, { frequencies }) => {
        const symbols = decodeSymbols(bytes, 50, frequencies);
        expect(symbols.every((symbol, i) => frequencies(i)[symbol] >= 1)).toBe(true);
      }),
      { seed: 2 },
    );
  });

  it('refuses a symbol that the model does not know', () => {
    expect(() => encodeSymbols([0, 3], () => [5, 5, 5])).toThrow(/Symbol 3 at position 1/);
  });
});
