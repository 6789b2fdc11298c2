/** PNGs of every kind give the pixels that another decoder gives, and whatever is damaged is refused by name and with a remedy. */
import fc from 'fast-check';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { decodePng } from '../../../../src/data/own/png.ts';
import { pngFile, samplesPerPixel, type PngOptions } from './files.ts';

const ramp = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 37 + 11) % 256);

const kinds = [
  ...[1, 2, 4, 8, 16].map((depth) => ({ colour: 0 as const, depth })),
  ...[8, 16].flatMap((depth) => ([2, 4, 6] as const).map((colour) => ({ colour, depth }))),
  ...[1, 2, 4, 8].map((depth) => ({ colour: 3 as const, depth })),
];

const side = fc.integer({ min: 1, max: 11 });
/** Any PNG of a kind, its transparent colour or palette of alphas among it. */
const anyPng = fc
  .record({
    kind: fc.constantFrom(...kinds),
    width: side,
    height: side,
    filters: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 5 }),
    interlaced: fc.constantFrom(0, 1),
    isTransparent: fc.boolean(),
    seed: fc.nat(2 ** 20),
  })
  .map(({ kind: { colour, depth }, seed, isTransparent, ...rest }): PngOptions => {
    const entries = 2 ** Math.min(depth, 8);
    // A few different values, so that a transparent colour is hit.
    const few = Array.from({ length: 5 }, (_, i) => (seed * (i + 3) * 7919) % 2 ** depth);
    const samples = Array.from({ length: rest.width * rest.height * samplesPerPixel[colour] }, (_, i) => few[(i * i + seed) % 5]);
    const options = { ...rest, colour, depth, samples };
    if (colour === 3) {
      const palette = [...ramp(3 * entries)];
      return isTransparent
        ? { ...options, palette, transparency: [...ramp(entries).subarray(0, (seed % entries) + 1)] }
        : { ...options, palette };
    }
    if (!isTransparent || colour === 4 || colour === 6) return options;
    const clear = samples.slice(0, samplesPerPixel[colour]);
    return { ...options, transparency: clear.flatMap((value) => [value >> 8, value & 255]) };
  });

describe('PNG', () => {
  test('of every colour type, depth, filter and interlacing has the pixels that pngjs reads, laid on white', async () => {
    await fc.assert(
      fc.asyncProperty(anyPng, async (options) => {
        const file = pngFile(options);
        const { pixels, channels, isLaidOnWhite, ...size } = await decodePng(file, 'a');
        const { data } = PNG.sync.read(Buffer.from(file));
        expect({ ...size, channels }).toEqual({
          width: options.width,
          height: options.height,
          channels: options.colour === 0 || options.colour === 4 ? 1 : 3,
          format: 'png',
          depth: options.depth,
        });
        const expected = Array.from({ length: pixels.length }, (_, i) => {
          const from = 4 * Math.floor(i / channels);
          const alpha = data[from + 3] / 255;
          return Math.round(data[from + (i % channels)] * alpha + 255 * (1 - alpha));
        });
        expect([...pixels]).toEqual(expected);
        expect(isLaidOnWhite).toBe(data.some((value, i) => i % 4 === 3 && value < 255));
      }),
      { numRuns: 300 },
    );
  });

  const grey = { width: 2, height: 2, colour: 0, samples: ramp(4) } as const;
  const whole = pngFile(grey);
  test.each<[string, Uint8Array, RegExp]>([
    [
      'a depth that its kind has not',
      pngFile({ ...grey, header: { depth: 4, colour: 2 } }),
      /c\/a\.png has 4 bits a sample, which no PNG/u,
    ],
    ['an unknown colour type', pngFile({ ...grey, header: { colour: 5 } }), /has the unknown colour type 5\./u],
    ['an unknown interlacing', pngFile({ ...grey, header: { interlaced: 2 } }), /is interlaced in an unknown way/u],
    ['a size beyond the limit', pngFile({ ...grey, header: { width: 2000 } }), /has 2,000 × 2 pixels\. Sides may have 1 to 1,024/u],
    ['no pixel', pngFile({ ...grey, header: { height: 0 } }), /has 2 × 0 pixels/u],
    ['rows that are missing', pngFile({ ...grey, header: { height: 3 } }), /holds 6 of 9 bytes/u],
    ['rows that are too many', pngFile({ ...grey, header: { height: 1 } }), /cannot be unpacked/u],
    ['a byte that was changed', whole.map((byte, i) => (i === 24 ? 4 : byte)), /check sum of its part “IHDR” is wrong/u],
    ['a part of no plain PNG', pngFile({ ...grey, extra: [['CgBI', ramp(4)]] }), /has a part “CgBI”, which no plain PNG has/u],
    ['an animation', pngFile({ ...grey, extra: [['acTL', ramp(8)]] }), /is an animation\. Take one of its pictures/u],
    ['a filter that there is not', pngFile({ ...grey, filters: [0, 7] }), /unknown filter 7/u],
    [
      'a colour that the palette lacks',
      pngFile({ width: 1, height: 1, colour: 3, samples: Uint8Array.of(4), palette: [1, 2, 3] }),
      /palette lacks/u,
    ],
    ['no palette', pngFile({ width: 1, height: 1, colour: 3, samples: Uint8Array.of(0) }), /palette lacks/u],
    ['half of a transparent colour', pngFile({ ...grey, transparency: [0] }), /does not say what is transparent/u],
    ['its end', whole.subarray(0, whole.length - 12), /ends before its end/u],
  ])('is refused: %s', async (_, bytes, message) => {
    await expect(decodePng(bytes, 'c/a.png')).rejects.toThrow(message);
  });
});
