/** Training on WebGPU as jobs have it: what is replayed is bit for bit what the same steps give one by one. */
import { beforeAll, describe, expect } from 'vitest';
import { AdmmTie } from '../../../../src/nn/optimizer/terms/admm.ts';
import type { Dataset, DatasetSplit } from '../../../../src/data/dataset.ts';
import { stream as randomStream } from '../../../../src/math/random.ts';
import { ResidentSource, fileOrder, selection, type Arrays, type BatchSource } from '../../../../src/nn/batches.ts';
import { BatchNorm } from '../../../../src/nn/layers/batch-norm.ts';
import { Conv2d } from '../../../../src/nn/layers/conv2d.ts';
import { dense } from '../../../../src/nn/layers/dense.ts';
import { Dropout } from '../../../../src/nn/layers/dropout.ts';
import { Initialiser } from '../../../../src/nn/layers/init.ts';
import { Sequential } from '../../../../src/nn/layers/sequential.ts';
import { Activated, Flatten, MaxPool, ToImage } from '../../../../src/nn/layers/shape.ts';
import { classification } from '../../../../src/nn/loss.ts';
import { networkAround, type Network } from '../../../../src/nn/models/network.ts';
import { ADAM, Optimizer } from '../../../../src/nn/optimizer.ts';
import type { Hyper } from '../../../../src/nn/optimizer/hyper.ts';
import { HardConcreteGates } from '../../../../src/nn/optimizer/terms/hard-concrete.ts';
import { MinimaxGame } from '../../../../src/nn/optimizer/terms/minimax.ts';
import { ramp } from '../../../../src/nn/optimizer/schedules.ts';
import { Cancelled, RunControl } from '../../../../src/nn/run-control.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { Diverged, train } from '../../../../src/nn/train.ts';
import { tinyModels, type TinyModel } from '../tiny-models.ts';
import { bits, gpuTest, startWithKernels } from './setup.ts';
import { penalties } from '../../support/terms.ts';

beforeAll(startWithKernels);

/** Two whole batches and what is left. */
const SAMPLES = 43;
const BATCH = 16;
const INPUTS = 20;
const CLASSES = 12;
const STEPS = 10;

/** Every product has more than 128 results: below, tfjs gives each a group of its own, which takes SwiftShader a tenth of a second. */
function layers(seed: number, between: (init: Initialiser) => Sequential['layers'] = () => []): Network {
  const init = new Initialiser(seed, 'he-uniform');
  return networkAround(
    new Sequential([dense(init, 'dense-1', INPUTS, 16, 'relu'), ...between(init), dense(init, 'dense-2', 16, CLASSES, 'linear')]),
  );
}

const plainNetwork = (): Network => layers(5);

function samples(): Arrays {
  const random = randomStream(3, 'test/samples');
  return {
    inputs: Float32Array.from({ length: SAMPLES * INPUTS }, () => random.uniform() - 0.5),
    targets: Int32Array.from({ length: SAMPLES }, () => random.integer(CLASSES)),
    width: INPUTS,
    targetWidth: 1,
  };
}

const resident = (batchSize = BATCH): ResidentSource => new ResidentSource(samples(), batchSize);

/** Bytes and labels in memory, as a data set gives them. */
function images(): Dataset {
  const random = randomStream(4, 'test/pixels');
  const pixels = Uint8Array.from({ length: SAMPLES * INPUTS }, () => random.integer(256));
  const labels = Uint8Array.from({ length: SAMPLES }, () => random.integer(CLASSES));
  const split: DatasetSplit = {
    count: SAMPLES,
    batch: (start, count) =>
      Promise.resolve({ images: pixels.subarray(start * INPUTS, (start + count) * INPUTS), labels: labels.subarray(start, start + count) }),
  };
  return {
    manifest: { shape: [2, 5, 2], classes: Array.from({ length: CLASSES }, String), normalisation: { mean: [0.4, 0.5], std: [0.3, 0.25] } },
    splits: { train: split, test: split },
  } as unknown as Dataset;
}

async function maskSome({ parameters }: Network): Promise<void> {
  for (const parameter of parameters) await parameter.setMask(Array.from({ length: parameter.size }, (_, i) => i % 5));
}

interface Told {
  readonly of: (step: number) => Partial<Hyper>;
  /** Around the steps of an epoch, as `PhaseOptions` have it. @param steps that were taken before */
  readonly before?: (steps: number) => void;
  readonly after?: (steps: number) => void;
  readonly dispose?: () => void;
}

interface Case {
  readonly name: string;
  readonly network?: () => Network;
  readonly source?: () => BatchSource & { dispose?(): void };
  readonly masked?: boolean;
  readonly settings?: Partial<Hyper>;
  /** What the steps are told, from 0 on; and what has to be disposed of. */
  readonly hyper?: (network: Network) => Told;
  /** Steps that go through tfjs: the first of each kind, and one for each size of batch that is captured of it. */
  readonly applied: number;
}

class CountingOptimizer extends Optimizer {
  applied = 0;

  override applyStep(...given: Parameters<Optimizer['applyStep']>): void {
    this.applied++;
    super.applyStep(...given);
  }
}

const alphaFrom0 = ramp(0.02, 6);
const drr = { penalty: { kind: 'exponential', alpha: 0.01, beta: 5 } } as const;

function minimax(fictitious?: { decay: number; repetitions: number }): NonNullable<Case['hyper']> {
  return ({ parameters }) => {
    const game = new MinimaxGame(parameters, { gamma: 0.9, u: 0.5, uFactor: 1.5, ...(fictitious ? { fictitious } : {}) });
    return { of: (step) => ({ terms: [{ term: game, weight: alphaFrom0(step) }] }), dispose: () => game.dispose() };
  };
}

/** Gates that begin to work after so many steps. */
function gated(prelude: number): NonNullable<Case['hyper']> {
  return ({ parameters }) => {
    const gates = new HardConcreteGates(parameters, { seed: 7, dropout: 0.4, rate: 10 });
    return {
      of: (step) => (step < prelude ? {} : { terms: [...penalties({ rho: 1e-3 }), { term: gates, weight: alphaFrom0(step) }] }),
      before(steps) {
        if (steps === prelude) gates.adopt();
        if (steps >= prelude) gates.draw(steps + 1);
      },
      after(steps) {
        if (steps > prelude) gates.settle();
      },
      dispose: () => gates.dispose(),
    };
  };
}

const cases: readonly Case[] = [
  { name: 'no penalty, the last batch smaller', applied: 3 },
  { name: 'one batch of all samples', source: () => resident(SAMPLES), applied: 2 },
  {
    name: 'DRR, a mask and shortened gradients',
    masked: true,
    settings: { terms: penalties({ ...drr, rho: 1e-3 }), clipNorm: 0.5, weightDecay: 0.1 },
    applied: 3,
  },
  {
    name: 'ℓ1 whose α rises from 0, the learning rate falling',
    hyper: () => ({
      of: (step) => ({ terms: penalties({ penalty: { kind: 'l1', alpha: alphaFrom0(step) } }), learningRate: 0.01 / (1 + step) }),
    }),
    // α = 0 is a kind of its own.
    applied: 4,
  },
  { name: 'PMMP whose α rises from 0, with a mask', masked: true, hyper: minimax(), applied: 4 },
  { name: 'hard-concrete gates whose α rises from 0, with a mask, through two epochs', masked: true, hyper: gated(0), applied: 3 },
  { name: 'hard-concrete gates after plain training', hyper: gated(4), applied: 6 },
  // Steps after which the players enter their means, and those after which they do not, are two kinds.
  { name: 'FPP whose players enter their means every other step', masked: true, hyper: minimax({ decay: 0, repetitions: 2 }), applied: 7 },
  { name: 'FPP with means over a window', hyper: minimax({ decay: 0.3, repetitions: 1 }), applied: 4 },
  {
    name: 'dropout and batch normalisation',
    network: () => layers(6, () => [new BatchNorm('norm', 16), new Activated('relu'), new Dropout(6, 'dropout', 0.3)]),
    applied: 3,
  },
  { name: 'images in file order', source: () => fileOrder(images(), 'train', BATCH), applied: 3 },
  {
    name: 'chosen images in a new order each pass',
    source: () => selection(images(), 'train', { indices: Array.from({ length: 40 }, (_, i) => 42 - i), batchSize: BATCH, shuffleSeed: 8 }),
    applied: 3,
  },
  { name: 'batches that are sent one by one', source: () => Object.assign(resident(), { onDevice: undefined }), applied: 3 },
];

interface Outcome {
  readonly losses: Uint32Array;
  readonly weights: Uint32Array[];
  readonly steps: number;
  /** Times that gradients were applied through tfjs. */
  readonly applied: number;
}

const wait = new RunControl();
const held = (): number[] => {
  const { numTensors, numBytesInGPU } = tf.memory() as tf.MemoryInfo & { numBytesInGPU: number };
  return [numTensors, numBytesInGPU];
};

async function trained({ network: build = plainNetwork, source: make = resident, ...given }: Case, replay: boolean): Promise<Outcome> {
  const [network, source, objective] = [build(), make(), classification('classAxis')];
  if (given.masked) await maskSome(network);
  const hyper: Told = given.hyper?.(network) ?? { of: () => ({}) };
  const optimizer = new CountingOptimizer(ADAM, { learningRate: 0.01, ...given.settings });
  const losses: number[] = [];
  const onChunk = (values: Float32Array): void => void losses.push(...values);
  // In two goes, as the epochs of a job are.
  hyper.before?.(0);
  await train({ network, optimizer, objective, source, steps: 4, hyper: hyper.of, control: wait, onChunk, replay });
  hyper.after?.(4);
  hyper.before?.(4);
  const rest = (step: number): Partial<Hyper> => hyper.of(4 + step);
  await train({ network, optimizer, objective, source, first: 4, steps: STEPS - 4, hyper: rest, control: wait, onChunk, replay });
  hyper.after?.(STEPS);
  const state = [...network.parameters.map(({ variable }) => variable), ...(network.statistics ?? []), ...optimizer.memory];
  const weights = await Promise.all(state.map(async (variable) => bits(await variable.data())));
  const { steps } = optimizer;
  optimizer.dispose();
  hyper.dispose?.();
  source.dispose?.();
  network.dispose();
  return { losses: bits(losses), weights, steps, applied: optimizer.applied };
}

gpuTest.each(cases)('$name', { timeout: 120_000 }, async (given) => {
  const eager = await trained(given, false);
  const before = held();
  const replayed = await trained(given, true);
  expect(eager.losses).toHaveLength(STEPS);
  expect(replayed.steps).toBe(STEPS);
  expect([eager.applied, replayed.applied]).toEqual([STEPS, given.applied]);
  expect(replayed.losses).toEqual(eager.losses);
  expect(replayed.weights).toEqual(eager.weights);
  expect(held()).toEqual(before);
});

/** The layers of LeNet-5, narrower: of its own widths a step takes SwiftShader a second. */
const convolutional: TinyModel = {
  name: 'convolutions and max-pooling',
  build() {
    const init = new Initialiser(5, 'he-uniform');
    const convolution = { padding: 'valid', activation: 'relu' } as const;
    return networkAround(
      new Sequential([
        new ToImage([16, 16, 1]),
        new Conv2d(init, { ...convolution, side: 5, name: 'conv-1', inputs: 1, outputs: 8 }),
        new MaxPool(2),
        new Conv2d(init, { ...convolution, side: 3, name: 'conv-2', inputs: 8, outputs: 16 }),
        new MaxPool(2),
        new Flatten(),
        dense(init, 'dense-1', 64, 16, 'relu'),
        dense(init, 'dense-2', 16, CLASSES, 'linear'),
      ]),
    );
  },
  objective: () => classification('classAxis'),
  batch() {
    const random = randomStream(6, 'test/images');
    const inputs = Float32Array.from({ length: BATCH * 256 }, () => random.uniform());
    const targets = Int32Array.from({ length: BATCH }, () => random.integer(CLASSES));
    return { inputs: tf.tensor2d(inputs, [BATCH, 256]), targets: tf.tensor1d(targets, 'int32') };
  },
};
/** VGG-16 has the layers of the first two, and dropout, which has its own case above. */
const models = [convolutional, ...tinyModels.filter(({ name }) => /ResNet-20|transformer, |Gaussian/u.test(name))];

gpuTest.each(models)('the model $name', { timeout: 300_000 }, async ({ build, objective: makeObjective, batch: makeBatch }) => {
  const run = async (replay: boolean): Promise<{ losses: Uint32Array; weights: Uint32Array[] }> => {
    const [network, objective, batch] = [build(), makeObjective(), makeBatch()];
    const source: BatchSource = {
      count: 1,
      samples: batch.inputs.shape[0],
      predictions: batch.targets.size,
      batch: () => Promise.resolve({ ...batch, size: batch.inputs.shape[0], predictions: batch.targets.size, dispose: () => undefined }),
    };
    const optimizer = new Optimizer(ADAM, { learningRate: 0.003 });
    const losses: number[] = [];
    await train({
      network,
      objective,
      optimizer,
      source,
      steps: 3,
      control: wait,
      onChunk: (values) => void losses.push(...values),
      replay,
    });
    const weights = await Promise.all(
      [...network.parameters, ...objective.parameters].map(async (parameter) => bits(await parameter.values())),
    );
    tf.dispose([batch.inputs, batch.targets]);
    for (const owned of [optimizer, network, objective]) owned.dispose();
    expect(losses.every(Number.isFinite)).toBe(true);
    expect(new Set(losses).size).toBe(3);
    return { losses: bits(losses), weights };
  };
  expect(await run(true)).toEqual(await run(false));
});

describe('a training under way', () => {
  const setUp = () => ({
    network: plainNetwork(),
    objective: classification('classAxis'),
    optimizer: new Optimizer(ADAM, { learningRate: 0.01 }),
    source: resident(),
  });
  const end = (parts: ReturnType<typeof setUp>): void => [parts.optimizer, parts.source, parts.network].forEach((owned) => owned.dispose());

  gpuTest('goes on after weights were masked, put back and masked otherwise', { timeout: 60_000 }, async () => {
    const run = async (replay: boolean): Promise<Uint32Array[]> => {
      const parts = setUp();
      const go = (first: number): Promise<number> => train({ ...parts, first, steps: 4, control: wait, onChunk: () => undefined, replay });
      await go(0);
      await maskSome(parts.network);
      await go(4);
      for (const parameter of parts.network.parameters) await parameter.setMask(null);
      await go(8);
      const weights = await Promise.all(parts.network.parameters.map(async (parameter) => bits(await parameter.values())));
      end(parts);
      return weights;
    };
    expect(await run(true)).toEqual(await run(false));
  });

  gpuTest('follows ℓ0-ADMM into its tie, through an update of the copies and out again', { timeout: 60_000 }, async () => {
    const run = async (replay: boolean): Promise<Uint32Array[]> => {
      const parts = setUp();
      const go = (first: number, hyper?: () => Partial<Hyper>): Promise<number> =>
        train({ ...parts, first, steps: 4, control: wait, onChunk: () => undefined, replay, ...(hyper ? { hyper } : {}) });
      await go(0);
      const tie = new AdmmTie(parts.network.parameters, 0.3);
      const tied = () => ({ terms: [{ term: tie, weight: 0.3 }] });
      await go(4, tied);
      await tie.update(1e-3);
      await go(8, tied);
      tie.dispose();
      await go(12);
      const weights = await Promise.all(parts.network.parameters.map(async (parameter) => bits(await parameter.values())));
      end(parts);
      return weights;
    };
    expect(await run(true)).toEqual(await run(false));
  });

  gpuTest('names the step at which its loss was no number, inside a chunk', { timeout: 60_000 }, async () => {
    const parts = setUp();
    const hyper = (step: number): Partial<Hyper> => ({ learningRate: step < 24 ? 0.01 : Infinity });
    const training = train({ ...parts, steps: 400, hyper, control: wait, onChunk: () => undefined });
    await expect(training).rejects.toThrow(Diverged);
    await expect(training).rejects.toThrow(/training step 26 is NaN at learning rate Infinity; the first parameter .* is dense-1\/weight/u);
    end(parts);
  });

  gpuTest('is cancelled between chunks, every step that was taken accounted for, and can go on', { timeout: 60_000 }, async () => {
    const parts = setUp();
    const control = new RunControl();
    let seen = 0;
    const onChunk = (losses: Float32Array): void => {
      seen += losses.length;
      if (seen > 20) control.cancel();
    };
    await expect(train({ ...parts, steps: 1e6, control, onChunk })).rejects.toThrow(Cancelled);
    const { steps } = parts.optimizer;
    expect(steps).toBeGreaterThanOrEqual(seen);
    let more = 0;
    await train({ ...parts, first: steps, steps: 5, control: wait, onChunk: (losses) => void (more += losses.length) });
    expect(more).toBe(5);
    expect(parts.optimizer.steps).toBe(steps + 5);
    end(parts);
  });
});
