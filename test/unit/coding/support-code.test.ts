import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSupport, encodeSupport, maxOverheadBytes } from '../../../src/coding/support-code.ts';
import { log2Binomial } from '../../../src/math/log-gamma.ts';
import { stream } from '../../../src/math/random.ts';

function randomSupport(seed: number, cells: number, ones: number): Uint8Array {
  const support = new Uint8Array(cells).fill(1, 0, ones);
  return stream(seed, 'support').shuffle<number, Uint8Array>(support);
}

describe('encodeSupport', () => {
  it('returns every support, within 3 bits of its information content', () => {
    const supports = fc
      .tuple(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 0, max: 400 }), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([seed, cells, share]) => randomSupport(seed, cells, Math.round(share * cells)));
    fc.assert(
      fc.property(supports, (support) => {
        const ones = support.reduce((sum, bit) => sum + bit, 0);
        const bytes = encodeSupport(support);
        expect(decodeSupport(bytes, support.length, ones)).toEqual(support);
        expect(bytes.length).toBeLessThanOrEqual(Math.ceil((log2Binomial(support.length, ones) + 3) / 8));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  // Computed in Python, in integers of any size, from the description of the coder (W, N & C 1987) and the counts left over.
  it.each([
    ['0010000000000010110110000010000010010000', '8a333050'],
    ['1000111100011110010011111001011010000101101010010010001000011011100000011011000111100111100110001111', '70e66f3d2c072cd9cc8dc087c0'],
    ['0000001000000000000000000000000000000000000000000000000000000000', '19'],
  ])('of %s is %s', (support, hex) => {
    expect(Buffer.from(encodeSupport(Uint8Array.from(support, Number))).toString('hex')).toBe(hex);
  });

  it.each([
    [266_610, 2898],
    [266_610, 1],
    [266_610, 266_609],
    [1_048_576, 20_000],
  ])('of %i cells with %i ones is within 3 bits of its information content', (cells, ones) => {
    const support = randomSupport(7, cells, ones);
    const bytes = encodeSupport(support);
    expect(Buffer.compare(decodeSupport(bytes, cells, ones), support)).toBe(0);
    expect(bytes.length).toBeLessThanOrEqual(Math.ceil((log2Binomial(cells, ones) + 3) / 8));
  });

  it.each([
    [512 * 4608, 3],
    [512 * 4608, 30_000],
    [2 ** 23, 1],
  ])('of %i cells with %i ones, where chances are rounded, is within the overhead stated', (cells, ones) => {
    const support = randomSupport(7, cells, ones);
    const bytes = encodeSupport(support);
    expect(Buffer.compare(decodeSupport(bytes, cells, ones), support)).toBe(0);
    expect(bytes.length - log2Binomial(cells, ones) / 8).toBeLessThanOrEqual(maxOverheadBytes(cells));
  });

  it('says nothing where the count says all', () => {
    expect(encodeSupport(new Uint8Array(9))).toHaveLength(0);
    expect(encodeSupport(new Uint8Array(9).fill(1))).toHaveLength(0);
    expect(decodeSupport(new Uint8Array(0), 3, 3)).toEqual(Uint8Array.of(1, 1, 1));
    expect(decodeSupport(new Uint8Array(0), 3, 0)).toEqual(Uint8Array.of(0, 0, 0));
  });

  it('decodes any bytes to a support with the count announced', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 0, max: 50 }), (bytes, ones) => {
        expect(decodeSupport(bytes, 50, ones).reduce((sum, bit) => sum + bit, 0)).toBe(ones);
      }),
      { seed: 3 },
    );
  });
});
