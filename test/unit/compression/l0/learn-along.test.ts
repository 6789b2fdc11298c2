/** Codes that a text is paid for with while it is learned from: what they cost, to the same bits through checkpoints, and what they refuse. */
import { expect, test } from 'vitest';
import type { Dataset } from '../../../../src/data/dataset.ts';
import { BITS_PER_NAT } from '../../../../src/coding/data-length.ts';
import { familyOf, jobSchema, type JobInput } from '../../../../src/study/schema.ts';
import { textDataset } from '../../nn/data/text-dataset.ts';
import { everyEpoch, run } from './course.ts';

const LENGTH = 16;
const CHUNKS = 1152;
/** Letters that mostly follow one another. */
const text = Uint8Array.from({ length: CHUNKS * LENGTH - 3 }, (_, i) => 97 + ((i + Math.floor(i / 11)) % 7));
const dataset = textDataset(text) as unknown as Dataset;

const job = (compression: object, training: object = {}): JobInput => ({
  data: {
    name: 'own-text',
    length: LENGTH,
    order: 'shuffled',
    split: 'none',
  },
  text: { name: 'Letters', sha256: 'a'.repeat(64), bytes: text.length, values: 7 },
  model: { name: 'transformer', dim: 8, blocks: 1, heads: 2 },
  training: {
    optimiser: 'adamw',
    clip: 1,
    batchSize: 256,
    learningRate: 0.01,
    schedule: 'cosine-by-step',
    warmUp: 1,
    leastRate: 0.1,
    roundSteps: 2,
    ...training,
  },
  compression: { method: 'learning-along', ...compression },
  seed: 5,
});

const stepsOf = (input: JobInput): number => {
  const parsed = jobSchema.parse(input);
  return familyOf(parsed).cost(parsed).steps;
};

test.each([
  ['one-pass', 0],
  ['replay-2', 2],
] as const)('%s pays for each batch before it is learned from, once', { timeout: 60_000 }, async (onlineCode, replays) => {
  const { losses, summary, steps } = await run(job({ onlineCode }), { dataset });
  // Five batches of which the last is half of one, with replays after the other four.
  expect(losses).toHaveLength(5 + 4 * replays);
  expect(losses).toHaveLength(stepsOf(job({ onlineCode })));
  const fresh = losses.filter((_, index) => index % (1 + replays) === 0);
  const share = (batch: number): number => ((batch < 4 ? 256 : 128) / CHUNKS) * text.length;
  const nats = fresh.reduce((sum, loss, batch) => sum + loss * share(batch), 0);
  const { online } = summary.text!;
  expect(online?.bytes).toBeCloseTo((nats * BITS_PER_NAT) / 8, 6);
  expect(online?.coded).toBe(text.length);
  expect(online?.way?.at(-1)).toEqual([online?.coded, online?.bytes]);
  expect(steps.map(({ phase }) => phase)).toEqual(steps.map(() => 'regularised'));
  // The first batch is paid for by a network that knows nothing yet.
  expect((losses[0] * BITS_PER_NAT) / Math.log2(7)).toBeCloseTo(1, 1);
});

test('blocks double, the first is paid for evenly, and each network begins from scratch', { timeout: 60_000 }, async () => {
  const code = { onlineCode: 'blocks', blockSteps: 4 };
  const { losses, summary, steps } = await run(job(code), { dataset });
  // 256, 512, 1024 and 1152 chunks: three networks.
  expect(losses).toHaveLength(12);
  expect(losses).toHaveLength(stepsOf(job(code)));
  const { online } = summary.text!;
  const ends = [4096, 8192, 16_384, text.length];
  expect(online?.coded).toBe(text.length);
  expect(online?.way?.map(([coded]) => coded)).toEqual(ends.map((end) => expect.closeTo(end, -1)));
  expect(online?.way?.[0][1]).toBeCloseTo((online!.way![0][0] * Math.log2(7)) / 8, 6);
  expect(steps).toHaveLength(3);
  // Each network begins as the first one did: it finds every symbol about equally likely.
  for (const at of [0, 4, 8]) expect((losses[at] * BITS_PER_NAT) / Math.log2(7)).toBeCloseTo(1, 1);
});

test.each(['replay-2', 'blocks'])('%s goes on from every checkpoint to the same bits', { timeout: 120_000 }, async (onlineCode) => {
  const input = job({ onlineCode, blockSteps: 3 });
  const whole = await run(input, { dataset, pace: everyEpoch });
  expect(whole.checkpoints.length).toBeGreaterThan(3);
  for (const { checkpoint, steps, losses } of whole.checkpoints) {
    const rest = await run(input, { dataset, checkpoint });
    expect(rest.losses).toEqual(whole.losses.slice(losses));
    expect(rest.steps).toEqual(whole.steps.slice(steps));
    expect(rest.summary).toEqual(whole.summary);
  }
});

test('what is no text, or could not be decoded, is refused with what to choose', () => {
  expect(() => jobSchema.parse({ compression: { method: 'learning-along' } })).toThrow(/choose another method, or a text/u);
  const drops = { ...job({}), data: { ...(job({}).data as object), start: 'drop' } };
  expect(() => jobSchema.parse(drops)).toThrow(/the first byte of each chunk would not be sent/u);
  expect(() => jobSchema.parse(job({}, { labelSmoothing: 0.1 }))).toThrow(/has to be 0 with Learning along/u);
  expect(() => jobSchema.parse(job({}, { warmUp: 3 }))).toThrow(/leaves none of the 5 steps/u);
  expect(() => jobSchema.parse(job({}, { minEpochs: 9, maxEpochs: 3 }))).not.toThrow();
});
