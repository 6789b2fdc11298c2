import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ppmPack, ppmUnpack } from '../../../src/coding/ppm.ts';

const LENGTH_BYTES = 4;

/** Words in an order of their own, with a rest of any bytes. */
const texts = fc
  .tuple(fc.array(fc.constantFrom('the ', 'whale ', 'of ', 'sea', '\n'), { maxLength: 400 }), fc.uint8Array({ maxLength: 300 }))
  .map(([words, rest]) => Uint8Array.from([...new TextEncoder().encode(words.join('')), ...rest, ...rest]));

/** The bits of the same model in a plainer expression: contexts are strings, counts in maps. */
function plainBits(bytes: Uint8Array): number {
  const seen = new Map<string, Map<number, number>>();
  const contextAt = (at: number, order: number): string => `${order}:${[...bytes.subarray(at - order, at)].join()}`;
  let bits = 0;
  for (let at = 0; at < bytes.length; at++) {
    const excluded = new Set<number>();
    let found = -1;
    for (let order = Math.min(4, at); order >= 0 && found < 0; order--) {
      const counts = [...(seen.get(contextAt(at, order)) ?? [])].filter(([byte]) => !excluded.has(byte));
      if (counts.length === 0) continue;
      const total = counts.reduce((sum, [, count]) => sum + count, counts.length);
      const own = counts.find(([byte]) => byte === bytes[at]);
      bits -= Math.log2((own?.[1] ?? counts.length) / total);
      if (own) found = order;
      for (const [byte] of counts) excluded.add(byte);
    }
    if (found < 0) bits += Math.log2(256 - excluded.size);
    for (let order = Math.max(found, 0); order <= Math.min(4, at); order++) {
      const counts = seen.get(contextAt(at, order)) ?? new Map<number, number>();
      seen.set(contextAt(at, order), counts.set(bytes[at], (counts.get(bytes[at]) ?? 0) + 1));
      if (counts.get(bytes[at]) === 255) for (const [byte, count] of counts) counts.set(byte, Math.floor((count + 1) / 2));
    }
  }
  return bits;
}

describe('PPM', () => {
  it('gives back what it packed', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (bytes) => {
        expect(ppmUnpack(await ppmPack(bytes), bytes.length)).toEqual(bytes);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('is as long as its model says, in a plainer expression, up to the rounding of the coder', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (bytes) => {
        const bits = 8 * ((await ppmPack(bytes)).length - LENGTH_BYTES);
        expect(Math.abs(bits - plainBits(bytes) - 5)).toBeLessThanOrEqual(5.5);
      }),
      { seed: 2, numRuns: 40 },
    );
  });

  it('forgets all when there is no room for more, and still gives back what it packed', async () => {
    const report = async (): Promise<void> => {};
    await fc.assert(
      fc.asyncProperty(texts, async (bytes) => {
        expect(ppmUnpack(await ppmPack(bytes, report, 40), bytes.length, 40)).toEqual(bytes);
      }),
      { seed: 3, numRuns: 40 },
    );
    const words = new TextEncoder().encode('call me Ishmael; '.repeat(100));
    expect((await ppmPack(words, report, 40)).length).toBeGreaterThan(3 * (await ppmPack(words)).length);
  });

  it('refuses what announces more than is expected, or nothing', () => {
    expect(() => ppmUnpack(Uint8Array.of(0xff, 0xff, 0xff, 0x7f, 0), 1000)).toThrow(/announces/);
    expect(() => ppmUnpack(new Uint8Array(3), 1000)).toThrow(/cut off/);
    expect(ppmUnpack(Uint8Array.of(5, 0, 0, 0), 1000)).toHaveLength(5);
  });

  it('tells how far it is', async () => {
    const shares: number[] = [];
    await ppmPack(new Uint8Array(100_000), async (share) => void shares.push(share));
    expect(shares).toEqual([0, 0.32768, 0.65536, 0.98304]);
  });
});
