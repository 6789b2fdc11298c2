/** Bytes one by one: what stands for each, and what of a typed text a network has symbols for. */
import { expect, test } from 'vitest';
import { signOf, signsOf } from '../../../../src/data/text/byte-signs.ts';
import { knownBytes } from '../../../../src/data/text/known-bytes.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const textsOf = (bytes: Uint8Array) => signsOf(bytes).map(({ text }) => text);

test('characters stand as they are, at the first of their bytes; what cannot be seen has a sign or its number', () => {
  expect(textsOf(encode('a “ß”\n\t'))).toEqual(['a', ' ', '“', '·', '·', 'ß', '·', '”', '·', '·', '↵', '⇥']);
  expect(textsOf(encode('😀'))).toEqual(['😀', '·', '·', '·']);
  expect(signsOf(encode('–')).map(({ name }) => name)).toEqual(['first', 'second', 'third'].map((th) => `${th} of the 3 bytes of “–”`));
  expect([0, 13, 32, 65, 127, 0xe2].map((byte) => signOf(byte).name)).toEqual([
    'byte 00',
    'carriage return',
    'space',
    '“A”',
    'byte 7F',
    'byte E2',
  ]);
});

test.each([
  ['a character that is cut off', [0x61, 0xe2, 0x80], ['a', 'E2', '80']],
  ['bytes behind each other that are none', [0xe2, 0x41, 0x80, 0xff], ['E2', 'A', '80', 'FF']],
  ['more bytes than a character needs', [0xc0, 0xaf], ['C0', 'AF']],
  ['half of a pair of surrogates', [0xed, 0xa0, 0x80], ['ED', 'A0', '80']],
  ['a mark of byte order, which has no shape', [0xef, 0xbb, 0xbf], ['EF', 'BB', 'BF']],
])('%s: every byte by itself', (_name, bytes, texts) => {
  expect(textsOf(Uint8Array.from(bytes))).toEqual(texts);
});

test('all bytes have a sign', () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  expect(textsOf(all)).toHaveLength(256);
  for (const { text, name } of signsOf(all)) {
    expect(text.length).toBeGreaterThan(0);
    expect(name.length).toBeGreaterThan(0);
  }
});

test('characters without a symbol are left out whole, and named once each', () => {
  const alphabet = Uint8Array.of(...encode('abc –'));
  const { bytes, foreign } = knownBytes('ab é—– cé😀', alphabet);
  expect(new TextDecoder().decode(bytes)).toBe('ab – c');
  expect(foreign).toEqual(['é', '—', '😀']);
  expect(knownBytes('', alphabet)).toEqual({ bytes: new Uint8Array(), foreign: [] });
});
