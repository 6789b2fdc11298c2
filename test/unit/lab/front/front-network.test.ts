/** The network that comes with the first page, and the worker that is handed its numbers: against the engine on the real test set. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeNetwork } from '../../../../src/coding/network-file.ts';
import { Base } from '../../../../src/lab/front/base.ts';
import { asMnist } from '../../../../src/lab/front/digit.ts';
import { answerTo } from '../../../../src/lab/front/forward.ts';
import { applyCut, cutOfAll } from '../../../../src/lab/front/going.ts';
import { denseNetwork, type DenseNetwork } from '../../../../src/lab/front/network.ts';
import { pixelsOf, type StoredDigit } from '../../../../src/lab/front/stored-digits.ts';
import type { ProbeFacts, Tuned } from '../../../../src/study/network-protocol.ts';
import { NetworkRunner } from '../../../../src/study/network-runner.ts';
import { jobSchema } from '../../../../src/study/schema.ts';
import digits from '../../../../src/ui/front/network/digits.json' with { type: 'json' };
import job from '../../../../src/ui/front/network/job.json' with { type: 'json' };
import { nodeAssets, serveData, type DataServer } from '../../support/backends.ts';

const file = new Uint8Array(readFileSync(new URL('../../../../src/ui/front/network/lenet-300-100.parsimony-net', import.meta.url)));
const stored: readonly StoredDigit[] = digits;
const runner = new NetworkRunner({ assets: nodeAssets });
const noLoading = (): void => undefined;

let server: DataServer;
let network: DenseNetwork;
let model: unknown;
let facts: ProbeFacts;
beforeAll(async () => {
  server = await serveData();
  const decoded = await decodeNetwork(file);
  network = denseNetwork(decoded.network.tensors);
  ({ model } = decoded.network);
  facts = await runner.beginProbe(file, { backend: 'wasm', dataUrl: server.url }, noLoading);
});
afterAll(() => server.close());

const rightOf = (classes: Uint8Array | null): number =>
  classes?.reduce((sum, own, sample) => sum + Number(own === facts.labels[sample]), 0) ?? Number.NaN;

/** What is left of the network when so many numbers are gone. */
function cutTo(order: 'smallest' | 'random', total: number): Float32Array {
  const base = new Base(network, false);
  const numbers = new Float32Array(network.shape.size);
  applyCut(network.shape, network.numbers, base.going(order), cutOfAll(order, base.going(order), total), numbers);
  return numbers;
}

describe('the network of the first page', () => {
  test('is the file that its job made: npm run network', () => {
    expect(createHash('sha256').update(file).digest('hex')).toBe('adb8b58a1ff7d8edf3c25076758a64dd13fc8c5dc9c90ae6bf9cfff2bb93e7f6');
    expect(model).toMatchObject({ stage: 'unpruned', backend: 'wasm', testAccuracy: 0.9846 });
    // Settings that came since it was made stand in neither, and have their defaults in both.
    expect(jobSchema.parse((model as { job: unknown }).job)).toEqual(jobSchema.parse(job));
    expect(network.shape.size).toBe(266_610);
  });

  test('gets 9,846 of the 10,000 test digits right, as its file says', async () => {
    expect(rightOf(await runner.classify(network.numbers))).toBe(9846);
    expect(facts.labels).toHaveLength(10_000);
  });

  test('comes with digits that it gets right, one of each class, and some that it gets wrong', async () => {
    const classes = (await runner.classify(network.numbers))!;
    const inputs = await runner.inputsOf(stored.map(({ index }) => index));
    for (const [place, digit] of stored.entries()) {
      expect(facts.labels[digit.index]).toBe(digit.label);
      expect(pixelsOf(digit)).toEqual(inputs.slice(784 * place, 784 * (place + 1)));
      expect(classes[digit.index] === digit.label).toBe(place < 10);
    }
    expect(stored.slice(0, 10).map(({ label }) => label)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(stored.length).toBeGreaterThan(14);
  });
});

test.each([
  ['smallest', 0],
  ['smallest', 240_000],
  ['random', 100_000],
] as const)('one digit by plain arithmetic is what the engine says: %s first, %i gone', async (order, total) => {
  const numbers = cutTo(order, total);
  const classes = (await runner.classify(numbers))!;
  const samples = Array.from({ length: 200 }, (_value, index) => index * 50);
  const inputs = await runner.inputsOf(samples);
  const said = samples.map((_sample, place) => answerTo(network.shape, numbers, inputs.slice(784 * place, 784 * (place + 1))).best);
  expect(said).toEqual(samples.map((sample) => classes[sample]));
});

test('smallest first keeps what random loses, at the same size', async () => {
  expect(rightOf(await runner.classify(cutTo('smallest', 240_000)))).toBeGreaterThan(9500);
  expect(rightOf(await runner.classify(cutTo('random', 240_000)))).toBeLessThan(3000);
});

test('a stored digit is centred and scaled already: doing so again leaves it as it is', async () => {
  const samples = Array.from({ length: 300 }, (_value, index) => index * 31);
  const inputs = await runner.inputsOf(samples);
  for (const place of samples.keys()) {
    const values = inputs.slice(784 * place, 784 * (place + 1));
    expect(asMnist({ side: 28, values })).toEqual(values);
  }
});

test('a stored digit comes back from a pad of another size, wherever it was drawn there', async () => {
  const samples = Array.from({ length: 200 }, (_value, index) => index * 47);
  const inputs = await runner.inputsOf(samples);
  const before = (await runner.classify(network.numbers))!;
  let same = 0;
  for (const [place, sample] of samples.entries()) {
    // Three times as large, moved to a corner.
    const large = { side: 140, values: new Float32Array(140 * 140) };
    for (let i = 0; i < 84 * 84; i++) {
      const [x, y] = [i % 84, Math.floor(i / 84)];
      large.values[(y + 50) * 140 + x + 5] = inputs[784 * place + Math.floor(y / 3) * 28 + Math.floor(x / 3)];
    }
    if (answerTo(network.shape, network.numbers, asMnist(large)!).best === before[sample]) same++;
  }
  expect(same).toBe(200);
});

test('training on moves the accuracy up, keeps at 0 what is gone, and ends at once when it is cancelled', async () => {
  const numbers = cutTo('smallest', 258_000);
  const before = rightOf(await runner.classify(numbers));
  const rounds: Tuned[] = [];
  const last = (await runner.tune(numbers, noLoading, (tuned) => rounds.push(tuned)))!;
  expect(rounds.at(-1)).toBe(last);
  expect(last.share).toBe(1);
  expect(rightOf(last.predicted)).toBeGreaterThan(before + 1000);
  expect(last.numbers.every((value, index) => numbers[index] !== 0 || value === 0)).toBe(true);
  expect(rightOf(await runner.classify(last.numbers))).toBe(rightOf(last.predicted));
  const more: Tuned[] = [];
  const tuning = runner.tune(numbers, noLoading, (tuned) => {
    more.push(tuned);
    runner.cancelTuning();
  });
  expect(await tuning).toBeNull();
  expect(more).toHaveLength(1);
  // What was trained meanwhile is gone with it: the next answer is about the numbers that are handed in.
  expect(rightOf(await runner.classify(numbers))).toBe(before);
});

test('of answers that are asked for at once only the latest is given, and wrong numbers are refused', async () => {
  const [first, second] = await Promise.all([runner.classify(network.numbers), runner.classify(network.numbers)]);
  expect([first, rightOf(second)]).toEqual([null, 9846]);
  await expect(runner.classify(new Float32Array(7))).rejects.toThrow('The network has 266610 numbers, and 7 came.');
  await expect(runner.inputsOf([10_000])).rejects.toThrow('There is no test sample 10000: there are 10000.');
});
