import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { packedBy } from '../../../src/coding/compressors.ts';
import { compressorNames } from '../../../src/coding/packed-size.ts';
import { TextSizer } from '../../../src/study/text-sizer.ts';
import type { SizingProgress, TextSizes } from '../../../src/study/text-sizes.ts';

const liblzma = (): Promise<Uint8Array<ArrayBuffer>> =>
  readFile('node_modules/node-liblzma/lib/wasm/liblzma.wasm').then((file) => new Uint8Array(file));

describe('TextSizer', () => {
  it('packs a text by all compressors and tells how far it is', async () => {
    const text = new TextEncoder().encode('Call me Ishmael. Some years ago, never mind how long precisely. '.repeat(200));
    const told: SizingProgress[] = [];
    let known: TextSizes['sizes'] = {};
    const sizer = new TextSizer(liblzma);
    const { bytes, sizes } = await sizer.measure(text, {}, (progress, sofar) => {
      told.push(progress);
      // What was there before stays, whatever comes.
      expect(sofar).toMatchObject(known);
      known = sofar;
    });
    expect(bytes).toBe(text.length);
    expect(Object.keys(known)).toHaveLength(compressorNames.length - 1);
    expect(Object.keys(sizes)).toEqual(compressorNames.map(({ id }) => id));
    for (const [id, size] of Object.entries(sizes)) {
      expect(size.bytes, id).toBeGreaterThan(0);
      expect(size.bytes, id).toBeLessThan(id.startsWith('whole-') ? text.length / 20 : text.length);
      expect(size.chunks?.count ?? null, id).toBe(id.startsWith('chunk-') ? 25 : null);
    }
    expect(new Set(told.map(({ doing }) => doing))).toEqual(new Set(compressorNames.map(({ title }) => title)));
    told.reduce((before, { share }) => {
      expect(share).toBeGreaterThanOrEqual(before);
      expect(share).toBeLessThan(1);
      return share;
    }, 0);
    // What is known is taken as it is.
    const { 'chunk-xz': missing, ...rest } = sizes;
    const again: string[] = [];
    expect(await sizer.measure(text, { ...rest, 'whole-gzip': { bytes: 1 } }, ({ doing }) => again.push(doing))).toEqual({
      bytes,
      sizes: { ...rest, 'whole-gzip': { bytes: 1 }, 'chunk-xz': missing },
    });
    expect(new Set(again)).toEqual(new Set(['xz, chunks']));
  });

  it('leaves out those that a long text would keep busy for hours', async () => {
    const text = new Uint8Array(2 ** 24 + 1);
    expect(await packedBy('whole-ppm', text, { liblzma, report: async () => {} })).toBeNull();
  });
});
