import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromBase64Url, toBase64Url } from '../../../src/study/base64url.ts';

it('agrees with Node’s base64url', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = toBase64Url(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64url'));
      expect([...fromBase64Url(text)]).toEqual([...bytes]);
    }),
  );
});

it('refuses other alphabets and impossible lengths', () => {
  for (const text of ['a+b/', 'ab==', 'a b', 'abcde', 'ä']) expect(() => fromBase64Url(text)).toThrow(RangeError);
});
