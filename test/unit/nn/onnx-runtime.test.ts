/** Pruned networks in ONNX Runtime, which knows nothing of the lab: it opens what we write, and answers as we do. */
import * as ort from 'onnxruntime-web';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeOnnx } from '../../../src/coding/onnx.ts';
import { assignValues, countNonzero, valuesOf } from '../../../src/compression/l0/network.ts';
import { below } from '../../../src/compression/l0/threshold.ts';
import { stream } from '../../../src/math/random.ts';
import { lenet300 } from '../../../src/nn/models/lenet-300-100.ts';
import { lenet5Caffe } from '../../../src/nn/models/lenet-5-caffe.ts';
import type { Network } from '../../../src/nn/models/network.ts';
import { student } from '../../../src/nn/models/teacher-student.ts';
import { vgg16 } from '../../../src/nn/models/vgg-16.ts';
import { allTensorsOf, chainOf } from '../../../src/nn/weight-tensors.ts';
import { answer, observe, shake } from './shaken.ts';
import { startOn } from './start.ts';

beforeAll(async () => {
  // More threads would want shared memory and start-up time for models that one thread runs in milliseconds.
  ort.env.wasm.numThreads = 1;
  await startOn('wasm');
});

const networks: Record<string, { build: (seed: number) => Network; inputs: number; outputs: number }> = {
  'LeNet-300-100': { build: (seed) => lenet300({ seed }), inputs: 784, outputs: 10 },
  'LeNet-5-Caffe': { build: (seed) => lenet5Caffe({ seed }), inputs: 784, outputs: 10 },
  'VGG-16, a sixteenth wide': { build: (seed) => vgg16({ seed, width: 1 / 16 }), inputs: 3072, outputs: 10 },
  'the student': { build: (seed) => student({ seed }), inputs: 2, outputs: 1 },
};

const SAMPLES = 16;
const KEPT = 0.2;

/** Takes the smallest weights out of every layer; normalisations and biases stay, so that no answer is all zeros. */
async function prune({ parameters }: Network): Promise<void> {
  const values = await valuesOf(parameters);
  const pruned = values.map((array, i) => {
    if (parameters[i].kind !== 'weight') return array;
    const magnitudes = array.map(Math.abs).sort();
    return below(array, magnitudes[Math.floor((1 - KEPT) * magnitudes.length)]);
  });
  expect(countNonzero(pruned)).toBeLessThan(0.5 * countNonzero(values));
  assignValues(parameters, pruned);
}

/** @returns the outputs for rows of inputs, and what they are called and how they lie */
async function runThere(model: Uint8Array, inputs: Float32Array, rows: number) {
  const session = await ort.InferenceSession.create(model, { executionProviders: ['wasm'] });
  try {
    expect([session.inputNames, session.outputNames]).toEqual([['input'], ['output']]);
    const { output } = await session.run({ input: new ort.Tensor('float32', inputs, [rows, inputs.length / rows]) });
    return { shape: output.dims, values: (output.data as Float32Array).slice() };
  } finally {
    await session.release();
  }
}

/** The largest distance between two rows of numbers, entry by entry. */
const distance = (a: Float32Array, b: Float32Array): number => Math.max(...a.map((value, i) => Math.abs(value - b[i])));

describe.each(Object.entries(networks))('%s', (_name, { build, inputs, outputs }) => {
  test('answers in ONNX Runtime what it answers here, pruned', async () => {
    const network = build(3);
    shake(network);
    await prune(network);
    const samples = Float32Array.from(stream(1, 'inputs').normals(SAMPLES * inputs), Math.abs);
    observe(network, samples, inputs);
    const model = writeOnnx(chainOf(network, await allTensorsOf(network), inputs, outputs)!);
    const here = await answer(network, samples, inputs);
    const there = await runThere(model, samples, SAMPLES);
    expect(there.shape).toEqual([SAMPLES, outputs]);
    const rowsOf = (values: Float32Array) => Array.from({ length: SAMPLES }, (_, row) => values.subarray(row * outputs, (row + 1) * outputs));
    const [ours, theirs] = [rowsOf(here), rowsOf(there.values)];
    for (const [row, values] of ours.entries()) {
      // Sums of float32 in another order: an entry near zero is as exact as the largest one of its row.
      const scale = Math.max(...values.map(Math.abs));
      expect(distance(values, theirs[row])).toBeLessThan(1e-5 * scale);
      // Answers that hardly depended on their inputs would agree whatever becomes of the inputs.
      if (row > 0) expect(distance(values, ours[0])).toBeGreaterThan(1e-2 * scale);
    }
    // The batch is free.
    const first = await runThere(model, samples.subarray(0, inputs), 1);
    expect(first.shape).toEqual([1, outputs]);
    expect(distance(first.values, theirs[0])).toBeLessThan(1e-5 * Math.max(...theirs[0].map(Math.abs)));
    network.dispose();
  });
});
