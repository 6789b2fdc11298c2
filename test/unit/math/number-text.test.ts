import { expect, test } from 'vitest';
import { bytesText, grouped } from '../../../src/math/number-text.ts';

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [266_610, '266,610'],
  [2 ** 32 - 1, '4,294,967,295'],
  [12.6, '13'],
  [-45_678, '-45,678'],
])('%d is written %s', (value, text) => {
  expect(grouped(value)).toBe(text);
  expect(bytesText(value)).toBe(`${text} bytes`);
});
