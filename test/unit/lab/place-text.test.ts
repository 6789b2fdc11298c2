import { expect, test } from 'vitest';
import { placeText } from '../../../src/lab/place-text.ts';
import type { Unit } from '../../../src/study/family.ts';
import { familyOf, jobSchema } from '../../../src/study/schema.ts';

const unitOf = (method: string, training: object = {}): Unit => {
  const job = jobSchema.parse({ compression: { method }, training });
  return familyOf(job).unitOf(job);
};

test('cycles are counted from 0 and epochs from 1, as in records, tables and figures', () => {
  const [cycles, epochs] = [unitOf('dtc'), unitOf('drr')];
  expect([0, 5, 33, 34].map((step) => placeText({ step, steps: 34 }, cycles))).toEqual(['0 of 33', '5 of 33', '33 of 33', '33 of 33']);
  expect([0, 99, 100].map((step) => placeText({ step, steps: 100 }, epochs))).toEqual(['1 of 100', '100 of 100', '100 of 100']);
});

test('what is trained by steps is counted in rounds of them', () => {
  expect(unitOf('drr')).toMatchObject({ one: 'epoch', many: 'epochs' });
  expect(unitOf('drr', { roundSteps: 1500 })).toEqual({ one: 'round', many: 'rounds', first: 1, of: '1,500 steps' });
});
