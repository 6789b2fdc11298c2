/** Bytes as records have them, and what is read of them. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleSchema, sampleText, visible } from '../../../../src/data/text/sample.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test('text is read as it is, in one piece', () => {
  for (const text of ['Call me Ishmael.', '“the whale—”', 'naïve 鯨 🐋']) {
    expect(visible(sampleText(bytesOf(text)))).toEqual([{ at: 0, text, byte: null }]);
  }
});

test('what cannot be seen has a sign, and what is no text its number', () => {
  expect(visible(sampleText(bytesOf('a\nb\t')))).toEqual([
    { at: 0, text: 'a', byte: null },
    { at: 1, text: '↵', byte: 'line break' },
    { at: 2, text: 'b', byte: null },
    { at: 3, text: '⇥', byte: 'tab' },
  ]);
  // The first two bytes of a typographic quote, then a letter, then the second one alone.
  expect(visible(sampleText(Uint8Array.of(0xe2, 0x80, 0x61, 0x80, 0x00)))).toEqual([
    { at: 0, text: 'E2', byte: 'byte E2' },
    { at: 1, text: '80', byte: 'byte 80' },
    { at: 2, text: 'a', byte: null },
    { at: 3, text: '80', byte: 'byte 80' },
    { at: 4, text: '00', byte: 'byte 00' },
  ]);
});

test('of any bytes nothing is lost, and characters are those of a strict decoder', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => {
      const text = sampleSchema.parse(sampleText(bytes));
      expect(Uint8Array.from(text, (character) => character.charCodeAt(0))).toEqual(bytes);
      const shown = visible(text).filter(({ byte }) => byte === null);
      for (const { text: own } of shown) expect(new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(own))).toBe(own);
      const hidden = visible(text).length - shown.length;
      expect(hidden + shown.reduce((sum, { text: own }) => sum + bytesOf(own).length, 0)).toBe(bytes.length);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
      const read = visible(sampleText(bytesOf(text)));
      // oxlint-disable-next-line no-control-regex
      if (!/[\0-\x1f\x7f]/.test(text)) expect(read.map(({ text: own }) => own).join('')).toBe(text);
    }),
  );
});
