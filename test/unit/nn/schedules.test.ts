import { expect, test } from 'vitest';
import { constant, ramp, scheduled, warmCosineByEpoch, warmCosineByStep } from '../../../src/nn/optimizer/schedules.ts';
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

test('a schedule gives every step its numbers, α with the learning rate where asked', () => {
  const penalty = { kind: 'exponential', alpha: 0.5, beta: 5 } as const;
  const halving = (step: number): number => 0.1 / 2 ** step;
  const alone = scheduled({ learningRate: halving, penalty, rho: 0.25, alphaFactor: ramp(1, 2) });
  expect([0, 1, 2].map((step) => alone(step).penalty?.alpha)).toEqual([0, 0.25, 0.5]);
  expect(alone(1)).toMatchObject({ learningRate: 0.05, rho: 0.25, penalty: { beta: 5 } });
  const coupled = scheduled({ learningRate: halving, penalty, scaleAlphaWithLearningRate: true });
  expect([0, 1, 2].map((step) => coupled(step).penalty?.alpha)).toEqual([0.5, 0.25, 0.125]);
  expect(scheduled({ learningRate: constant(0.1) })(3).penalty).toBeUndefined();
});
