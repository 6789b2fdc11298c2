/** Sequences: what is predicted is every place of them, not every sample. Held against plain arithmetic on the outputs of the same network. */
import { expect, test } from 'vitest';
import { classificationBits, labelBits } from '../../../src/coding/data-length.ts';
import { pruneByRandomGradient } from '../../../src/compression/l0/random-gradient-pruning.ts';
import { nextToken } from '../../../src/data/tasks/next-token.ts';
import { stream } from '../../../src/math/random.ts';
import { ResidentSource } from '../../../src/nn/batches.ts';
import { symbols } from '../../../src/nn/data/kinds.ts';
import { classification as classificationTraining } from '../../../src/nn/data/tasks.ts';
import { classification, regression } from '../../../src/nn/loss.ts';
import { KeptBatches, measurePass } from '../../../src/nn/measure.ts';
import type { Network } from '../../../src/nn/models/network.ts';
import { transformer } from '../../../src/nn/models/transformer.ts';
import { ADAM, Optimizer } from '../../../src/nn/optimizer.ts';
import { RunControl } from '../../../src/nn/run-control.ts';
import * as tf from '../../../src/nn/tf.ts';
import { evaluate, meanLoss, train } from '../../../src/nn/train.ts';
import { startOn } from './start.ts';

const LENGTH = 16;
const SYMBOLS = 256;
const input = { kind: 'tokens', length: LENGTH, vocabulary: SYMBOLS } as const;
const control = new RunControl();

/** Chunks of a text over five letters in which a letter mostly follows the one before it in the alphabet: predictable, but not wholly. */
function chunks(count: number): Int32Array {
  const random = stream(1, 'test/text');
  let letter = 0;
  return Int32Array.from({ length: count * LENGTH }, () => {
    letter = random.integer(8) === 0 ? random.integer(5) : (letter + 1) % 5;
    return 97 + letter;
  });
}

/** Each chunk is read behind the start symbol 0, so that all of its symbols are predicted and none is seen before. */
function sourceOf(text: Int32Array, batchSize: number): ResidentSource {
  const inputs = text.map((_, i) => (i % LENGTH === 0 ? 0 : text[i - 1]));
  return new ResidentSource({ inputs, targets: text, width: LENGTH, targetWidth: LENGTH }, batchSize);
}

/** Bits of the text and how many of its symbols are the likeliest, from the logits in double precision. */
async function expected(network: Network, text: Int32Array): Promise<{ bits: number; right: number }> {
  const whole = await sourceOf(text, text.length / LENGTH).batch(0);
  const logits = await tf.tidy(() => network.forward(whole.inputs)).data();
  let right = 0;
  for (const [place, symbol] of text.entries()) {
    const row = logits.subarray(place * SYMBOLS, (place + 1) * SYMBOLS);
    if (row.every((logit) => logit <= row[symbol])) right++;
  }
  return { bits: labelBits(logits, text, SYMBOLS), right };
}

test('a source of sequences says how many predictions it and its batches hold', async () => {
  await startOn('wasm');
  const source = sourceOf(chunks(10), 4);
  expect(source).toMatchObject({ count: 3, samples: 10, predictions: 160 });
  expect(await source.batch(2)).toMatchObject({ size: 2, predictions: 32 });
  expect(source.predictions).toBe(source.samples * nextToken.predictionsOf(input, SYMBOLS));
  source.dispose();
});

test(
  'a transformer learns the next symbol by the same steps as every network, and is measured over places',
  { timeout: 60_000 },
  async () => {
    await startOn('wasm');
    // The last of seven batches has 4 of 16 chunks: means over batches and over places then differ.
    const text = chunks(100);
    const source = sourceOf(text, 16);
    const network = transformer({ seed: 2, width: 16, blocks: 1, heads: 2, length: LENGTH });
    const objective = classification('classAxis');
    const losses: number[] = [];
    const optimizer = new Optimizer(ADAM, { learningRate: 0.005 });
    await train({ network, objective, optimizer, source, steps: 140, control, onChunk: (values) => void losses.push(...values) });
    expect(losses[0]).toBeCloseTo(Math.log(SYMBOLS), 1);

    const { bits, right } = await expected(network, text);
    const loss = await meanLoss(network, source, objective, control);
    const { correct, total, meanBatchAccuracy } = await evaluate(network, source, objective, control);
    expect(total).toBe(text.length);
    expect(correct).toBe(right);
    expect(meanBatchAccuracy).toBeLessThanOrEqual(1);
    // 7 of 8 letters follow the rule, and one in five of the others does by chance: 0.9, but for the first letter of each chunk.
    expect(correct / total).toBeGreaterThan(0.7);
    expect(correct / total).toBeLessThan(0.92);
    const coded = classificationBits(loss, source.predictions);
    expect(Math.abs(coded / bits - 1)).toBeLessThan(1e-5);
    // Of a sequence of sixteen symbols no length of one symbol is the length.
    expect(coded / classificationBits(loss, source.samples)).toBeCloseTo(LENGTH, 9);

    const kept = await KeptBatches.of(source);
    expect(kept.predictions).toBe(text.length);
    expect(await measurePass(network, kept, objective, control)).toEqual({ loss, correct, meanBatchAccuracy });
    for (const part of [source, network, optimizer]) part.dispose();
  },
);

test('random gradient pruning gives an embedding symbols, and takes only what no text can make matter', async () => {
  await startOn('wasm');
  const source = sourceOf(chunks(64), 64);
  const network = transformer({ seed: 2, width: 16, blocks: 1, heads: 2, length: LENGTH });
  const inputs = symbols.random(stream(3, 'test/inputs'), input, 64);
  expect([inputs.dtype, inputs.shape]).toEqual(['int32', [64, LENGTH]]);
  const drawn = new Set(await inputs.data());
  expect([...drawn].every((symbol) => symbol >= 0 && symbol < SYMBOLS)).toBe(true);
  // 1,024 draws of 256 symbols leave some 4.7 out: 256·(255/256)^1024.
  expect(drawn.size).toBeGreaterThan(240);
  expect(drawn.size).toBeLessThan(SYMBOLS);

  const embedding = network.parameters[0];
  const gone = await pruneByRandomGradient(
    network,
    { train: source, inputs: symbols, input },
    { seed: 1, name: 'test', loss: classificationTraining.randomLoss },
  );
  const rows = Array.from({ length: SYMBOLS }, (_, symbol) => symbol * 16);
  const values = await embedding.values();
  const emptied = rows.filter((start) => values.subarray(start, start + 16).every((value) => value === 0));
  // What was not drawn has no gradient: whole rows of the embedding, and nothing else.
  expect(emptied.length).toBeGreaterThan(0);
  expect(emptied.length).toBeLessThan(16);
  expect(gone).toBe(16 * emptied.length);
  tf.dispose(inputs);
  source.dispose();
  network.dispose();
});

test('a regression of several values predicts each of them', async () => {
  await startOn('wasm');
  const inputs = Float32Array.of(1, 2, 3);
  const targets = Float32Array.of(1, 0, 2, 0, 3, 3);
  const source = new ResidentSource({ inputs, targets, width: 1, targetWidth: 2 }, 2);
  expect(source).toMatchObject({ samples: 3, predictions: 6 });
  const twice = { forward: (x: tf.Tensor) => tf.concat([x, x], 1) };
  // Errors 0, 1, 0, 2, 0, 0, over six values.
  expect(await meanLoss(twice, source, regression(), control)).toBeCloseTo(5 / 6, 6);
  source.dispose();
});
