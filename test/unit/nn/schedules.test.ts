import { expect, test } from 'vitest';
import { ramp, warmCosineByEpoch, warmCosineByStep } from '../../../src/nn/optimizer/schedules.ts';
import vectors from '../../reference/l0-nn-vectors.json' with { type: 'json' };

const relative = (actual: number, expected: number): number => Math.abs(actual / expected - 1);

test('the schedule of the ImageNet runs', () => {
  const rate = warmCosineByEpoch({ peak: 0.09, least: 0.0009, warmUp: 5, end: 90 });
  for (const [epoch, value] of Object.entries(vectors.lr_schedules.imagenet))
    expect(relative(rate(Number(epoch)), value)).toBeLessThan(1e-9);
});

test('the schedule of the transformer runs', () => {
  const rate = warmCosineByStep({ peak: 3e-4, least: 3e-5, warmUp: 2000, end: 108_093 });
  for (const [step, value] of Object.entries(vectors.lr_schedules.transformer_T_108093))
    expect(relative(rate(Number(step)), value)).toBeLessThan(1e-9);
});

test('α rises along its ramp and stays', () => {
  expect([0, 5, 10, 100].map(ramp(0.4, 10))).toEqual([0, 0.2, 0.4, 0.4]);
});
