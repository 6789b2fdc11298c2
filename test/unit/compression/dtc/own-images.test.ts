/** Whole jobs of Dual Tomographic Compression on images of a person's own, as the browser keeps them, on WebAssembly. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { imageLimit, imagesInOrder } from '../../../../src/compression/dtc/data.ts';
import type { DtcJob } from '../../../../src/compression/dtc/job.ts';
import { dtcStepSchema, type DtcStep } from '../../../../src/compression/dtc/record.ts';
import { runDtc } from '../../../../src/compression/dtc/run.ts';
import { noCache } from '../../../../src/data/cache.ts';
import { openDataset, type Dataset } from '../../../../src/data/dataset.ts';
import { startBackend } from '../../../../src/nn/backend.ts';
import { RunControl } from '../../../../src/nn/run-control.ts';
import type { JobEvent } from '../../../../src/study/events.ts';
import { runJob } from '../../../../src/study/run-job.ts';
import { jobSchema } from '../../../../src/study/schema.ts';
import { serveDatasets, sha256, type DatasetServer } from '../../data/dataset-server.ts';
import { nodeAssets } from '../../support/backends.ts';
import { besideLadder } from '../../../../src/study/families/dtc/control.ts';
import { pointOf } from '../../../../src/study/families/dtc/run.ts';
import { isDtcJob } from '../../../../src/study/families/dtc/settings.ts';

const SHAPE = [6, 5, 2] as const;
const FEATURES = 60;
const CLASSES = 3;
const TRAIN = 240;
const TEST = 60;
const images = { name: 'bars', sha256: 'b'.repeat(64), shape: SHAPE, classes: CLASSES, train: TRAIN, test: TEST };

/** Class by class, as a folder is read; every class is bright in a third of its pixels, and no two images are alike. */
const labelOf = (index: number, count: number): number => Math.floor((index * CLASSES) / count);
const pixelsOf = (index: number, count: number): number[] =>
  Array.from({ length: FEATURES }, (_, i) => (i % CLASSES === labelOf(index, count) ? 190 : 20) + ((i * 7 + index) % (i % 2 ? 61 : 53)));

let server: DatasetServer;
beforeAll(async () => {
  const files = new Map<string, Buffer>();
  const shard = (file: string, raw: Uint8Array, count: number) => {
    const content = gzipSync(raw);
    files.set(`own-bars/${file}`, content);
    return { file, count, bytes: content.length, rawBytes: raw.length, sha256: sha256(content) };
  };
  const split = (name: string, count: number) => {
    const indices = Array.from({ length: count }, (_, index) => index);
    return {
      count,
      images: [shard(`${name}-images-000.bin`, Uint8Array.from(indices.flatMap((index) => pixelsOf(index, count))), count)],
      labels: [
        shard(
          `${name}-labels-000.bin`,
          Uint8Array.from(indices, (index) => labelOf(index, count)),
          count,
        ),
      ],
    };
  };
  const manifest = {
    format: 'parsimony/dataset',
    version: 1,
    name: 'own-bars',
    title: 'bars',
    shape: SHAPE,
    classes: ['a', 'b', 'c'],
    normalisation: { mean: [0, 0], std: [1, 1] },
    source: { title: images.sha256, url: '', package: '', integrity: '' },
    licence: '',
    credit: '',
    splits: { train: split('train', TRAIN), test: split('test', TEST) },
  };
  files.set('own-bars/manifest.json', Buffer.from(JSON.stringify(manifest)));
  server = await serveDatasets(files);
  await startBackend('wasm', FEATURES, nodeAssets);
});
afterAll(() => server.close());

function jobOn(change: Readonly<Record<string, object>> = {}): DtcJob {
  const job = jobSchema.parse({
    images,
    model: { hidden: [20] },
    training: { batchSize: 40, learningRate: 0.01 },
    ...change,
    data: { name: 'own', ...change.data },
    compression: { method: 'dtc', batchesPerCycle: 30, ...change.compression },
  });
  if (!isDtcJob(job)) throw new Error('The job is of another family.');
  return job;
}

const opened = (job: DtcJob): Promise<Dataset> =>
  openDataset({
    baseUrl: server.baseUrl,
    name: 'own-bars',
    cache: noCache,
    limits: { train: imageLimit(job, 'train'), test: imageLimit(job, 'test') },
  });

async function ran(job: DtcJob) {
  const steps: DtcStep[] = [];
  const shapes: (readonly number[])[] = [];
  const summary = await runDtc({
    job,
    dataset: await opened(job),
    control: new RunControl(),
    report: {
      progress: () => undefined,
      losses: () => undefined,
      look: () => undefined,
      checkpoint: () => undefined,
      notice: () => undefined,
      step: (step) => steps.push({ ...dtcStepSchema.parse(step), seconds: 0 }),
      network: async ({ take }) => {
        for (const { shape } of (await take()).tensors) shapes.push(shape);
      },
    },
  });
  return { steps, shapes, summary };
}

test.each(['batchAxis', 'classAxis'] as const)(
  'a network of their size and classes goes down its ladder and learns, loss over %s',
  async (loss) => {
    const { steps, shapes, summary } = await ran(jobOn({ training: { loss, batchSize: 40, learningRate: 0.01 } }));
    expect(steps.map(({ neurons }) => neurons)).toEqual([18, 16, 14, 12, 10]);
    expect(shapes).toEqual([
      [10, FEATURES],
      [CLASSES, 10],
    ]);
    // Whoever went is told by its place as built, and nobody goes twice.
    const removed = steps.flatMap(({ layers }) => layers[0].removed!);
    expect(steps.map(({ layers }) => layers[0].removed!.length)).toEqual([2, 2, 2, 2, 2]);
    expect(new Set(removed).size).toBe(10);
    expect(removed.every((neuron) => neuron >= 0 && neuron < 20)).toBe(true);
    expect(steps[0].testAccuracyBeforePrune).toBeGreaterThan(0.95);
    expect(summary).toMatchObject({ testImages: TEST, finalNeurons: 10 });
    // trunc(20 · 0.0999…), whatever the images.
    expect(steps[0].layers[0].measurements.next).toHaveLength(1);
  },
);

test('a network that nothing is taken from trains as the others do until their first prune, and goes on as long with all its neurons', async () => {
  const [pruned, whole] = [await ran(jobOn()), await ran(jobOn({ compression: { method: 'no-pruning' } }))];
  expect(whole.steps.map(({ neurons, sparsity }) => [neurons, sparsity])).toEqual(pruned.steps.map(() => [20, 0]));
  const firstOf = ({ trainLoss, testAccuracyBeforePrune }: DtcStep) => ({ trainLoss, testAccuracyBeforePrune });
  expect(firstOf(whole.steps[0])).toEqual(firstOf(pruned.steps[0]));
  for (const { testAccuracy, testAccuracyBeforePrune } of whole.steps) expect(testAccuracy).toBe(testAccuracyBeforePrune);
  expect(whole.summary).toMatchObject({ cycles: 5, trainingSteps: pruned.summary.trainingSteps, finalNeurons: 20 });
  expect(whole.shapes).toEqual([
    [20, FEATURES],
    [CLASSES, 20],
  ]);
  // Figures draw it above the networks that have trained as long.
  const run = { kind: 'dtc', job: jobOn(), status: 'finished', points: whole.steps.map(pointOf), steps: null, losses: [] } as const;
  expect(whole.steps.map((_, index) => besideLadder(run, index))).toEqual(
    pruned.steps.map(({ neurons, sparsity }) => ({ neurons, sparsity })),
  );
});

test('the same job twice is the same in every digit', async () => {
  const job = jobOn({ compression: { batchesPerCycle: 5 } });
  expect((await ran(job)).steps).toEqual((await ran(job)).steps);
});

test.each([
  ['train', 0, TRAIN],
  ['train', 50, 50],
  ['test', 0, TEST],
  ['test', 30, 30],
] as const)('the %s images come mixed and each once with its label, %i of them', async (split, limit, expected) => {
  const job = jobOn({ data: { trainImages: split === 'train' ? limit : 0, testImages: split === 'test' ? limit : 0 } });
  const source = imagesInOrder(job, await opened(job), split);
  expect(source.samples).toBe(expected);
  const given = split === 'train' ? TRAIN : TEST;
  const known = new Map(Array.from({ length: given }, (_, index) => [pixelsOf(index, given).join(), labelOf(index, given)]));
  const seen = new Set<string>();
  for (let index = 0; index < source.count; index++) {
    const batch = await source.batch(index, 0);
    const [inputs, labels] = await Promise.all([batch.inputs.data(), batch.targets.data()]);
    batch.dispose();
    for (const [i, label] of labels.entries()) {
      const pixels = Array.from(inputs.subarray(i * FEATURES, (i + 1) * FEATURES), (value) => Math.round(value * 255)).join();
      expect(known.get(pixels)).toBe(label);
      seen.add(pixels);
    }
    // Forty images of a folder in its order would be of one class.
    if (labels.length >= 30) expect(new Set(labels).size).toBe(CLASSES);
  }
  expect(seen.size).toBe(expected);
});

test('where they are not kept, the job ends at once and says which images to add', async () => {
  const events: JobEvent[] = [];
  class Control extends RunControl {
    readonly signal = new AbortController().signal;
  }
  await runJob(
    jobOn(),
    { backend: 'wasm', dataUrl: server.baseUrl },
    { assets: nodeAssets, browser: 'node', cores: 1 },
    new Control(),
    (event) => events.push(event),
  );
  const last = events.at(-1);
  expect(last?.type === 'failed' && last.error).toMatchObject({
    kind: 'dataset',
    message: expect.stringContaining('The images “bars” are not in this browser: 240 to train and 60 to test'),
  });
  expect(events.some(({ type }) => type === 'environment')).toBe(false);
});
