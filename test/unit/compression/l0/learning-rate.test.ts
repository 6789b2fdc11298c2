/** Learning rates over a job, and α with them, against the vectors of the specification. */
import { expect, test } from 'vitest';
import { learningRates } from '../../../../src/compression/l0/learning-rate.ts';
import { regularisation, termsOf } from '../../../../src/compression/l0/terms.ts';
import { jobSchema } from '../../../../src/study/schema.ts';
import vectors from '../../../reference/l0-test-vectors.json' with { type: 'json' };
import { isL0Job } from '../../../../src/study/families/l0/settings.ts';
import type { L0Job } from '../../../../src/study/families/l0/types.ts';

function job(training: Readonly<Record<string, unknown>>, compression: Readonly<Record<string, unknown>> = {}): L0Job {
  const parsed = jobSchema.parse({ compression: { method: 'drr', ...compression }, training });
  if (!isL0Job(parsed)) throw new Error('This is no ℓ0 job.');
  return parsed;
}

test('the cosine by epoch is that of the ImageNet runs, and fine-tuning stays at its end', () => {
  const batches = 7;
  const rates = learningRates(job({ learningRate: 0.09, schedule: 'cosine', minEpochs: 90, maxEpochs: 90 }), batches);
  for (const [epoch, rate] of Object.entries(vectors.lr_schedules.imagenet)) {
    for (const within of [0, batches - 1]) expect(rates.first((Number(epoch) - 1) * batches + within)).toBeCloseTo(rate, 9);
  }
  expect(rates.after(90)(5)).toBeCloseTo(0.0009, 12);
});

test('the cosine by step is that of the transformer runs, and goes on in fine-tuning', () => {
  const rates = learningRates(
    job({
      learningRate: 3e-4,
      leastRate: 0.1,
      schedule: 'cosine-by-step',
      warmUp: 2000,
      minEpochs: 0,
      maxEpochs: 90_000,
      fineTuneMax: 18_093,
      measureEvery: 100,
    }),
    1,
  );
  for (const [step, rate] of Object.entries(vectors.lr_schedules.transformer_T_108093)) {
    const at = Number(step);
    expect(at < 90_000 ? rates.first(at) : rates.after(90_000)(at - 90_000)).toBeCloseTo(rate, 12);
  }
});

test('α follows the rate where it is told to', () => {
  const training = { learningRate: 0.01, schedule: 'cosine', warmUp: 2, minEpochs: 10, maxEpochs: 10 };
  const alphaAt = (alphaFollowsRate: string, step: number): number | undefined => {
    const own = job(training, { alpha: 0.5, alphaFollowsRate });
    return regularisation(own, termsOf(own, []), 3)(step).terms?.[0]?.weight;
  };
  expect([0, 3, 20].map((step) => alphaAt('no', step))).toEqual([0.5, 0.5, 0.5]);
  expect(alphaAt('yes', 0)).toBeCloseTo(0.25, 12);
  expect(alphaAt('yes', 3)).toBeCloseTo(0.5, 12);
  const rates = learningRates(job(training), 3);
  expect(alphaAt('yes', 20)).toBeCloseTo((0.5 * rates.first(20)) / 0.01, 12);
  expect(alphaAt('yes', 20)).toBeLessThan(0.3);
});

test('a warm-up that leaves nothing for the cosine is refused', () => {
  expect(() => job({ schedule: 'cosine', warmUp: 20, minEpochs: 10, maxEpochs: 20 })).toThrow(/warmUp/u);
});
