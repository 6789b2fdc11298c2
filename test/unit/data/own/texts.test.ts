/** Texts of one's own: which files are taken, and what is known of a job about one. How they are kept is tested in a browser. */
import { describe, expect, test } from 'vitest';
import { readOwnText } from '../../../../src/data/own/texts.ts';
import { factsOf, setSizes, sourceOf } from '../../../../src/data/sources/index.ts';
import { ownText } from '../../../../src/data/sources/own-text.ts';

describe('a file', () => {
  const file = (bytes: Uint8Array<ArrayBuffer>) => ({ path: 'some.bin', blob: new Blob([bytes]) });

  test('is taken byte by byte, whatever it encodes', async () => {
    const bytes = Uint8Array.of(0xff, 0xfe, 0, 13, 10, 0xc3);
    expect(await readOwnText(file(bytes))).toEqual({ text: bytes, warnings: [] });
  });

  test('that is probably no text is warned of', async () => {
    const bytes = Uint8Array.from({ length: 65_536 }, (_, i) => Math.imul(i, 2_654_435_761) >>> 24);
    const { warnings } = await readOwnText(file(bytes));
    expect(warnings.join(' ')).toMatch(/256 of the 256 byte values.*probably compressed already/u);
  });

  test('is refused when it is empty or too large, before it is read', async () => {
    await expect(readOwnText(file(new Uint8Array()))).rejects.toMatchObject({ kind: 'unusable', message: /some\.bin is empty/u });
    const blob = { size: 64_000_001 } as Blob;
    await expect(readOwnText({ path: 'large.txt', blob })).rejects.toThrow(
      /large\.txt has 64,000,001 bytes\. A text may have up to 64,000,000 bytes: take a part of it/u,
    );
  });
});

describe('a job about one', () => {
  const text = { name: 'Letters', sha256: 'a'.repeat(64), bytes: 200_000, values: 61 };
  const about = (data: object, of: object = text) => ({ data: { name: ownText.id, ...data }, text: { ...text, ...of } });

  test('has what is known of it ahead', () => {
    expect(factsOf(about({}))).toMatchObject({ title: 'Letters', input: { kind: 'tokens', length: 64, vocabulary: 61 }, outputs: 61 });
    expect(factsOf(about({ alphabet: 'bytes', start: 'drop', length: 100 })).input).toEqual({
      kind: 'tokens',
      length: 99,
      vocabulary: 256,
    });
    expect(setSizes(about({})).train).toEqual({ samples: (200_000 - 2 * 8192) / 64, coded: 200_000 - 2 * 8192 });
    expect(setSizes(about({ split: 'none' })).train.coded).toBe(200_000);
    expect(ownText.describe(about({}))).toBe('183,616 bytes to train, in chunks of 64, of 61 symbols');
  });

  test('is not split where it is too short, and says so', () => {
    const complaints = (given: ReturnType<typeof about>) => sourceOf(given).complaints?.(given);
    expect(complaints(about({}))).toEqual([]);
    expect(complaints(about({}, { bytes: 163_839 }))).toEqual([['data.split', expect.stringContaining('at least 163,840 are needed')]]);
    expect(complaints(about({ split: 'none' }, { bytes: 20 }))).toEqual([]);
  });

  test('is unknown while none has been chosen', () => {
    expect(ownText.facts({ data: { name: ownText.id } })).toBeNull();
    expect(() => factsOf({ data: { name: ownText.id } })).toThrow(/add them under “Data sets”/u);
  });
});
