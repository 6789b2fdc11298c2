import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { packedBy } from '../../../src/coding/compressors.ts';
import { CHUNK_BYTES, withHeaderOnce, type CompressorId, type PackedSize } from '../../../src/coding/packed-size.ts';
import { Liblzma } from '../../../src/coding/liblzma.ts';
import reference from '../../reference/text/compressors.json';

const vector = reference.chunked;

/** The formula text of the reference. */
function formulaText(): Uint8Array<ArrayBuffer> {
  let state = 12345;
  let text = '';
  while (text.length < 8 * CHUNK_BYTES) {
    state = Number((1103515245n * BigInt(state) + 12345n) % 2n ** 31n);
    text += `${vector.words[(state >> 16) % vector.words.length]} `;
  }
  return new TextEncoder().encode(text.slice(0, 8 * CHUNK_BYTES));
}

const liblzma = (): Promise<Uint8Array<ArrayBuffer>> =>
  readFile('node_modules/node-liblzma/lib/wasm/liblzma.wasm').then((file) => new Uint8Array(file));
const tools = { liblzma, report: async () => {} };
const text = formulaText();
const chunksOf = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] =>
  Array.from({ length: Math.ceil(bytes.length / CHUNK_BYTES) }, (_, i) => bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES));

async function sizeBy(id: CompressorId, bytes: Uint8Array<ArrayBuffer>): Promise<PackedSize> {
  const size = await packedBy(id, bytes, tools);
  if (!size) throw new RangeError(id);
  return size;
}

describe('the formula text', () => {
  it('is that of the reference', () => {
    expect(new TextDecoder().decode(text.subarray(0, 64))).toBe(vector.first64);
    expect(createHash('sha256').update(text).digest('hex')).toBe(vector.sha256);
  });

  it('in chunks and as a whole is as long as the reference says for xz', async () => {
    const each = await Promise.all(chunksOf(text).map(async (chunk) => (await sizeBy('chunk-xz', chunk)).bytes));
    expect(each).toEqual(vector.xz.chunks);
    expect(await sizeBy('chunk-xz', text)).toEqual({ bytes: vector.xz.sum, chunks: { count: 8, header: vector.xz.of_one_zero } });
    expect((await sizeBy('whole-xz', text)).bytes).toBe(vector.xz.whole);
  });

  it('is within 2 bytes a chunk of the reference for Zstandard, of another version, and within 3 % for the deflate of the machine', async () => {
    for (const [id, most, one, header] of [
      ['chunk-zstd', 2, vector.zstd19, vector.zstd19.empty_frame_of_one_zero],
      ['chunk-deflate', 7, vector.deflate_raw9, vector.deflate_raw9.of_one_zero],
    ] as const) {
      const each = await Promise.all(chunksOf(text).map(async (chunk) => (await sizeBy(id, chunk)).bytes));
      each.forEach((bytes, i) => expect(Math.abs(bytes - one.chunks[i])).toBeLessThanOrEqual(most));
      const all = await sizeBy(id, text);
      expect(all).toEqual({ bytes: each.reduce((sum, bytes) => sum + bytes, 0), chunks: { count: 8, header } });
      expect(withHeaderOnce(all)).toBe(all.bytes - 7 * header);
    }
    expect(Math.abs((await sizeBy('whole-zstd', text)).bytes - vector.zstd19.whole)).toBeLessThanOrEqual(2);
  });
});

describe('liblzma', () => {
  it('packs a chunk alone into as many bytes with a small window as with that of its preset', async () => {
    const lzma = await Liblzma.from(await liblzma());
    const chunks = lzma.chunkSizes();
    const varied = [0, 1, 2, 60, 127, 128, 129, 300, 511, 512].flatMap((length) => [
      text.subarray(0, length),
      text.map((byte, i) => (byte * i * 2654435761) >>> 24).subarray(0, length),
      new Uint8Array(length),
    ]);
    for (const chunk of varied) expect(chunks.of(chunk)).toBe(await lzma.size(chunk, tools.report));
    chunks.dispose();
  });
});
