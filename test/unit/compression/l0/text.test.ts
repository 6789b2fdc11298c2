/** Jobs on texts: by steps whose data go on over epochs, to the same bits through checkpoints, and what is measured of them in the end. */
import { expect, test } from 'vitest';
import type { Dataset } from '../../../../src/data/dataset.ts';
import { BITS_PER_NAT } from '../../../../src/coding/data-length.ts';
import type { JobInput } from '../../../../src/study/schema.ts';
import { jobSchema } from '../../../../src/study/schema.ts';
import { textDataset } from '../../nn/data/text-dataset.ts';
import { everyEpoch, run } from './course.ts';

const LENGTH = 16;
/** 20 blocks, so that each part is there: letters that mostly follow one another. 9,216 chunks train. */
const text = Uint8Array.from({ length: 20 * 8192 }, (_, i) => 97 + ((i + Math.floor(i / 11)) % 7));
const dataset = textDataset(text) as unknown as Dataset;

const job = (training: object, compression: object = {}): JobInput => ({
  data: { name: 'moby-dick', length: LENGTH, order: 'shuffled' },
  model: { name: 'transformer', dim: 8, blocks: 1, heads: 2 },
  training: {
    optimiser: 'adamw',
    clip: 1,
    batchSize: 2048,
    learningRate: 0.01,
    schedule: 'cosine-by-step',
    warmUp: 1,
    leastRate: 0.1,
    checkEvery: 3,
    window: 4,
    measureEvery: 2,
    bestState: 'last',
    ...training,
  },
  compression: { method: 'drr', alpha: 1e-4, tamade: 'transformer', tolerance: 0.02, rgp: 'off', ...compression },
  seed: 5,
});

const rounds = { roundSteps: 2, minEpochs: 3, maxEpochs: 3, fineTuneMin: 1, fineTuneMax: 1 };

test('goes on from every checkpoint to the same bits, in the midst of the data as well', { timeout: 120_000 }, async () => {
  const input = job({ ...rounds, batchSize: 3500 });
  const whole = await run(input, { dataset, pace: everyEpoch });
  // Three batches a pass, two steps a round: the second round begins amid the first pass and ends in the second one.
  expect(whole.losses).toHaveLength(8);
  expect(whole.summary.text?.online).toMatchObject({ coded: 18 * 8192 });
  for (const { checkpoint, steps, losses } of whole.checkpoints) {
    const rest = await run(input, { dataset, checkpoint });
    expect(rest.losses).toEqual(whole.losses.slice(losses));
    expect(rest.steps).toEqual(whole.steps.slice(steps));
    expect(rest.summary).toEqual(whole.summary);
  }
});

test('rounds of steps see the same batches as epochs do', { timeout: 120_000 }, async () => {
  const method = { method: 'vanilla' };
  const plain = { schedule: 'constant', fineTuneMin: 0, fineTuneMax: 0 };
  const byEpoch = await run(job({ ...plain, minEpochs: 2, maxEpochs: 2 }, method), { dataset });
  const byRound = await run(job({ ...plain, roundSteps: 2, minEpochs: 5, maxEpochs: 5 }, method), { dataset });
  expect(byRound.losses).toHaveLength(10);
  expect(byRound.losses).toEqual(byEpoch.losses);
});

test('what is told in the end agrees with itself and with what was told on the way', { timeout: 120_000 }, async () => {
  const { summary, losses } = await run(job({ ...rounds, roundSteps: 5 }), { dataset });
  const { text: measured } = summary;
  if (!measured) throw new Error('Nothing was measured.');
  const [full, half, quarter] = measured.rounded;
  expect(full).toMatchObject({ bits: 32, nonzero: summary.nonzero, valuesBytes: 4 * summary.nonzero, testLoss: summary.testLoss });
  expect(half.valuesBytes).toBe(2 * half.nonzero);
  // With a scale of four bytes for each of the 17 tensors of one block, and where the weights stand.
  expect(quarter.readableBytes).toBeGreaterThanOrEqual(quarter.nonzero + 4 * 17);
  expect(half.testLoss).not.toBe(full.testLoss);
  expect(Math.abs(half.testLoss / full.testLoss - 1)).toBeLessThan(0.01);
  expect(Math.abs(quarter.trainLoss / full.trainLoss - 1)).toBeLessThan(0.05);
  // Places of equally many predictions.
  expect(measured.byPlace).toHaveLength(LENGTH);
  expect(measured.byPlace.reduce((sum, loss) => sum + loss, 0) / LENGTH).toBeCloseTo(summary.testLoss, 5);
  // Of five batches a pass the last has 1,024 chunks of 9,216.
  const nats = losses.slice(0, 5).reduce((sum, loss, batch) => sum + loss * LENGTH * (batch < 4 ? 2048 : 1024), 0);
  expect(measured.online?.bytes).toBeCloseTo((nats * BITS_PER_NAT) / 8, 3);
});

test('at each measured step it writes something in the symbols of the text, which it learns to do', { timeout: 120_000 }, async () => {
  const { steps } = await run(job({ ...rounds, batchSize: 64, roundSteps: 80 }), { dataset });
  const samples = steps.map(({ sample }) => sample!);
  for (const sample of samples) expect(sample).toMatch(/^[a-g]{96}$/u);
  // Of seven letters ten of eleven are followed by the next one, and the others by that behind it.
  const follows = (sample: string): number =>
    Array.from(sample, (letter, at) => at > 0 && (letter.charCodeAt(0) - sample.charCodeAt(at - 1) + 7) % 7 === 1).filter(Boolean).length;
  const last = follows(samples[samples.length - 1]);
  expect(last).toBeGreaterThan(60);
  expect(follows(samples[0])).toBeLessThan(last);
});

test('what prunes layer after layer is refused, with what to choose', () => {
  expect(() => jobSchema.parse(job({}, { method: 'layerwise' }))).toThrow(/choose another method/u);
  expect(() => jobSchema.parse(job({}, { layerwisePruning: 'projected' }))).toThrow(/layers do not follow one another/u);
  expect(() => jobSchema.parse(job({}, { deleteNeurons: 'yes' }))).toThrow(/layers do not follow one another/u);
  expect(() => jobSchema.parse({ ...job({}), model: { name: 'transformer', dim: 30, heads: 4 } })).toThrow(/choose a divisor/u);
});
