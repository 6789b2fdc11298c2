/**
 * Jobs call none of the engine's elementary functions, on WebAssembly and in plain JavaScript, tfjs's part included: their last bits are the
 * engine's own. Where our sources name them the linter and the structure test find it; this finds what packages do.
 */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { BatchSource } from '../../../src/nn/batches.ts';
import { RunControl } from '../../../src/nn/run-control.ts';
import { ADAM, Optimizer } from '../../../src/nn/optimizer.ts';
import * as tf from '../../../src/nn/tf.ts';
import { train } from '../../../src/nn/train.ts';
import type { JobInput } from '../../../src/study/schema.ts';
import { run } from '../compression/l0/course.ts';
import { smallJob } from '../compression/l0/job.ts';
import { startOn } from './start.ts';
import { tinyModels } from './tiny-models.ts';

const watched = [
  ...([
    'acos',
    'acosh',
    'asin',
    'asinh',
    'atan',
    'atan2',
    'atanh',
    'cbrt',
    'cos',
    'cosh',
    'exp',
    'expm1',
    'hypot',
    'log',
    'log10',
  ] as const),
  ...(['log1p', 'log2', 'pow', 'random', 'sin', 'sinh', 'tan', 'tanh'] as const),
];
const engine = new Map<string, (...values: number[]) => number>(watched.map((name) => [name, Math[name]]));
/** Where each call came from that was made while a job ran; calls from outside src/ and tfjs (deps_ssr/, vitest.config.ts) are not the job's. */
const calls: string[] = [];
const ours = /\/(src|deps_ssr)\//u;

beforeAll(() => {
  for (const [name, own] of engine) {
    const call = (...values: number[]): number => {
      const from = new Error(name).stack?.split('\n')[2] ?? '';
      if (ours.test(from)) calls.push(`${name} ${from.trim()}`);
      return own(...values);
    };
    Object.assign(Math, { [name]: call });
  }
});
afterAll(() => {
  Object.assign(Math, Object.fromEntries(engine));
});
beforeEach(() => {
  calls.length = 0;
});

const few = { minEpochs: 12, maxEpochs: 12, fineTuneMin: 4, fineTuneMax: 4, checkEvery: 2, window: 4, measureEvery: 4 };
const jobs: readonly (readonly [name: string, job: JobInput])[] = [
  ...['drr', 'pmmp', 'l0-admm', 'hard-concrete', 'lottery-ticket'].map(
    (method) => [method, smallJob({ method }, { training: few })] as const,
  ),
  ['Gaussian loss', smallJob({ method: 'drr' }, { training: { ...few, loss: 'gauss', schedule: 'cosine' } })],
  ['layerwise', smallJob({ method: 'layerwise', layerwiseEpochs: 10 }, { training: few })],
  ['layerwise pruning by sigmoids', smallJob({ method: 'drr', layerwisePruning: 'sigmoid', layerwiseEpochs: 10 }, { training: few })],
];

for (const backend of ['cpu', 'wasm'] as const) {
  test.each(jobs)(`${backend}: %s`, async (_name, job) => {
    const { summary } = await run(job, { backend });
    expect(summary.parameters).toBe(751);
    expect([...new Set(calls)]).toEqual([]);
  });

  test.each(tinyModels.map((model) => [model.name, model] as const))(`${backend}: %s`, async (_name, { build, objective, batch }) => {
    await startOn(backend);
    const network = build();
    const optimizer = new Optimizer(ADAM, { learningRate: 0.01 });
    const source: BatchSource = {
      count: 1,
      samples: 2,
      predictions: 2,
      batch: () => Promise.resolve({ ...batch(), size: 2, predictions: 2, dispose: () => undefined }),
    };
    await train({ network, optimizer, source, objective: objective(), steps: 1, control: new RunControl(), onChunk: () => undefined });
    expect([...new Set(calls)]).toEqual([]);
    network.dispose();
  });
}

test('a call is seen', async () => {
  await startOn('cpu');
  tf.tidy(() => tf.cosh(tf.tensor1d([1])).dataSync());
  expect(calls.join()).toMatch(/^cosh .*tfjs-backend-cpu/u);
});
