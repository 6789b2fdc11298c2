/** The texts that the lab serves, against the digests, splits and entropies of an independent implementation. Each where it is prepared. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { mdlAlpha } from '../../../../src/coding/description-length.ts';
import { textStorage } from '../../../../src/data/kinds/text-storage.ts';
import { parseManifest } from '../../../../src/data/manifest.ts';
import { factsOf, setSizes } from '../../../../src/data/sources/index.ts';
import { chunkCount } from '../../../../src/data/text/chunks.ts';
import { entropyBits } from '../../../../src/data/text/entropy.ts';
import { alphabetOf } from '../../../../src/data/text/alphabet.ts';
import { partsOf } from '../../../../src/data/text/split.ts';
import vectors from '../../../reference/text/data.json' with { type: 'json' };

const { corpora } = vectors;
const served = join(import.meta.dirname, '../../../../public/data');
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe.each([
  ['moby-dick', corpora.moby],
  ['state-of-the-union', corpora.sotu],
] as const)('%s', (name, expected) => {
  const parts = ['train', 'validation', 'test'] as const;

  test('is known ahead as it is', () => {
    const choice = { data: { name } };
    expect(factsOf(choice)).toMatchObject({
      input: { kind: 'tokens', length: 64, vocabulary: expected.alphabet },
      outputs: expected.alphabet,
    });
    const sizes = setSizes(choice);
    for (const part of parts) expect(sizes[part]).toEqual({ samples: expected[part].chunks64, coded: expected[part].bytes });
    expect(mdlAlpha({ unit: 'nats' }, sizes.train.coded) / expected.mdl_alpha_32bit).toBeCloseTo(1, 10);
    const dropped = { data: { name, start: 'drop', alphabet: 'bytes', length: 512 } };
    expect(factsOf(dropped)).toMatchObject({ input: { length: 511, vocabulary: 256 }, outputs: 256 });
    expect(setSizes(dropped).train).toEqual({ samples: expected.train.chunks512, coded: expected.train.bytes });
  });

  const folder = join(served, name);
  test.skipIf(!existsSync(join(folder, 'manifest.json')))('has the bytes, parts and entropies of the vectors', () => {
    const manifest = parseManifest(readFileSync(join(folder, 'manifest.json'), 'utf8'), folder, name, textStorage);
    const text = Buffer.concat(manifest.splits.train.text.map(({ file }) => gunzipSync(readFileSync(join(folder, file)))));
    expect(text.length).toBe(expected.bytes);
    expect([digest(text), manifest.sha256]).toEqual([expected.sha256, expected.sha256]);
    expect([alphabetOf(text, 'used').values.length, manifest.values]).toEqual([expected.alphabet, expected.alphabet]);
    const found = partsOf(text, 'interleaved');
    for (const part of parts) {
      expect(found[part].length).toBe(expected[part].bytes);
      expect(digest(found[part])).toBe(expected[part].sha256);
      for (const length of [64, 512] as const) expect(chunkCount(found[part].length, { length })).toBe(expected[part][`chunks${length}`]);
    }
    // Of the long text the first million bytes, as the vectors say.
    const counted = name === 'moby-dick' ? found.train : found.train.subarray(0, 1e6);
    for (const [order, bits] of Object.entries(expected.conditional_entropy_of_train_bits)) {
      expect(entropyBits(counted, Number(order))).toBeCloseTo(bits, 9);
    }
  });
});
