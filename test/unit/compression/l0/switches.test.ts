/** Switches where the paper and its code differ, each by what it must change and what it must not. */
import { describe, expect, test } from 'vitest';
import { objectiveOf, reportedObjective } from '../../../../src/compression/l0/objective.ts';
import { startBackend } from '../../../../src/nn/backend.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { jobSchema, type JobInput } from '../../../../src/study/schema.ts';
import vectors from '../../../reference/l0-test-vectors.json' with { type: 'json' };
import { nodeAssets } from '../../support/backends.ts';
import { ranJob, smallJob } from './job.ts';
import { isL0Job } from '../../../../src/study/families/l0/settings.ts';
import type { L0Job } from '../../../../src/study/families/l0/types.ts';

const few = { minEpochs: 30, maxEpochs: 30, fineTuneMin: 0, fineTuneMax: 0 };
const noisy = (data: object): JobInput =>
  smallJob({ method: 'vanilla' }, { data: { name: 'teacher-student', train: 60, validation: 100, test: 200, ...data }, training: few });

test('a variance of 0.25 is a deviation of 0.5', async () => {
  const [variance, deviation] = [await ranJob(noisy({ noise: 0.25, noiseIs: 'variance' })), await ranJob(noisy({ noise: 0.5 }))];
  // When a network is looked at on the way is a matter of time.
  expect({ ...variance, looks: [] }).toEqual({ ...deviation, looks: [] });
  expect((await ranJob(noisy({ noise: 0.25 }))).summary.testLoss).not.toBe(deviation.summary.testLoss);
});

describe('label smoothing', () => {
  const job = (labelSmoothing: number): L0Job => {
    const parsed = jobSchema.parse({ compression: { method: 'drr' }, training: { labelSmoothing } });
    if (!isL0Job(parsed)) throw new Error('This is no ℓ0 job.');
    return parsed;
  };

  test('changes what is trained for and not what is told', async () => {
    await startBackend('cpu', 0, nodeAssets);
    const logits = [2, -1, 0.5];
    const sum = logits.reduce((total, z) => total + Math.exp(z), 0);
    const nats = logits.map((z) => Math.log(sum) - z);
    const loss = (of: ReturnType<typeof objectiveOf>): number =>
      tf.tidy(() => of.loss(tf.tensor2d([logits]), tf.tensor1d([0], 'int32')).dataSync()[0]);
    const smoothed = objectiveOf(job(0.3));
    const uniform = nats.reduce((total, value) => total + value, 0) / 3;
    expect(loss(smoothed)).toBeCloseTo(0.7 * nats[0] + 0.3 * uniform, 6);
    expect(loss(reportedObjective(job(0.3), smoothed))).toBeCloseTo(nats[0], 6);
    const plain = objectiveOf(job(0));
    expect(reportedObjective(job(0), plain)).toBe(plain);
  });
});

test('momentum takes other steps than Adam, and learns', async () => {
  const of = (optimiser: string) => ranJob(smallJob({ method: 'vanilla' }, { training: { ...few, optimiser, learningRate: 0.02 } }));
  const [adam, momentum] = [await of('adam'), await of('momentum')];
  expect(momentum.losses).not.toEqual(adam.losses);
  expect(momentum.steps.at(-1)!.trainLoss).toBeLessThan(momentum.steps[0].trainLoss);
});

test('the deviation that targets are coded with: the best is that of each set', async () => {
  const of = (sigmaMode: string) => ranJob(smallJob({ method: 'vanilla', sigmaMode }, { training: { ...few, loss: 'gauss' } }));
  const [set, train, learned] = [await of('set'), await of('train'), await of('learned')];
  expect(train.summary.dataBytes).toBeGreaterThan(set.summary.dataBytes);
  expect(learned.summary.dataBytes).toBeGreaterThan(set.summary.dataBytes);
  expect(learned.summary.dataBytes).not.toBe(train.summary.dataBytes);
  expect(learned.losses).toEqual(set.losses);
  expect(() => jobSchema.parse(smallJob({ method: 'vanilla', sigmaMode: 'learned' }))).toThrow(/sigmaMode/u);
});

test('the constant of the Gaussian loss is told in every loss, and changes neither training nor pruning nor lengths', async () => {
  const training = { ...few, loss: 'gauss', fineTuneMin: 2, fineTuneMax: 2, bestState: 'turning-point' };
  const of = (gaussConstant: string) => ranJob(smallJob({ method: 'drr', alpha: 1e-2 }, { training: { ...training, gaussConstant } }));
  const [without, told] = [await of('no'), await of('yes')];
  const constant = 0.5 * Math.log2(2 * Math.PI);
  const lossNames = ['trainLoss', 'validationLoss', 'testLoss'] as const;
  const withConstant = <T extends Readonly<Record<(typeof lossNames)[number], number>>>(record: T): T => ({
    ...record,
    ...Object.fromEntries(lossNames.map((name) => [name, record[name] + constant])),
  });
  expect(told.network).toEqual(without.network);
  expect(told.steps).toEqual(without.steps.map(withConstant));
  // Those of each step are float32.
  expect(told.losses).toEqual(without.losses.map((loss) => Math.fround(loss + constant)));
  const { before, after } = without.summary;
  expect(told.summary).toEqual({
    ...withConstant(without.summary),
    before: { ...before, testLoss: before!.testLoss + constant },
    after: { ...after, testLoss: after!.testLoss + constant },
  });
});

test('the threshold of the transformer runs is searched from 0 to 0.8', async () => {
  const { summary, steps } = await ranJob(
    smallJob({ method: 'rl1', alpha: 1e-3, tamade: 'transformer', tolerance: 0.02 }, { training: { ...few, fineTuneMax: 1 } }),
  );
  const search = steps.find(({ phase }) => phase === 'pruning')!.search!;
  expect(search[0].threshold).toBe(0.4);
  // 0.8 halved until it is no wider than 1e-7: as many steps as the vector has.
  expect(search.length).toBe(vectors.tamade.cases[2].steps);
  expect(summary.threshold).toBeLessThan(0.8);
});
