import { expect, test } from 'vitest';
import { placeText } from '../../../src/lab/place-text.ts';
import { families } from '../../../src/study/schema.ts';

test('cycles are counted from 0 and epochs from 1, as in records, tables and figures', () => {
  const [cycles, epochs] = [families.get('dtc').unit, families.get('l0').unit];
  expect([0, 5, 33, 34].map((step) => placeText({ step, steps: 34 }, cycles))).toEqual(['0 of 33', '5 of 33', '33 of 33', '33 of 33']);
  expect([0, 99, 100].map((step) => placeText({ step, steps: 100 }, epochs))).toEqual(['1 of 100', '100 of 100', '100 of 100']);
});
