/** Batches of a text, on the host and on a graphics device, against the chunks as they are written one by one. */
import { beforeAll, describe, expect, test } from 'vitest';
import { crossEntropy } from '../../../../src/data/tasks/classification.ts';
import { mobyDick } from '../../../../src/data/sources/texts.ts';
import { alphabetOf, symbolsOf } from '../../../../src/data/text/alphabet.ts';
import { chunkCount, placesOf, writeChunk, type Chunking } from '../../../../src/data/text/chunks.ts';
import { partsOf } from '../../../../src/data/text/split.ts';
import { stream } from '../../../../src/math/random.ts';
import type { BatchSource } from '../../../../src/nn/batch.ts';
import { deviceBatches } from '../../../../src/nn/device-batches.ts';
import { storedText } from '../../../../src/nn/data/text.ts';
import type { SetsWanted } from '../../../../src/nn/data/source.ts';
import { nextToken } from '../../../../src/nn/data/tasks.ts';
import { StepBuffer } from '../../../../src/nn/kernels/webgpu/step-buffer.ts';
import { RunControl } from '../../../../src/nn/run-control.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { meanLoss } from '../../../../src/nn/train.ts';
import { gpuTest, startWithKernels } from '../kernels-webgpu/setup.ts';
import { startOn } from '../start.ts';
import { textDataset } from './text-dataset.ts';

/** 21 blocks and a bit, so that every part is there and the last chunk of the training part is short. */
const text = Uint8Array.from({ length: 21 * 8192 + 37 }, (_, i) => 97 + ((i * i + Math.floor(i / 7)) % 23));
const starts = ['zero', 'carry', 'drop'] as const;
const worker = storedText(mobyDick.id);

const wanted = (data: object): SetsWanted => ({
  data: { name: mobyDick.id, train: 1, validation: 1, test: 1, splitSeed: 1, order: 'fixed', ...data },
  seed: 7,
  batchSize: 16,
  evaluationBatch: 1000,
});

/** All chunks of the training part, in its order: inputs and targets of each, joined. */
function written(how: Chunking): string[] {
  const symbols = symbolsOf(partsOf(text, 'interleaved').train, alphabetOf(text, 'used'));
  const places = placesOf(how);
  return Array.from({ length: chunkCount(symbols.length, how) }, (_, chunk) => {
    const [inputs, targets] = [new Int32Array(places), new Int32Array(places)];
    writeChunk(symbols, chunk, how, { inputs, targets, at: 0 });
    return `${inputs.join()} → ${targets.join()}`;
  });
}

async function rowsOf(inputs: tf.Tensor, targets: tf.Tensor): Promise<string[]> {
  expect([inputs.dtype, targets.dtype]).toEqual(['int32', 'int32']);
  const [ins, outs] = [(await inputs.array()) as number[][], (await targets.array()) as number[][]];
  return ins.map((row, i) => `${row.join()} → ${outs[i].join()}`);
}

/** All rows of a pass, and how many predictions its batches say that they hold. */
async function passOf(source: BatchSource, pass: number): Promise<{ rows: string[]; predictions: number }> {
  const rows: string[] = [];
  let predictions = 0;
  for (let index = 0; index < source.count; index++) {
    const batch = await source.batch(index, pass);
    expect(batch.size).toBe(batch.inputs.shape[0]);
    rows.push(...(await rowsOf(batch.inputs, batch.targets)));
    predictions += batch.predictions;
    batch.dispose();
  }
  return { rows, predictions };
}

describe('on WebAssembly', () => {
  beforeAll(() => startOn('wasm'));

  test.each(starts)('batches are the chunks in order, every symbol once: %s', async (start) => {
    const how = { length: 60, start };
    const { train, trainWhole, input, outputs } = worker.sets(wanted(how), textDataset(text));
    expect([input, outputs]).toEqual([{ kind: 'tokens', length: placesOf(how), vocabulary: 23 }, 23]);
    const { rows, predictions } = await passOf(train, 3);
    expect(rows).toEqual(written(how));
    expect(train.samples).toBe(rows.length);
    expect([predictions, trainWhole.predictions]).toEqual([train.predictions, train.predictions]);
    expect((await passOf(trainWhole, 0)).rows).toEqual(rows);
  });

  test('shuffled they are the same chunks, in another order in each pass and for each seed', async () => {
    const how = { length: 512, start: 'zero' } as const;
    const of = (seed: number): BatchSource => worker.sets({ ...wanted({ ...how, order: 'shuffled' }), seed }, textDataset(text)).train;
    const [first, second, other] = [await passOf(of(7), 0), await passOf(of(7), 1), await passOf(of(8), 0)];
    expect(first.rows).toEqual((await passOf(of(7), 0)).rows);
    for (const { rows, predictions } of [first, second, other]) {
      expect(rows.toSorted()).toEqual(written(how).toSorted());
      expect(predictions).toBe(partsOf(text, 'interleaved').train.length);
    }
    expect(new Set([first, second, other].map(({ rows }) => rows.join('\n'))).size).toBe(3);
  });

  test('a mean loss is over the predictions that there are', async () => {
    const { train } = worker.sets(wanted({ length: 60 }), textDataset(text));
    // A network of one row of logits: its loss is the cross-entropy of the symbols with it, whatever comes before.
    const logits = stream(1, 'test').normals(23);
    const forward = (inputs: tf.Tensor): tf.Tensor => tf.tile(tf.tensor2d(Float32Array.from(logits), [1, 23]), [inputs.size, 1]);
    const objective = nextToken.objective(crossEntropy.id);
    const symbols = symbolsOf(partsOf(text, 'interleaved').train, alphabetOf(text, 'used'));
    const total = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
    const expected = symbols.reduce((sum, symbol) => sum + total - logits[symbol], 0) / symbols.length;
    expect(await meanLoss({ forward }, train, objective, new RunControl())).toBeCloseTo(expected, 6);
  });

  test('a manifest that is wrong about its byte values is refused', async () => {
    const dataset = textDataset(text);
    const { train } = worker.sets(wanted({}), { ...dataset, manifest: { ...dataset.manifest, values: 22 } as typeof dataset.manifest });
    await expect(train.batch(0, 0)).rejects.toThrow(/has 23 byte values, and its manifest says 22/u);
    expect(() => worker.sets(wanted({}), null)).toThrow(/needs its text/u);
  });
});

describe('on WebGPU', () => {
  gpuTest.each(starts)('a step finds its batch on the device, in order and shuffled: %s', async (start) => {
    const dispatcher = await startWithKernels();
    const step = new StepBuffer(dispatcher);
    for (const order of ['fixed', 'shuffled'] as const) {
      const { train } = worker.sets(wanted({ length: 509, start, order }), textDataset(text));
      const kept = await deviceBatches(dispatcher, train);
      for (const [index, pass] of [
        [0, 0],
        [train.count - 1, 0],
        [3, 1],
        [train.count - 1, 1],
      ] as const) {
        const { first, size } = await kept.bring(index, pass);
        step.write({ first });
        const taken = kept.take(step, size);
        const sent = await train.batch(index, pass);
        expect(await rowsOf(taken.inputs, taken.targets)).toEqual(await rowsOf(sent.inputs, sent.targets));
        tf.dispose([taken.inputs, taken.targets]);
        sent.dispose();
      }
      kept.dispose();
    }
  });
});
