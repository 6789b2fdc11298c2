/** The memory that is told before a study runs is what its tensors take, and one that no heap holds is refused by name. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { estimateStudy, refusalOf, warningOf } from '../../../src/lab/estimate.ts';
import { imageShape } from '../../../src/data/shape.ts';
import { evaluationBatch } from '../../../src/compression/l0/memory.ts';
import { startBackend } from '../../../src/nn/backend.ts';
import { jobModels } from '../../../src/nn/models/catalogue.ts';
import { RunControl } from '../../../src/nn/run-control.ts';
import * as tf from '../../../src/nn/tf.ts';
import { runJob } from '../../../src/study/run-job.ts';
import { studySchema, type JobInput } from '../../../src/study/schema.ts';
import { nodeAssets, serveData, type DataServer } from '../support/backends.ts';
import { isL0Job } from '../../../src/study/families/l0/settings.ts';

class Control extends RunControl {
  readonly signal = new AbortController().signal;
}

let data: DataServer;
beforeAll(async () => {
  data = await serveData();
  await startBackend('wasm', 0, nodeAssets);
});
afterAll(() => data.close());

interface Allocator {
  _malloc(bytes: number): number;
  _free(address: number): void;
}

/**
 * Most bytes of the WebAssembly heap that were in use at once while a job ran, as its allocator was asked for them: tensors of tfjs and
 * scratch memory of our kernels. (What `tf.memory()` says counts a tensor anew for each clone that shares its memory.)
 */
async function usedBytes(job: unknown): Promise<number> {
  const allocator = (tf.backend() as unknown as { readonly wasm: Allocator }).wasm;
  // Emscripten's functions put others in their own place when they are first called.
  // oxlint-disable-next-line no-underscore-dangle -- Emscripten's names
  allocator._free(allocator._malloc(8));
  // oxlint-disable-next-line no-underscore-dangle
  const { _malloc: malloc, _free: free } = allocator;
  const sizes = new Map<number, number>();
  let [now, most] = [0, 0];
  const watched: Allocator = {
    _malloc(bytes) {
      const address = malloc(bytes);
      sizes.set(address, bytes);
      now += bytes;
      most = Math.max(most, now);
      return address;
    },
    _free(address) {
      free(address);
      now -= sizes.get(address) ?? 0;
      sizes.delete(address);
    },
  };
  Object.assign(allocator, watched);
  try {
    let failure: string | null = null;
    await runJob(job, { backend: 'wasm', dataUrl: data.url }, { assets: nodeAssets, browser: 'node', cores: 1 }, new Control(), (event) => {
      if (event.type === 'failed') failure = event.error.message;
    });
    expect(failure).toBeNull();
    return most;
  } finally {
    Object.assign(allocator, { _malloc: malloc, _free: free });
  }
}

const once = { minEpochs: 1, maxEpochs: 1, fineTuneMin: 1, fineTuneMax: 1, measureEvery: 1 };
const points = { name: 'teacher-student', train: 200, validation: 100, test: 100 };
const jobs: Record<string, JobInput> = {
  'a wide network with R-L1': {
    data: points,
    model: { name: 'mlp', hidden: [400, 400] },
    training: { ...once, loss: 'mse', batchSize: 100 },
    compression: { method: 'rl1' },
  },
  'a wide network with PMMP': {
    data: points,
    model: { name: 'mlp', hidden: [400, 400] },
    training: { ...once, loss: 'mse', batchSize: 100 },
    compression: { method: 'pmmp' },
  },
  'LeNet-300-100 with R-L1': {
    data: { name: 'mnist', train: 400, validation: 400, test: 400 },
    model: { name: 'lenet-300-100' },
    training: { ...once, batchSize: 200 },
    compression: { method: 'rl1' },
  },
  'LeNet-300-100 with PMMP': {
    data: { name: 'mnist', train: 400, validation: 400, test: 400 },
    model: { name: 'lenet-300-100' },
    training: { ...once, batchSize: 200 },
    compression: { method: 'pmmp' },
  },
  'LeNet-5 with R-L1': {
    data: { name: 'mnist', train: 100, validation: 100, test: 100 },
    model: { name: 'lenet-5' },
    training: { ...once, batchSize: 100 },
    compression: { method: 'rl1' },
  },
  'Dual Tomographic Compression': {
    data: { trainImages: 2048, testImages: 512 },
    model: { hidden: [512] },
    compression: { method: 'dtc', share: 0.9, stopWidth: 100, batchesPerCycle: 2 },
  },
};

// Told is 1.05 to 1.25 times what dense networks take, and 0.7 times for LeNet-5, whose patches are scratch memory.
describe.each(Object.entries(jobs))('%s', (_, input) => {
  test('takes what is told, within 35 %', async () => {
    const study = studySchema.parse({ name: 'A', job: input });
    const { largest } = estimateStudy(study, {}, 'wasm', 1);
    const share = largest.bytes / (await usedBytes(study.job));
    expect(share).toBeGreaterThan(0.65);
    expect(share).toBeLessThan(1.35);
  });
});

const vgg = (change: { readonly width?: number; readonly batchSize?: number; readonly axes?: readonly unknown[] }) =>
  studySchema.parse({
    name: 'A',
    job: {
      data: { name: 'cifar-10' },
      model: { name: 'vgg-16', width: change.width ?? 0.25 },
      training: { batchSize: change.batchSize ?? 128 },
      compression: { method: 'pmmp' },
    },
    axes: change.axes ?? [],
  });

test('what no heap holds is refused by setting, limit and estimate, and a graphics card may hold it', () => {
  const large = vgg({ width: 1, batchSize: 1000 });
  const refused = (backend: 'wasm' | 'webgpu' | null): string | null => refusalOf(large, estimateStudy(large, {}, backend, 1));
  expect(refused('wasm')).toMatch(
    /would need about 8\.\d GiB for its tensors; WebAssembly holds 4\.0 GiB at most\. Lower “Batch size” \(training\.batchSize\), or choose WebGPU/u,
  );
  expect([refused(null), refused('webgpu')]).toEqual([refused('wasm'), null]);
  const small = vgg({});
  expect(refusalOf(small, estimateStudy(small, {}, 'wasm', 1))).toBeNull();
  // What no machine of a person holds is no study at all.
  expect(() => vgg({ width: 1, batchSize: 5000 })).toThrow(/GiB; at most 12 GiB can be had: take smaller batches/u);
});

test('what the machine may not have is warned of, with the jobs side by side', () => {
  const two = vgg({ axes: [{ path: 'seed', values: [1, 2, 3] }] });
  const words = (study: typeof two, workers: number, machine: number | null) =>
    warningOf(study, estimateStudy(study, {}, 'wasm', workers), machine);
  expect(words(two, 2, 2)).toMatch(
    /would need about 3\.\d GiB of memory with 2 jobs side by side, and the browser says that this machine has 2 GiB\. .*lower “/u,
  );
  expect([words(two, 2, 8), words(two, 2, null), words(two, 1, 2)]).toEqual([null, null, null]);
});

test('testing takes smaller batches where those of 1000 would fill the heap', () => {
  const batchOf = (width: number): number => {
    const { job } = vgg({ width });
    if (!isL0Job(job)) throw new Error('This is no ℓ0 job.');
    return evaluationBatch(job);
  };
  // Results of the presets stay as they were.
  expect([0.125, 0.25, 0.5].map(batchOf)).toEqual([1000, 1000, 1000]);
  const { kept } = jobModels['vgg-16'].size({ input: imageShape([32, 32, 3]), outputs: 10, width: 1, hidden: [] });
  expect(4 * 1.7 * kept * batchOf(1)).toBeLessThanOrEqual(2 ** 30);
  expect(batchOf(1)).toBeGreaterThan(100);
});
