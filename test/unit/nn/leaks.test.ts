/** Nothing stays behind, however long training goes on and however often it begins again; and it repeats itself bit for bit. */
import { describe, expect, test } from 'vitest';
import { ResidentSource } from '../../../src/nn/batches.ts';
import { currentKernels } from '../../../src/nn/kernels/wasm/module.ts';
import { classification, GaussianObjective, type Objective } from '../../../src/nn/loss.ts';
import type { Network } from '../../../src/nn/models/network.ts';
import { student, teacherStudentRun } from '../../../src/nn/models/teacher-student.ts';
import { transformer } from '../../../src/nn/models/transformer.ts';
import { ADAM, Optimizer } from '../../../src/nn/optimizer.ts';
import type { Hyper } from '../../../src/nn/optimizer/hyper.ts';
import { MinimaxGame } from '../../../src/nn/optimizer/terms/minimax.ts';
import { RunControl } from '../../../src/nn/run-control.ts';
import * as tf from '../../../src/nn/tf.ts';
import { meanLoss, train } from '../../../src/nn/train.ts';
import { trainStep } from '../../../src/nn/training-step.ts';
import { penalties } from '../support/terms.ts';
import { startOn } from './start.ts';
import { tinyModels } from './tiny-models.ts';

const drr: Partial<Hyper> = {
  terms: penalties({ penalty: { kind: 'exponential', alpha: 1e-4, beta: 5 }, rho: 1e-5 }),
  clipNorm: 1,
};
const everything = (): { tensors: number; bytes: number } => ({ tensors: tf.memory().numTensors, bytes: tf.memory().numBytes });

const samples = teacherStudentRun({ seed: 2, count: 30, noise: 0.08 });
const points = (): ResidentSource =>
  new ResidentSource({ inputs: samples.train.inputs, targets: samples.train.targets, width: 2, targetWidth: 1 }, 12);

async function maskThird(network: Network): Promise<void> {
  for (const parameter of network.parameters) await parameter.setMask(Array.from({ length: parameter.size }, (_, i) => i % 3));
}

interface Setup {
  readonly network: Network;
  readonly objective: Objective;
  readonly optimizer: Optimizer;
  readonly source: ResidentSource;
}

function smallJob(): Setup {
  return {
    network: student({ seed: 1 }),
    objective: new GaussianObjective(),
    optimizer: new Optimizer(ADAM, { learningRate: 5e-4, ...drr }),
    source: points(),
  };
}

const end = (job: Setup): void => [job.network, job.objective, job.optimizer, job.source].forEach((owned) => owned.dispose());

/** Trains and gives the loss of each step. */
async function run(job: Setup, steps: number, hyper?: (step: number) => Partial<Hyper>): Promise<number[]> {
  const losses: number[] = [];
  const onChunk = (values: Float32Array): void => void losses.push(...values);
  await train({ ...job, steps, control: new RunControl(), onChunk, ...(hyper ? { hyper } : {}) });
  return losses;
}

describe.each(['wasm', 'cpu'] as const)('%s', (backend) => {
  test('tensors and bytes are constant over 400 steps', async () => {
    await startOn(backend);
    const job = smallJob();
    await maskThird(job.network);
    await run(job, 10);
    const before = everything();
    const memory = backend === 'wasm' ? currentKernels().heap.memory.buffer.byteLength : 0;
    expect(await run(job, 400)).toHaveLength(400);
    expect(everything()).toEqual(before);
    if (backend === 'wasm') expect(currentKernels().heap.memory.buffer.byteLength).toBe(memory);
    end(job);
  });
});

test('ten jobs one after another leave nothing behind', async () => {
  await startOn('wasm');
  const after: unknown[] = [];
  for (let i = 0; i < 10; i++) {
    const job = smallJob();
    await run(job, 20);
    await maskThird(job.network);
    await run(job, 5, () => ({ terms: [] }));
    await meanLoss(job.network, job.source, job.objective, new RunControl());
    end(job);
    const small = { seed: i, width: 8, blocks: 1, heads: 2, length: 6 };
    const text = Int32Array.from({ length: 60 }, (_, at) => (at * 7) % 256);
    const network = transformer(small);
    const game = new MinimaxGame(network.parameters, { gamma: 1, u: 0, uFactor: 1, fictitious: { decay: 0, repetitions: 1 } });
    const language: Setup = {
      network,
      objective: classification('classAxis'),
      optimizer: new Optimizer(ADAM, { learningRate: 1e-3, terms: [{ term: game, weight: 1e-5 }] }),
      source: new ResidentSource({ inputs: text, targets: text, width: 6, targetWidth: 6 }, 4),
    };
    await run(language, 5);
    game.dispose();
    end(language);
    after.push({ ...everything(), memory: currentKernels().heap.memory.buffer.byteLength });
  }
  expect(new Set(after.slice(1).map((entry) => JSON.stringify(entry))).size).toBe(1);
});

test.each(tinyModels.filter(({ name }) => /VGG|transformer, |Gaussian/u.test(name)))(
  '$name gives the same bits twice, 60 steps',
  { timeout: 120_000 },
  async (model) => {
    await startOn('wasm');
    const weights = async (): Promise<Uint32Array[]> => {
      const [network, objective, data] = [model.build(), model.objective(), model.batch()];
      const optimizer = new Optimizer(ADAM, { learningRate: 1e-3, ...drr });
      for (let i = 0; i < 60; i++) trainStep({ network, objective, optimizer }, data).dispose();
      const bits = await Promise.all(
        network.parameters.map(async (each) => new Uint32Array(Float32Array.from(await each.values()).buffer)),
      );
      for (const owned of [network, objective, optimizer]) owned.dispose();
      tf.dispose([data.inputs, data.targets]);
      return bits;
    };
    const first = await weights();
    expect(await weights()).toEqual(first);
  },
);

test('a failing batch leaves no loss behind', async () => {
  await startOn('wasm');
  const job = smallJob();
  await run(job, 3);
  const before = everything();
  let asked = 0;
  const failing = {
    ...job,
    source: Object.assign(Object.create(job.source) as ResidentSource, {
      count: job.source.count,
      samples: job.source.samples,
      batch: (index: number) => (++asked > 8 ? Promise.reject(new Error('no more')) : job.source.batch(index)),
    }),
  };
  await expect(run(failing, 50)).rejects.toThrow('no more');
  expect(everything()).toEqual(before);
  end(job);
});
