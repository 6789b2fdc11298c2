/** Networks that jobs leave: kept as files, opened again, measured as their job measured them, pruned by hand, gone on from. */
import type { DtcSummary } from '../../../src/study/families/dtc/types.ts';
import type { L0Step, L0Summary } from '../../../src/study/families/l0/types.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CODECS, modelBytes } from '../../../src/coding/codec-size.ts';
import { CodingError } from '../../../src/coding/errors.ts';
import { encodeNetwork } from '../../../src/coding/network-file.ts';
import { COMPRESSIONS, type Json } from '../../../src/coding/network-header.ts';
import { readSafetensors } from '../../../src/coding/safetensors.ts';
import { matrixSize } from '../../../src/coding/weight-matrix.ts';
import { teacherStudentRun } from '../../../src/nn/models/teacher-student.ts';
import type { NetworkStage } from '../../../src/study/events.ts';
import type { JobEvent } from '../../../src/study/events.ts';
import { TestSet } from '../../../src/study/network-bench.ts';
import type { TuningRound } from '../../../src/study/network-protocol.ts';
import { readNetworkFile } from '../../../src/study/network-model.ts';
import { NetworkRunner } from '../../../src/study/network-runner.ts';
import type { Summary } from '../../../src/study/records.ts';
import { runJob, type JobEnvironment } from '../../../src/study/run-job.ts';
import { jobSchema, type JobInput } from '../../../src/study/schema.ts';
import * as tf from '../../../src/nn/tf.ts';
import { RunControl } from '../../../src/nn/run-control.ts';
import { smallJob } from '../compression/l0/job.ts';
import { nodeAssets, serveData, type DataServer } from '../support/backends.ts';
import { runOnnx } from '../support/onnx-runtime.ts';

let server: DataServer;
beforeAll(async () => {
  server = await serveData();
});
afterAll(() => server.close());

const options = () => ({ backend: 'wasm', dataUrl: server.url }) as const;
const noLoading = (): void => undefined;

class Control extends RunControl {
  readonly signal = new AbortController().signal;
}

interface Left {
  readonly summary: Summary;
  readonly files: Partial<Record<NetworkStage, Uint8Array<ArrayBuffer>>>;
  readonly events: readonly JobEvent[];
}

const isL0Summary = (summary: Summary): summary is L0Summary => summary.kind === 'l0';

async function left(job: JobInput, startNetwork?: JobEnvironment['startNetwork']): Promise<Left> {
  const events: JobEvent[] = [];
  const environment = { assets: nodeAssets, browser: 'node', cores: 1, ...(startNetwork ? { startNetwork } : {}) };
  await runJob(job, options(), environment, new Control(), (event) => events.push(event));
  const failed = events.find((event) => event.type === 'failed');
  if (failed) throw new Error(failed.error.message);
  const files = Object.fromEntries(events.flatMap((event) => (event.type === 'network' ? [[event.stage, event.file]] : [])));
  return { summary: events.find((event) => event.type === 'finished')!.summary, files, events };
}

const few = { data: { name: 'mnist', train: 300, validation: 100, test: 400 } };
const quick = {
  loss: 'cross-entropy',
  batchSize: 100,
  learningRate: 1e-3,
  minEpochs: 3,
  maxEpochs: 3,
  fineTuneMin: 2,
  fineTuneMax: 2,
  checkEvery: 1,
  window: 4,
  measureEvery: 1,
  bestState: 'last',
};
const digits = (model: Readonly<Record<string, unknown>>, compression: Readonly<Record<string, unknown>> = {}): JobInput => ({
  ...few,
  model,
  training: quick,
  compression: { method: 'drr', alpha: 1e-4, tolerance: 0.3, ...compression },
  seed: 1,
});

// The images of CIFAR-10 are prepared behind the first start, and not for the tests.
const hasCifar = existsSync(join(import.meta.dirname, '../../../public/data/cifar-10/manifest.json'));
const jobs: Record<string, () => JobInput> = {
  'LeNet-300-100': () => digits({ name: 'lenet-300-100' }),
  'a network of own widths': () => digits({ name: 'mlp', hidden: [20, 15] }),
  ...(hasCifar
    ? {
        'VGG-16, a sixteenth wide': (): JobInput => ({
          ...digits({ name: 'vgg-16', width: 0.0625 }),
          data: { ...few.data, name: 'cifar-10', train: 200, test: 100 },
        }),
      }
    : {}),
  'a student with a learned σ': () => smallJob({ method: 'drr', alpha: 1e-3 }, { training: { loss: 'gauss' } }),
  DTC: () => ({
    data: { trainImages: 1000, testImages: 600 },
    model: { hidden: [12] },
    training: { batchSize: 256 },
    compression: { method: 'dtc', batchesPerCycle: 3, share: 0.5, stopWidth: 4 },
    seed: 1,
  }),
};

test('a test set that is measured on another backend leaves nothing behind on the first', async () => {
  const { files } = await left(digits({ name: 'mlp', hidden: [20, 15] }));
  const runner = new NetworkRunner({ assets: nodeAssets });
  await runner.open(files.final!);
  const bytes: number[] = [];
  for (const backend of ['wasm', 'cpu', 'wasm', 'cpu'] as const) {
    await runner.check({ ...options(), backend }, noLoading);
    bytes.push(tf.memory().numBytes);
  }
  expect(bytes).toEqual(bytes.map(() => bytes[0]));
});

test('a file whose layers would make a network far larger than itself is refused before it is built', async () => {
  const job = jobSchema.parse(jobs.DTC());
  const narrow = (index: number) => ({ name: `dense-${index}`, shape: [4096, 1], values: new Float32Array(4096), bias: null });
  const model: Json = {
    job: JSON.parse(JSON.stringify(job)),
    stage: 'final',
    sigma: null,
    testAccuracy: null,
    testLoss: null,
    backend: null,
  };
  const { bytes } = await encodeNetwork({ model, tensors: [0, 1, 2].map(narrow) }, { codec: 'min', compression: 'zstd' });
  expect(bytes.length).toBeLessThan(2000);
  await expect(new NetworkRunner({ assets: nodeAssets }).open(bytes)).rejects.toThrow(
    '“dense-1” takes 1 numbers in the file, and the layer before it gives 4096.',
  );
});

describe.each(Object.entries(jobs))('%s', (_name, jobOf) => {
  // 27 files of a small network; of a large one, whose files take a second, each codec with one of the packings in turn.
  test('is kept, and comes back with the very figures of its record, in every codec and packing', { timeout: 300_000 }, async () => {
    const { summary, files } = await left(jobOf());
    const runner = new NetworkRunner({ assets: nodeAssets });
    const facts = await runner.open(files.final!);
    const l0 = isL0Summary(summary) ? summary : null;
    const accuracy = l0 ? l0.testAccuracy : (summary as DtcSummary).finalAccuracy;
    expect(facts.model.testAccuracy).toBe(accuracy);
    if (l0) {
      expect([facts.parameters, facts.nonzero]).toEqual([l0.parameters, l0.nonzero]);
      expect(facts.model.testLoss).toBe(l0.testLoss);
      expect(modelBytes(l0.codec, facts.tensors)).toBe(l0.modelBytes);
    }
    const figures = { testAccuracy: accuracy, testLoss: l0 ? l0.testLoss : null, backend: 'wasm' };
    expect(await runner.check(options(), noLoading)).toMatchObject(figures);
    const numbersOf = async (one: NetworkRunner) => Buffer.from((await one.export('safetensors', 'n'))[0].bytes);
    const numbers = await numbersOf(runner);
    const other = new NetworkRunner({ assets: nodeAssets });
    const isLarge = facts.parameters > 100_000;
    for (const [row, codec] of CODECS.entries()) {
      for (const compression of isLarge ? [COMPRESSIONS[row % COMPRESSIONS.length]] : COMPRESSIONS) {
        const packed = await runner.pack(codec, compression);
        expect(packed.sizes.file).toBe(packed.file.length);
        expect(packed.weights + packed.statistics).toBe(packed.sizes.payload);
        const slack = codec === 'entropy' || codec === 'min' ? 2.1 * facts.tensors.length : 1e-6;
        expect(Math.abs(packed.weights - modelBytes(codec, facts.tensors))).toBeLessThan(slack);
        const again = await other.open(packed.file);
        expect(again).toMatchObject({ codec, compression, nonzero: facts.nonzero, model: facts.model });
        expect((await numbersOf(other)).equals(numbers)).toBe(true);
        expect(await other.check(options(), noLoading)).toMatchObject(figures);
      }
    }
  });
});

describe('for other programs', () => {
  test('there are safetensors, an ONNX model and a PyTorch script', async () => {
    const { files } = await left(digits({ name: 'mlp', hidden: [20, 15] }));
    const runner = new NetworkRunner({ assets: nodeAssets });
    await runner.open(files.final!);
    const { network } = await readNetworkFile(files.final!);
    const [plain] = await runner.export('safetensors', 'digits');
    expect(plain.name).toBe('digits.safetensors');
    const arrays = new Map(readSafetensors(plain.bytes).arrays.map((array) => [array.name, array]));
    for (const { name, shape, values, bias } of network.tensors) {
      expect(arrays.get(`${name}.weight`)).toEqual({ name: `${name}.weight`, shape, values });
      expect(arrays.get(`${name}.bias`)?.values).toEqual(bias);
    }
    const [script, weights] = await runner.export('pytorch', 'digits');
    expect([script.name, weights.name]).toEqual(['digits.py', 'digits.safetensors']);
    expect(new TextDecoder().decode(script.bytes)).toMatch(/nn\.Linear\(784, 20\),\n {12}nn\.ReLU\(\)/);
    expect((await runner.export('onnx', 'digits'))[0].bytes.length).toBeGreaterThan(4 * 784 * 20);
  });
});

test.each([
  ['LeNet-300-100', { name: 'lenet-300-100' }],
  ['a narrow ResNet-20', { name: 'resnet-20', width: 0.125 }],
] as const)('%s has in ONNX Runtime the very accuracy of its record', async (_name, model) => {
  const data = { name: 'mnist', train: 60, validation: 20, test: 100 };
  const training = { ...quick, minEpochs: 1, maxEpochs: 1, fineTuneMin: 1, fineTuneMax: 1 };
  const { files, summary } = await left({ ...digits(model), data, training });
  const runner = new NetworkRunner({ assets: nodeAssets });
  const {
    model: { job, testAccuracy },
  } = await runner.open(files.final!);
  const [onnx] = await runner.export('onnx', 'digits');
  const images = await TestSet.load(job, server.url, noLoading);
  let right = 0;
  for (const { inputs, targets } of images.kept.batches) {
    const [pixels, classes] = await Promise.all([inputs.data(), targets.data()]);
    const { values } = await runOnnx(onnx.bytes, pixels as Float32Array, classes.length);
    classes.forEach((digit, row) => {
      const logits = values.subarray(10 * row, 10 * (row + 1));
      if (logits.indexOf(Math.max(...logits)) === digit) right++;
    });
  }
  images.dispose();
  expect(right / 100).toBe(testAccuracy);
  expect(isL0Summary(summary) && summary.testAccuracy).toBe(testAccuracy);
});

test('a job that deleted neurons leaves the smaller network, in files and for other programs', async () => {
  const { summary, files } = await left(smallJob({ method: 'drr', alpha: 3e-3, tolerance: 0.3, deleteNeurons: 'yes', codec: 'dense' }));
  if (!isL0Summary(summary)) throw new Error('This is no ℓ0 job.');
  const runner = new NetworkRunner({ assets: nodeAssets });
  const { parameters, tensors } = await runner.open(files.final!);
  expect(parameters).toBe(summary.parametersLeft);
  expect(parameters).toBeLessThan(summary.parameters);
  expect(modelBytes('dense', tensors)).toBe(4 * parameters);
  expect(await runner.check(options(), noLoading)).toMatchObject({ testLoss: summary.testLoss });
  const { network } = await readNetworkFile(files.final!);
  const widths = network.tensors.map(({ shape }) => shape[0]);
  expect(Math.min(widths[0], widths[1])).toBeLessThan(25);
  expect(widths[2]).toBe(1);
  const [script] = await runner.export('pytorch', 'student');
  expect(new TextDecoder().decode(script.bytes)).toContain(`nn.Linear(${widths[0]}, ${widths[1]})`);
  const point = [0.3, -0.2];
  const expected = network.tensors.reduce<number[]>((values, { shape, values: weights, bias }, layer) => {
    const sums = Array.from(bias!, (offset, row) =>
      values.reduce((sum, value, column) => sum + value * weights[row * shape[1] + column], offset),
    );
    return layer === 2 ? sums : sums.map(Math.tanh);
  }, point);
  const {
    values: [onnx],
  } = await runOnnx((await runner.export('onnx', 'student'))[0].bytes, Float32Array.from(point), 1);
  expect(onnx).toBeCloseTo(expected[0], 5);
});

describe('a file of others', () => {
  test('is refused with what is wrong', async () => {
    const runner = new NetworkRunner({ assets: nodeAssets });
    const { files } = await left(smallJob({ method: 'rl1', alpha: 1e-3 }));
    const { model, network } = await readNetworkFile(files.final!);
    const file = async (change: object, tensors = network.tensors) =>
      (await encodeNetwork({ model: { ...(model as object), ...change }, tensors }, { codec: 'coo' })).bytes;
    await expect(runner.open(new TextEncoder().encode('{"format":"parsimony/result"}'))).rejects.toThrow(/no network file of Parsimony/);
    await expect(runner.open(await file({ stage: 'best' }))).rejects.toThrow(/what it says of its network is not what Parsimony writes/);
    await expect(runner.open(await file({ evil: 1 }))).rejects.toThrow(CodingError);
    await expect(runner.open(await file({ job: { ...model.job, model: { ...model.job.model, hidden: [1e9] } } }))).rejects.toThrow(
      /not what Parsimony writes/,
    );
    await expect(runner.open(await file({}, network.tensors.slice(1)))).rejects.toThrow(/lacks the weights/);
    await expect(runner.pack('coo', 'none')).rejects.toThrow(/No network is open/);
  });
});

describe('pruning by hand', () => {
  test('answers as plain arithmetic on a student', async () => {
    const { files, summary } = await left(smallJob({ method: 'rl1', alpha: 1e-3 }));
    const runner = new NetworkRunner({ assets: nodeAssets });
    const facts = await runner.beginTrial(files.unpruned!, options(), noLoading);
    const { network, model } = await readNetworkFile(files.unpruned!);
    const { test: samples } = teacherStudentRun({ seed: 3, count: 60, noise: 0.08, validation: 100, test: 200, hidden: [5, 8] });
    const layers = network.tensors.map(({ shape, values, bias }) => ({ shape, values: [...values], bias: [...bias!] }));
    expect(facts.blocks.map(({ name }) => name)).toEqual(network.tensors.map(({ name }) => name));
    const drawn = { weights: network.tensors.map(({ values }) => values), biases: network.tensors.map(({ bias }) => bias) };
    expect(facts.wiring).toEqual({ came: drawn, now: drawn });

    const reference = (thresholds: readonly number[]) => {
      const kept = layers.map(({ shape, values, bias }, i) => {
        const cut = (value: number): number => (Math.abs(value) < thresholds[i] ? 0 : value);
        return { outputs: shape[0], inputs: shape[1], values: values.map(cut), bias: bias.map(cut) };
      });
      let squares = 0;
      for (let sample = 0; sample < 200; sample++) {
        let x = [samples.inputs[2 * sample], samples.inputs[2 * sample + 1]];
        for (const [i, { outputs, inputs, values, bias }] of kept.entries()) {
          x = Array.from({ length: outputs }, (_, o) => {
            const sum = x.reduce((all, value, at) => all + value * values[o * inputs + at], bias[o]);
            return i === kept.length - 1 ? sum : Math.tanh(sum);
          });
        }
        squares += (x[0] - samples.targets[sample]) ** 2;
      }
      const nonzero = kept.flatMap(({ values, bias }) => [...values, ...bias]).filter((value) => value !== 0).length;
      return { mse: squares / 200, nonzero };
    };

    for (const thresholds of [
      [0, 0, 0],
      [0.05, 0.05, 0.05],
      [0.2, 0, 0.1],
      [0, 0.3, 0],
      [0.05, 0.05, 0.05],
      [9, 9, 9],
    ]) {
      const result = (await runner.measure(thresholds))!;
      const { mse, nonzero } = reference(thresholds);
      expect(result.nonzero).toBe(nonzero);
      expect(result.compressionRate).toBe(nonzero === 0 ? null : 751 / nonzero);
      expect(Math.abs(result.testLoss! - mse)).toBeLessThan(1e-5 * mse);
      expect(result.modelBytes).toBe(4 * nonzero);
      // n·(½log₂(2πe·MSE) + b) with the 22 bits of the specification.
      expect(result.length!.dataBytes).toBeCloseTo((200 * (0.5 * Math.log2(2 * Math.PI * Math.E * mse) + 22)) / 8, 2);
      expect(result.length!.bytes).toBeCloseTo(result.modelBytes + result.length!.dataBytes, 6);
      expect(result.testAccuracy).toBeNull();
    }
    const untouched = (await runner.measure([0, 0, 0]))!;
    expect(untouched.testLoss).toBe(model.testLoss);
    expect(isL0Summary(summary) && summary.before?.testLoss).toBe(untouched.testLoss);
  });

  test('gives a classifier the figures that its record has before its pruning, and bytes of the labels', async () => {
    const brief = { ...quick, batchSize: 50, minEpochs: 1, maxEpochs: 1, fineTuneMin: 1, fineTuneMax: 1 };
    const data = { ...few.data, train: 100, validation: 50 };
    const { files, summary } = await left({ ...digits({ name: 'lenet-5' }), data, training: brief });
    const runner = new NetworkRunner({ assets: nodeAssets });
    const { blocks } = await runner.beginTrial(files.unpruned!, options(), noLoading);
    const result = (await runner.measure(blocks.map(() => 0)))!;
    if (!isL0Summary(summary)) throw new Error('a record of another family');
    expect({ testAccuracy: result.testAccuracy, testLoss: result.testLoss }).toEqual(summary.before);
    expect(result.length!.dataBytes).toBeCloseTo((400 * result.testLoss!) / Math.LN2 / 8, 6);
    const half = (await runner.measure(blocks.map(({ largest }) => largest / 4)))!;
    expect(half.nonzero).toBeLessThan(result.nonzero);
    const { file } = await runner.pruned(half.thresholds);
    const { network } = await readNetworkFile(file);
    expect(network.tensors.map(matrixSize).reduce((sum, { nonzero }) => sum + nonzero, 0)).toBe(half.nonzero);
    // The pruned network as a file of its own has the figures that the slider showed.
    const other = new NetworkRunner({ assets: nodeAssets });
    await other.open(file);
    expect(await other.check(options(), noLoading)).toMatchObject({ testAccuracy: half.testAccuracy, testLoss: half.testLoss });
  });

  test('the latest request counts', async () => {
    const { files } = await left(digits({ name: 'mlp', hidden: [20, 15] }));
    const runner = new NetworkRunner({ assets: nodeAssets });
    await runner.beginTrial(files.unpruned!, options(), noLoading);
    const answers = await Promise.all([0.01, 0.02, 0.03, 0.04].map((threshold) => runner.measure([threshold, threshold, threshold])));
    expect(answers.slice(0, -1)).toEqual([null, null, null]);
    expect(answers[3]?.thresholds).toEqual([0.04, 0.04, 0.04]);
    await expect(runner.measure([0.1])).rejects.toThrow(/3 thresholds to give/);
    await expect(runner.measure([0.1, -1, 0])).rejects.toThrow(/≥ 0/);
  });

  test.each([
    ['a classifier of the ℓ0 family', () => digits({ name: 'mlp', hidden: [20, 15] }), true],
    ['a student with a learned σ', jobs['a student with a learned σ'], true],
    ['a network of DTC', jobs.DTC, false],
  ] as const)(
    '%s is trained on: it gets better, what is gone stays gone, and cancelled all is as it was',
    async (_name, job, canContinue) => {
      const { files, summary } = await left(job());
      const runner = new NetworkRunner({ assets: nodeAssets });
      const facts = await runner.beginTrial(files.unpruned ?? files.final!, options(), noLoading);
      expect(facts).toMatchObject({ canTune: true, canContinue });
      const untouched = (await runner.measure(facts.blocks.map(() => 0)))!;
      if (summary.kind === 'dtc') expect(untouched.testAccuracy).toBe((summary as DtcSummary).finalAccuracy);
      const thresholds = facts.blocks.map(({ largest }) => largest / 8);
      const before = (await runner.measure(thresholds))!;
      expect(before.nonzero).toBeLessThan(untouched.nonzero);
      const cut = await readNetworkFile((await runner.pruned(thresholds)).file);

      const cancelled = await runner.tuneTrial(thresholds, noLoading, () => runner.cancelTuning());
      expect(cancelled).toBeNull();
      const again = (await runner.measure(facts.blocks.map(({ largest }) => largest / 7)))!;
      expect(again.nonzero).toBeLessThanOrEqual(before.nonzero);
      expect(await runner.measure(thresholds)).toEqual(before);

      const rounds: TuningRound[] = [];
      const tuned = (await runner.tuneTrial(thresholds, noLoading, (round) => rounds.push(round)))!;
      expect(rounds.map(({ share }) => share)).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((round) => round / 8));
      const { result } = tuned;
      expect(result).toMatchObject({ tunings: 1, testAccuracy: rounds.at(-1)?.testAccuracy });
      expect(result.nonzero).toBeLessThanOrEqual(before.nonzero);
      // Of a regression the bytes of the targets follow from the squared error, whatever σ has come to.
      if (result.testAccuracy === null) expect(result.length!.dataBytes).toBeLessThan(before.length!.dataBytes);
      else expect(result.testAccuracy).toBeGreaterThan(before.testAccuracy!);
      expect(tuned.facts.weights.zeros).toBe(tuned.facts.parameters - result.nonzero);
      const { network } = await readNetworkFile((await runner.pruned(facts.blocks.map(() => 0))).file);
      // What is drawn as it came stays so; one of 16,000 numbers is not drawn.
      expect(tuned.facts.wiring?.came).toEqual(facts.wiring?.came);
      expect(tuned.facts.wiring?.now.weights ?? null).toEqual(facts.wiring && network.tensors.map(({ values }) => values));
      for (const [index, { values }] of network.tensors.entries()) {
        const was = cut.network.tensors[index].values;
        expect(values.every((value, at) => value === 0 || was[at] !== 0)).toBe(true);
      }
    },
  );

  test.each([
    ['pixels as they are', () => digits({ name: 'mlp', hidden: [20, 15] })],
    ['pixels that are standardised', () => ({ ...jobs.DTC(), training: { batchSize: 256, loss: 'classAxis' } })],
  ] as const)('a network of images says what it takes a sample for, with %s', async (_name, job) => {
    const { files } = await left(job());
    const runner = new NetworkRunner({ assets: nodeAssets });
    const { pictures, blocks, samples } = await runner.beginTrial(files.final!, options(), noLoading);
    expect(pictures).toEqual({
      shape: { kind: 'image', height: 28, width: 28, channels: 1 },
      classes: expect.arrayContaining(['0', '9']),
      note: null,
    });
    const none = blocks.map(() => 0);
    const half = blocks.map(({ largest }) => largest / 4);
    const best = (shares: readonly number[]): number => shares.indexOf(Math.max(...shares));

    const first = await runner.askTrial({ kind: 'sample', sample: 0 }, none);
    // The first test image of MNIST is a 7; pixels of its files are bytes.
    expect(first).toMatchObject({ sample: 0, label: 7 });
    for (const pixel of first.pixels) expect(Math.abs(255 * pixel - Math.round(255 * pixel))).toBeLessThan(1e-3);
    expect(first.whole.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
    expect(first.now).toEqual(first.whole);
    const drawn = await runner.askTrial({ kind: 'drawn', pixels: first.pixels }, none);
    expect(drawn).toMatchObject({ sample: null, label: null });
    drawn.now.forEach((share, index) => expect(share).toBeCloseTo(first.now[index], 4));

    // Of all samples, one by one, as many are right as were measured.
    const { testAccuracy } = (await runner.measure(half))!;
    const wrong: number[] = [];
    for (let sample = 0; sample < samples; sample++) {
      const { now, label } = await runner.askTrial({ kind: 'sample', sample }, half);
      if (best(now) !== label) wrong.push(sample);
    }
    expect(1 - wrong.length / samples).toBeCloseTo(testAccuracy!, 2);
    const next = await runner.askTrial({ kind: 'wrong', after: 10 }, half);
    expect(wrong).toContain(next.sample);
    await expect(runner.askTrial({ kind: 'sample', sample: samples }, none)).rejects.toThrow(/no test sample/);
  });

  test('where a job judges the images of a batch by each other, that is said', async () => {
    const { files } = await left(jobs.DTC());
    const { pictures } = await new NetworkRunner({ assets: nodeAssets }).beginTrial(files.final!, options(), noLoading);
    expect(pictures?.note).toMatch(/here each is judged by itself/);
  });

  test('a network of points is not asked about a picture', async () => {
    const { files } = await left(jobs['a student with a learned σ']());
    const runner = new NetworkRunner({ assets: nodeAssets });
    const { pictures, blocks } = await runner.beginTrial(files.final!, options(), noLoading);
    expect(pictures).toBeNull();
    const asked = runner.askTrial(
      { kind: 'sample', sample: 0 },
      blocks.map(() => 0),
    );
    await expect(asked).rejects.toThrow('Only networks of images');
  });

  test('can be gone on from: fine-tuning alone, what is gone stays gone', async () => {
    const job = smallJob({ method: 'rl1', alpha: 1e-3 });
    const { files } = await left(job);
    const runner = new NetworkRunner({ assets: nodeAssets });
    await runner.beginTrial(files.unpruned!, options(), noLoading);
    const pruned = (await runner.measure([0.3, 0.3, 0.3]))!;
    const { file, digest } = await runner.pruned([0.3, 0.3, 0.3]);
    const from = { ...job, start: { network: digest, from: 'a test' } } as JobInput;
    expect(jobSchema.parse(from)).toMatchObject({ start: { network: digest } });
    const tuned = await left(from, (asked) => Promise.resolve(asked === digest ? file : null));
    const steps = tuned.events.flatMap((event) => (event.type === 'step' && event.step.kind === 'l0' ? [event.step as L0Step] : []));
    expect(steps[0]).toMatchObject({ phase: 'pruning', nonzero: pruned.nonzero, testLoss: pruned.testLoss });
    expect(new Set(steps.slice(1).map(({ phase }) => phase))).toEqual(new Set(['fine-tuning']));
    expect(tuned.summary).toMatchObject({ epochs: { regularised: 0, admm: 0, fineTuning: 40 } });
    expect(isL0Summary(tuned.summary) && tuned.summary.testLoss).toBeLessThan(pruned.testLoss!);
    const [was, is] = await Promise.all([readNetworkFile(file), readNetworkFile(tuned.files.final!)]);
    is.network.tensors.forEach(({ values }, i) =>
      values.forEach((value, at) => value !== 0 && expect(was.network.tensors[i].values[at]).not.toBe(0)),
    );
    expect(tuned.files.unpruned).toBeUndefined();
    await expect(left(from)).rejects.toThrow(/which is not in this browser/);
    await expect(left({ ...from, model: { name: 'mlp' } }, () => Promise.resolve(file))).rejects.toThrow(/another kind/);
  });
});
