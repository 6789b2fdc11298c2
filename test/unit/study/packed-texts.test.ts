/** What the compressors of the lab make of a text that it serves, where it is prepared, against what was recorded and the reference. */
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { packedBy } from '../../../src/coding/compressors.ts';
import { withHeaderOnce } from '../../../src/coding/packed-size.ts';
import { textStorage } from '../../../src/data/kinds/text-storage.ts';
import { parseManifest } from '../../../src/data/manifest.ts';
import { partsOf } from '../../../src/data/text/split.ts';
import { loadL0Published } from '../../../src/study/families/l0/published.ts';
import reference from '../../reference/text/compressors.json';

const { packed } = await loadL0Published();
const [moby, sotu] = packed;
const folder = join(import.meta.dirname, '../../../public/data/moby-dick');
const tools = {
  liblzma: () => readFile('node_modules/node-liblzma/lib/wasm/liblzma.wasm').then((file) => new Uint8Array(file)),
  report: async () => {},
};

describe('the recorded sizes', () => {
  it('are those of the reference, within a thousandth where its Zstandard is another version', () => {
    const of = { moby: reference.moby_train, sotu: reference.sotu_train };
    expect([moby.bytes, sotu.bytes]).toEqual([of.moby.train, of.sotu.train]);
    for (const [found, one, all] of [
      [moby, of.moby, { xz: of.moby['chunk512 xz-6 (CRC64)'].bytes, deflate: of.moby['chunk512 deflate-raw-9'].bytes }],
      [
        sotu,
        of.sotu,
        {
          xz: reference.sotu_train_all_chunks['chunk512 xz-6 (CRC64)'],
          deflate: reference.sotu_train_all_chunks['chunk512 deflate-raw-9'],
        },
      ],
    ] as const) {
      const { sizes } = found;
      expect(sizes['chunk-xz'].bytes).toBe(all.xz);
      expect(sizes['chunk-deflate'].bytes).toBe(all.deflate);
      expect(sizes['whole-xz'].bytes).toBe(one['whole xz-6'].bytes);
      expect(sizes['whole-gzip'].bytes).toBe(one['whole gzip-9'].bytes);
      expect(sizes['whole-bzip2'].bytes).toBe(one['whole bzip2-9'].bytes);
      expect(Math.abs(sizes['whole-zstd'].bytes / one['whole zstd-19'].bytes - 1)).toBeLessThan(0.001);
    }
    expect(moby.sizes['whole-zstd'].bytes).toBe(reference.zstd_1_5_7.moby_whole);
    expect(moby.sizes['chunk-zstd'].bytes).toBe(reference.zstd_1_5_7.moby_chunks);
    expect(moby.sizes['whole-ppmd'].bytes).toBe(reference.sevenzip.moby['PPMd o=6 mem=24']);
    expect(sotu.sizes['whole-ppmd'].bytes).toBe(reference.sevenzip.sotu['PPMd o=8 mem=28']);
    expect(withHeaderOnce(moby.sizes['chunk-xz'])).toBe(reference.moby_train['chunk512 xz-6 (CRC64)'].header_once);
  });

  it.skipIf(!existsSync(join(folder, 'manifest.json')))(
    'are what the compressors make of Moby-Dick, to the byte for xz, Zstandard and PPM',
    async () => {
      const manifest = parseManifest(readFileSync(join(folder, 'manifest.json'), 'utf8'), folder, moby.data, textStorage);
      const text = Buffer.concat(manifest.splits.train.text.map(({ file }) => gunzipSync(readFileSync(join(folder, file)))));
      const train = Uint8Array.from(partsOf(text, 'interleaved').train);
      expect(train.length).toBe(moby.bytes);
      for (const id of ['chunk-zstd', 'whole-zstd', 'whole-xz', 'whole-ppm'] as const) {
        expect(await packedBy(id, train, tools), id).toEqual(moby.sizes[id]);
      }
      const gzip = await packedBy('whole-gzip', train, tools);
      expect(Math.abs(gzip!.bytes / moby.sizes['whole-gzip'].bytes - 1)).toBeLessThan(0.02);
    },
    120_000,
  );
});
