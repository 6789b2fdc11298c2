/** Neurons taken out of networks that train: on every backend the function stays, and everything that belongs to them goes with them. */
import { describe, expect, test } from 'vitest';
import { deleteIdleNeurons } from '../../../../src/compression/l0/neuron-deletion.ts';
import { stream } from '../../../../src/math/random.ts';
import type { BackendName } from '../../../../src/nn/backend.ts';
import { dense } from '../../../../src/nn/layers/dense.ts';
import { Initialiser } from '../../../../src/nn/layers/init.ts';
import type { Parameter } from '../../../../src/nn/layers/parameter.ts';
import { Sequential } from '../../../../src/nn/layers/sequential.ts';
import { networkAround, parameterCount, type Network } from '../../../../src/nn/models/network.ts';
import { regression } from '../../../../src/nn/loss.ts';
import { ADAM, Optimizer } from '../../../../src/nn/optimizer.ts';
import { MinimaxGame, type Players } from '../../../../src/nn/optimizer/terms/minimax.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { trainStep } from '../../../../src/nn/training-step.ts';
import { startOn } from '../../nn/start.ts';
import { offerWebGpu } from '../../support/webgpu.ts';
import { ranJob, smallJob } from './job.ts';

const webGpu = await offerWebGpu();
const backends: BackendName[] = ['cpu', 'wasm', ...(webGpu ? (['webgpu'] as const) : [])];

const INPUTS = 3;
const ROWS = 5;
/** Hidden neurons of 6-4-4-2 without incoming weights. The third of the second layer hears only the first two of the first. */
const IDLE = [[0, 2], [1]];

function build(activation: 'tanh' | 'relu'): Network {
  const from = new Initialiser(4, 'lux');
  const widths = [INPUTS, 4, 4, 2];
  return networkAround(
    new Sequential(
      [0, 1, 2].map((layer) => dense(from, `dense-${layer + 1}`, widths[layer], widths[layer + 1], layer === 2 ? 'linear' : activation)),
    ),
  );
}

/** Masks that leave the idle neurons without inputs, and the third of the second layer with those of idle ones only. */
async function prune(network: Network): Promise<void> {
  for (const [index, parameter] of network.parameters.entries()) {
    const layer = index / 2;
    if (!Number.isInteger(layer) || layer > 1) continue;
    const [rows, columns] = parameter.shape;
    await parameter.setMask(
      Float32Array.from({ length: rows * columns }, (_, at) => {
        const [row, column] = [Math.floor(at / columns), at % columns];
        if (IDLE[layer].includes(row)) return 0;
        return layer === 1 && row === 2 && !IDLE[0].includes(column) ? 0 : 1;
      }),
    );
  }
}

const valuesOf = (parameters: readonly Parameter[], of: (parameter: Parameter) => tf.Tensor): Promise<Float32Array[]> =>
  Promise.all(parameters.map(async (parameter) => ((await of(parameter).data()) as Float32Array).slice()));

const near = (actual: ArrayLike<number>, expected: ArrayLike<number>): void => {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) expect(Math.abs(actual[i] - expected[i])).toBeLessThan(1e-5);
};

describe.each(backends)('%s', (backend) => {
  test.each(['tanh', 'relu'] as const)('the network computes the same, and training goes on with what is left, %s', async (activation) => {
    await startOn(backend);
    const network = build(activation);
    const game = new MinimaxGame(network.parameters, { gamma: 0.5, u: 1, uFactor: 1, fictitious: { decay: 0, repetitions: 1 } });
    const optimizer = new Optimizer(ADAM, { learningRate: 0.01 });
    const objective = regression();
    const random = stream(7, 'test/neuron-deletion');
    const normals = (columns: number): tf.Tensor => tf.tensor2d(Float32Array.from(random.normals(ROWS * columns)), [ROWS, columns]);
    const batch = { inputs: normals(INPUTS), targets: normals(2) };
    const step = (): void => trainStep({ network, optimizer, objective }, batch, { terms: [{ term: game, weight: 1e-3 }] }).dispose();
    await prune(network);
    for (let i = 0; i < 3; i++) step();

    const outputs = async (): Promise<Float32Array> => {
      const result = tf.tidy(() => network.forward(batch.inputs));
      const values = (await result.data()) as Float32Array;
      result.dispose();
      return values.slice();
    };
    const { parameters } = network;
    const player =
      (own: keyof Players) =>
      (parameter: Parameter): tf.Tensor =>
        game.players(parameter)![own];
    /** What the network of w∘γ gives, computed here. */
    const gated = async (): Promise<number[]> => {
      const [w, gamma] = [await valuesOf(parameters, player('w')), await valuesOf(parameters, player('gamma'))];
      const at = (index: number, i: number): number => w[index][i] * gamma[index][i];
      const x = await batch.inputs.data();
      return Array.from({ length: ROWS }, (_, sample) => {
        let values = Array.from(x.subarray(sample * INPUTS, (sample + 1) * INPUTS));
        for (let layer = 0; layer < 3; layer++) {
          const before = values;
          values = Array.from({ length: parameters[2 * layer].shape[0] }, (__, row) => {
            const sum = before.reduce(
              (total, value, column) => total + value * at(2 * layer, row * before.length + column),
              at(2 * layer + 1, row),
            );
            return layer === 2 ? sum : activation === 'tanh' ? Math.tanh(sum) : Math.max(0, sum);
          });
        }
        return values;
      }).flat();
    };
    // What goes into w of a bias is not divided by its γ, as in the code: with γ = 1 the network of w∘γ stays as it is.
    for (const parameter of parameters)
      if (parameter.kind === 'bias') tf.tidy(() => game.players(parameter)!.gamma.assign(tf.ones([...parameter.shape])));
    const expected = await outputs();
    const expectedGated = await gated();
    const [weights, , second] = parameters;
    const moments = await valuesOf([weights], () => optimizer.memory[0]);

    expect(await deleteIdleNeurons({ network, optimizer, terms: [game] })).toBe(4);
    expect(parameters.map(({ shape }) => shape)).toEqual([[2, 3], [2], [2, 2], [2], [2, 2], [2]]);
    expect(parameterCount(parameters)).toBe(6 + 2 + 4 + 2 + 4 + 2);
    near(await outputs(), expected);
    near(await gated(), expectedGated);
    // Rows 1 and 3 of the first layer stayed, in weights, moments and players alike.
    const stayed = [...moments[0].slice(3, 6), ...moments[0].slice(9, 12)];
    expect(optimizer.memory.some(({ shape }) => shape.join() === '4,3' || shape.join() === '4,4')).toBe(false);
    const after = await Promise.all(optimizer.memory.map(async (slot) => [...(await slot.data())].join()));
    expect(after).toContain(stayed.join());
    for (const parameter of parameters) {
      for (const own of ['theta', 'w', 'gamma', 'u'] as const) expect(player(own)(parameter).shape).toEqual(parameter.shape);
      expect(player('theta')(parameter)).toBe(parameter.variable);
    }
    expect(second.mask?.shape).toEqual([2, 2]);
    const before = await outputs();
    step();
    expect([...(await outputs())]).not.toEqual([...before]);
    expect([...(await outputs())].every(Number.isFinite)).toBe(true);
    // Nothing is left behind.
    tf.dispose([batch.inputs, batch.targets]);
    [network, game, optimizer, objective].forEach((owned) => owned.dispose());
  });
});

describe('a job', () => {
  const compression = { method: 'drr', alpha: 3e-3, tolerance: 0.3 };

  test('that deletes neurons prunes the same and stores a smaller network', async () => {
    const [kept, smaller] = [await ranJob(smallJob(compression)), await ranJob(smallJob({ ...compression, deleteNeurons: 'yes' }))];
    const pruning = (run: typeof kept) => run.steps.find(({ phase }) => phase === 'pruning')!;
    expect(pruning(smaller).testLoss).toBeCloseTo(pruning(kept).testLoss, 6);
    expect(pruning(smaller).threshold).toBe(pruning(kept).threshold);
    expect(kept.summary.parametersLeft).toBeUndefined();
    const { parametersLeft, parameters, compressionRate, nonzero, layers } = smaller.summary;
    expect(parametersLeft).toBeLessThan(parameters);
    expect(parameters).toBe(751);
    // The rate counts against the network as it was built.
    expect(compressionRate).toBe(751 / nonzero);
    expect(layers.map(({ size }) => size)).toEqual([75, 650, 26]);
    // What is drawn of the pruning still has all neurons.
    expect(pruning(smaller).connections).toEqual(pruning(kept).connections);
    expect(smaller.steps.findLast(({ phase }) => phase === 'fine-tuning')!.trainLoss).toBeLessThan(pruning(smaller).trainLoss);
  });

  test.each([
    ['magnitude-finetune', { targetSparsity: 0.95 }],
    ['l0-admm', { alpha: 0.02, admmRho: 0.1, admmRounds: 30 }],
    ['fpp', { alpha: 1e-3, tolerance: 0.3 }],
  ])('%s deletes as well', async (method, change) => {
    const { summary } = await ranJob(smallJob({ method, ...change, deleteNeurons: 'yes', codec: 'dense' }));
    expect(summary.parametersLeft).toBeLessThan(751);
    expect(summary.modelBytes).toBe(4 * summary.parametersLeft!);
  });
});
