/** A job that goes on from any of its checkpoints ends in the very numbers of one that was never interrupted. */
import { describe, expect, test } from 'vitest';
import { pace } from '../../../../src/compression/l0/pace.ts';
import type { Dataset } from '../../../../src/data/dataset.ts';
import { stream } from '../../../../src/math/random.ts';
import { startBackend } from '../../../../src/nn/backend.ts';
import { RunControl } from '../../../../src/nn/run-control.ts';
import * as tf from '../../../../src/nn/tf.ts';
import type { JobEvent } from '../../../../src/study/events.ts';
import { runJob } from '../../../../src/study/run-job.ts';
import type { JobInput } from '../../../../src/study/schema.ts';
import { nodeAssets } from '../../support/backends.ts';
import { everyEpoch, run } from './course.ts';
import { smallJob } from './job.ts';

const short = { minEpochs: 7, maxEpochs: 7, fineTuneMin: 4, fineTuneMax: 4, checkEvery: 1, window: 4, measureEvery: 2 };

const jobs: Record<string, JobInput> = {
  'R-L1, least loss kept, shuffled': smallJob(
    { method: 'rl1', alpha: 1e-3, alphaSchedule: 'ramp' },
    {
      data: { name: 'teacher-student', train: 60, validation: 100, test: 200, order: 'shuffled' },
      training: { ...short, bestState: 'argmin' },
    },
  ),
  'DRR, turning points, converging': smallJob(
    { method: 'drr', alpha: 1e-3 },
    { training: { ...short, learningRate: 0.05, minEpochs: 8, maxEpochs: 60, fineTuneMax: 40, bestState: 'turning-point' } },
  ),
  PMMP: smallJob(
    { method: 'pmmp', alpha: 1e-4, gammaStart: 0.5, pmmpFinal: 'gamma-then-tamade' },
    { training: { ...short, bestState: 'turning-point' } },
  ),
  'hard concrete after a prelude': smallJob(
    { method: 'hard-concrete', alpha: 1e-3, prelude: 3 },
    { training: { ...short, bestState: 'argmin', schedule: 'cosine', warmUp: 2 } },
  ),
  'PMMP that shrinks and loses neurons': smallJob(
    { method: 'pmmp', alpha: 1e-3, gammaStart: 0.5, shrinking: 'yes', deleteNeurons: 'yes' },
    { training: { ...short, learningRate: 0.1, bestState: 'argmin' } },
  ),
  'FPP, neurons deleted': smallJob(
    { method: 'fpp', alpha: 1e-3, tolerance: 2, deleteNeurons: 'yes' },
    { training: { ...short, bestState: 'argmin' } },
  ),
  FPP: smallJob({ method: 'fpp', alpha: 1e-4, fppDecay: 0.1, fppRepetitions: 3 }, { training: short }),
  'ℓ0-ADMM': smallJob({ method: 'l0-admm', alpha: 1e-4, admmRounds: 5 }, { training: short }),
  'a lottery ticket': smallJob(
    { method: 'lottery-ticket', ticketRounds: 2, targetSparsity: 0.8 },
    { training: { ...short, minEpochs: 5, maxEpochs: 5 } },
  ),
  'magnitude, gradually, the best state kept': smallJob(
    { method: 'gradual-magnitude', targetSparsity: 0.8, wholeEpochs: 2 },
    { training: { ...short, bestState: 'argmin' } },
  ),
  'DTC, neurons deleted': smallJob(
    { method: 'neurons-dtc', targetSparsity: 0.7, rayMeasurements: 0.4, deleteNeurons: 'yes' },
    { training: short },
  ),
  'random neurons': smallJob({ method: 'neurons-random', targetSparsity: 0.7 }, { training: short }),
  SNIP: smallJob({ method: 'snip', targetSparsity: 0.7 }, { training: short }),
  SynFlow: smallJob({ method: 'synflow', targetSparsity: 0.7, flowRounds: 5 }, { training: short }),
  'random pruning, Gaussian loss': smallJob({ method: 'random-finetune', targetSparsity: 0.5 }, { training: { ...short, loss: 'gauss' } }),
};

describe.each(Object.entries(jobs))('%s', (_, job) => {
  test('goes on from every checkpoint to the very same end, and leaving them changes nothing', async () => {
    await startBackend('wasm', 0, nodeAssets);
    const tensors = tf.memory().numTensors;
    const plain = await run(job);
    const whole = await run(job, { pace: everyEpoch });
    expect({ ...whole, checkpoints: [] }).toEqual(plain);
    const stages = new Set(whole.checkpoints.map(({ checkpoint }) => checkpoint.underWay.stage));
    expect(stages.size).toBeGreaterThanOrEqual(2);
    for (const { checkpoint, steps, losses } of whole.checkpoints) {
      const rest = await run(job, { checkpoint });
      const where = `${checkpoint.underWay.stage}, epoch ${checkpoint.epochs}`;
      expect(rest.steps, where).toEqual(whole.steps.slice(steps));
      expect(rest.losses, where).toEqual(whole.losses.slice(losses));
      expect(rest.summary, where).toEqual(whole.summary);
      expect(checkpoint.trainingSteps, where).toBe(losses);
    }
    // Nothing of the device is kept, whichever way a job began.
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

const few = { name: 'teacher-student', train: 20, validation: 20, test: 20 };
const brief = { ...short, batchSize: 10, minEpochs: 3, maxEpochs: 3, fineTuneMin: 2, fineTuneMax: 2 };
/** Pruned midway at epoch 7, when the test of convergence has its window, of a loss that hardly moves. */
const midway = { ...brief, minEpochs: 8, maxEpochs: 8, checkEvery: 7, learningRate: 1e-6, bestState: 'argmin' };
/** γ that begins at ½ is on either side of it soon, so that what an epoch changes tells. */
const layers = { layerwiseRate: 0.02, layerwiseAlpha: 0.01, layerwiseStart: 0.5, layerwiseEpochs: 3 };

const layerwise: Record<string, { readonly job: JobInput; readonly stages: readonly string[] }> = {
  'projected, squared error': { stages: ['pruning'], job: smallJob({ method: 'layerwise', ...layers }, { data: few, training: brief }) },
  'sigmoid, Gaussian error, before a threshold': {
    stages: ['pruning'],
    job: smallJob(
      { method: 'rl1', alpha: 1e-3, layerwisePruning: 'sigmoid', layerwiseLoss: 'gauss', ...layers },
      { data: few, training: brief },
    ),
  },
  'projected, Gaussian error, with the γ of PMMP, midway as well, neurons deleted': {
    stages: ['regularised', 'pruning'],
    job: smallJob(
      {
        method: 'pmmp',
        alpha: 1e-3,
        gammaStart: 0.5,
        layerwisePruning: 'projected',
        layerwiseLoss: 'gauss',
        shrinking: 'yes',
        deleteNeurons: 'yes',
        ...layers,
      },
      { data: few, training: midway },
    ),
  },
  'sigmoid, squared error, midway as well, with gates': {
    stages: ['regularised', 'pruning'],
    job: smallJob(
      { method: 'hard-concrete', alpha: 1e-3, prelude: 1, layerwisePruning: 'sigmoid', shrinking: 'yes', ...layers },
      { data: few, training: midway },
    ),
  },
};

describe.each(Object.entries(layerwise))('pruning layer by layer: %s', (_, { job, stages }) => {
  test('goes on from amid every layer and from between them to the very same end', async () => {
    await startBackend('wasm', 0, nodeAssets);
    const tensors = tf.memory().numTensors;
    const plain = await run(job);
    const whole = await run(job, { pace: everyEpoch });
    expect({ ...whole, checkpoints: [] }).toEqual(plain);
    const amid = whole.checkpoints.filter(({ checkpoint }) => checkpoint.underWay.part);
    expect([...new Set(amid.map(({ checkpoint }) => checkpoint.underWay.stage))]).toEqual(stages);
    // Three layers of three epochs: after two epochs of each, and before the second and the third.
    expect(amid.length).toBe(8 * stages.length);
    for (const { checkpoint, steps, losses } of amid) {
      const rest = await run(job, { checkpoint });
      const where = JSON.stringify(checkpoint.underWay);
      expect(rest.losses, where).toEqual(whole.losses.slice(losses));
      expect(rest.steps, where).toEqual(whole.steps.slice(steps));
      expect(rest.summary, where).toEqual(whole.summary);
    }
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

test('a state of amid another part, or without an array of its part, is refused, and nothing is left on the device', async () => {
  const { job } = layerwise['projected, squared error'];
  const { checkpoints } = await run(job, { pace: everyEpoch });
  const tensors = tf.memory().numTensors;
  const { checkpoint } = checkpoints.find((one) => one.checkpoint.underWay.part?.arrays['dense-2/bias/layerwise'])!;
  const { underWay } = checkpoint;
  const part = underWay.part!;
  await expect(run(job, { checkpoint: { ...checkpoint, underWay: { ...underWay, part: { ...part, name: 'another' } } } })).rejects.toThrow(
    /has the stage “another”/u,
  );
  const { 'dense-2/bias/layerwise': _, ...arrays } = part.arrays;
  const without = { ...checkpoint, underWay: { ...underWay, part: { ...part, arrays } } };
  await expect(run(job, { checkpoint: without })).rejects.toThrow(/lacks dense-2\/bias\/layerwise\. Run the job again/u);
  expect(tf.memory().numTensors).toBe(tensors);
});

/** Images of noise with labels of noise, as large as those of CIFAR-10. */
function noiseImages(trained: number, tested: number): Dataset {
  const split = (name: string, count: number) => {
    const random = stream(7, name);
    const images = Uint8Array.from({ length: count * 3072 }, () => Math.floor(random.uniform() * 256));
    const labels = Uint8Array.from({ length: count }, () => Math.floor(random.uniform() * 10));
    return {
      count,
      batch: (start: number, size: number) =>
        Promise.resolve({ images: images.subarray(start * 3072, (start + size) * 3072), labels: labels.subarray(start, start + size) }),
    };
  };
  return {
    manifest: {
      shape: [32, 32, 3],
      classes: Array.from({ length: 10 }, (_, index) => `class ${index}`),
      normalisation: { mean: [0, 0, 0], std: [1, 1, 1] },
    },
    splits: { train: split('train', trained), test: split('test', tested) },
    ready: Promise.resolve(),
    loadedBytes: 0,
    totalBytes: 0,
    retry: () => Promise.resolve(),
  } as unknown as Dataset;
}

test('a network with batch normalisation and dropout goes on to the very same end', async () => {
  const dataset = noiseImages(60, 20);
  const job: JobInput = {
    data: { name: 'cifar-10', train: 40, validation: 20, test: 20 },
    model: { name: 'vgg-16', width: 0.0625 },
    training: {
      batchSize: 20,
      minEpochs: 3,
      maxEpochs: 3,
      fineTuneMin: 2,
      fineTuneMax: 2,
      checkEvery: 1,
      window: 4,
      measureEvery: 1,
      bestState: 'argmin',
    },
    compression: { method: 'drr', alpha: 1e-4, tolerance: 0.5 },
    seed: 5,
  };
  const whole = await run(job, { pace: everyEpoch, dataset });
  expect(whole.checkpoints.length).toBe(3);
  for (const { checkpoint, steps } of whole.checkpoints) {
    const rest = await run(job, { checkpoint, dataset });
    expect(rest.steps).toEqual(whole.steps.slice(steps));
    expect(rest.summary).toEqual(whole.summary);
  }
});

test('a state of another method, or of another network, is refused', async () => {
  const { checkpoints } = await run(jobs.PMMP, { pace: everyEpoch });
  const { checkpoint } = checkpoints[2];
  await expect(run(jobs['ℓ0-ADMM'], { checkpoint })).rejects.toThrow(/which the job does not know/u);
  const { arrays } = checkpoint.state;
  const [name] = Object.keys(arrays);
  const without = Object.fromEntries(Object.entries(arrays).filter(([own]) => own !== name));
  await expect(run(jobs.PMMP, { checkpoint: { ...checkpoint, state: { ...checkpoint.state, arrays: without } } })).rejects.toThrow(
    /stored state of this job lacks/u,
  );
  const last = checkpoints.at(-1)!.checkpoint;
  await expect(run(jobs['random pruning, Gaussian loss'], { checkpoint: last })).rejects.toThrow(/stored state/u);
  const { finished } = last;
  await expect(run(jobs.PMMP, { checkpoint: { ...last, finished: finished.toReversed() } })).rejects.toThrow(
    /has the stage “pruning” where the method has “regularised”/u,
  );
});

test('a job whose training diverges stops and says at which step, at which rate and where', async () => {
  const { checkpoints } = await run(jobs.PMMP, { pace: everyEpoch });
  const { checkpoint } = checkpoints[2];
  const huge = structuredClone(checkpoint);
  huge.state.arrays['dense-2/weight'][5] = Number.NaN;
  const events: JobEvent[] = [];
  class Control extends RunControl {
    readonly signal = new AbortController().signal;
  }
  const from = { method: huge, steps: 3, seconds: 1 };
  await runJob(
    jobs.PMMP,
    { backend: 'wasm', dataUrl: 'http://127.0.0.1:1/' },
    { assets: nodeAssets, browser: 'node', cores: 1 },
    new Control(),
    (event) => events.push(event),
    from,
  );
  const last = events.at(-1);
  expect(last).toMatchObject({ type: 'failed', error: { kind: 'diverged' } });
  // Epochs of two batches: the first step after the third epoch.
  expect(last.type === 'failed' && last.error.message).toMatch(
    /^Training diverged: the loss of training step \d+ is NaN at learning rate 0.005; the first parameter .* is dense-\d\/weight\. Lower/u,
  );
});

test('checkpoints keep their distance: seconds, a share of the time, and the disk', () => {
  const own = pace(100);
  expect([own.isDue(104.9, 1e6), own.isDue(105, 1e6)]).toEqual([false, true]);
  own.taken(105, 0.01, 1e6);
  expect([own.isDue(109.9, 1e6), own.isDue(110, 1e6)]).toEqual([false, true]);
  own.taken(110, 1, 1e6);
  expect([own.isDue(159, 1e6), own.isDue(160, 1e6)]).toEqual([false, true]);
  own.taken(160, 0.1, 200e6);
  expect([own.isDue(199, 200e6), own.isDue(200, 200e6)]).toEqual([false, true]);
  expect(own.isDue(1e6, 2e9)).toBe(false);
});
