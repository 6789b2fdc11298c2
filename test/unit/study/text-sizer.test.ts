import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { compressors } from '../../../src/coding/compressors.ts';
import { TextSizer, type SizingProgress } from '../../../src/study/text-sizer.ts';

const liblzma = (): Promise<Uint8Array<ArrayBuffer>> =>
  readFile('node_modules/node-liblzma/lib/wasm/liblzma.wasm').then((file) => new Uint8Array(file));

describe('TextSizer', () => {
  it('packs a text by all compressors and tells how far it is', async () => {
    const text = new TextEncoder().encode('Call me Ishmael. Some years ago, never mind how long precisely. '.repeat(200));
    const told: SizingProgress[] = [];
    const { bytes, sizes } = await new TextSizer(liblzma).measure(text, (progress) => told.push(progress));
    expect(bytes).toBe(text.length);
    expect(Object.keys(sizes)).toEqual(compressors.map(({ id }) => id));
    for (const [id, size] of Object.entries(sizes)) {
      expect(size.bytes, id).toBeGreaterThan(0);
      expect(size.bytes, id).toBeLessThan(id.startsWith('whole-') ? text.length / 20 : text.length);
      expect(size.chunks?.count ?? null, id).toBe(id.startsWith('chunk-') ? 25 : null);
    }
    expect(new Set(told.map(({ doing }) => doing))).toEqual(new Set(compressors.map(({ title }) => title)));
    told.reduce((before, { share }) => {
      expect(share).toBeGreaterThanOrEqual(before);
      expect(share).toBeLessThan(1);
      return share;
    }, 0);
  });

  it('leaves out those that a long text would keep busy for hours', async () => {
    const least = Math.min(...compressors.map(({ most = Infinity }) => most));
    expect(least).toBe(2 ** 24);
  });
});
