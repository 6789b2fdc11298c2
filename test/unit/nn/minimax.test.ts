/** PMMP and FPP against the vectors of the specification, as expressions and as used on WebAssembly. */
import { describe, expect, test } from 'vitest';
import type { BackendName } from '../../../src/nn/backend.ts';
import { Parameter } from '../../../src/nn/layers/parameter.ts';
import { ADAM, Optimizer, SGD } from '../../../src/nn/optimizer.ts';
import type { Rule } from '../../../src/nn/optimizer/hyper.ts';
import { MinimaxGame, minimaxGradients, type MinimaxSettings, type Players } from '../../../src/nn/optimizer/terms/minimax.ts';
import * as tf from '../../../src/nn/tf.ts';
import vectors from '../../reference/l0-nn-vectors.json' with { type: 'json' };
import { startOn } from './start.ts';
import { offerWebGpu } from '../support/webgpu.ts';

const webGpu = await offerWebGpu();
const backends: BackendName[] = ['cpu', 'wasm', ...(webGpu ? (['webgpu'] as const) : [])];
const names = ['theta', 'w', 'gamma', 'u'] as const;
type Numbers = Record<(typeof names)[number], number>;

interface Game {
  readonly parameter: Parameter;
  readonly players: Players<tf.Variable>;
  readonly step: (gradient: number) => void;
  readonly values: () => Promise<number[]>;
  readonly dispose: () => void;
}

/** One scalar parameter in a game, with any starting values. */
function scalarGame(start: Numbers, rule: Rule, learningRate: number, alpha: number, settings: Partial<MinimaxSettings> = {}): Game {
  const parameter = new Parameter('theta', 'weight', Float32Array.of(start.theta), [1]);
  // w begins as a copy of θ, and the means of fictitious play with it.
  const game = new MinimaxGame([parameter], { gamma: start.gamma, u: start.u, uFactor: 1, ...settings });
  const players = game.players(parameter) as Players<tf.Variable>;
  tf.tidy(() => players.w.assign(tf.tensor1d([start.w])));
  const optimizer = new Optimizer(rule, { learningRate, terms: [{ term: game, weight: alpha }] });
  return {
    parameter,
    players,
    step: (gradient) => tf.tidy(() => optimizer.applyStep([parameter], { [parameter.variable.name]: tf.tensor1d([gradient]) })),
    values: () => Promise.all(names.map(async (name) => (await players[name].data())[0])),
    dispose: () => [parameter, game, optimizer].forEach((owned) => owned.dispose()),
  };
}

const near = (actual: readonly number[], expected: Numbers, tolerance: number): void =>
  names.forEach((name, i) =>
    expect(Math.abs(actual[i] - expected[name]), `${name}: ${actual[i]} for ${expected[name]}`).toBeLessThanOrEqual(tolerance),
  );

describe.each(backends)('%s', (backend) => {
  test.each(vectors.pmmp.cases)('gradients, $name', async (given) => {
    await startOn(backend);
    const players: Players = {
      theta: tf.tensor1d(given.theta),
      w: tf.tensor1d(given.w),
      gamma: tf.tensor1d(given.gamma),
      u: tf.tensor1d(given.u),
    };
    const gradients = tf.tidy(() => minimaxGradients(players, given.alpha, given.mf));
    const expected = {
      theta: given.grad_theta_extra,
      w: given.grad_w,
      gamma: given.grad_gamma,
      u: given.grad_u_passed_to_optimiser,
    };
    for (const name of names) {
      const values = await gradients[name].data();
      // Sums of products up to 6 in float32.
      expected[name].forEach((value, i) => expect(Math.abs(values[i] - value)).toBeLessThan(1e-6));
    }
    tf.dispose([players, gradients]);
  });

  test('the first step of the vector, γ clamped', async () => {
    await startOn(backend);
    const { theta, w, gamma, u, alpha, data_grad: gradient, after } = vectors.pmmp_step;
    const game = scalarGame({ theta, w, gamma, u }, ADAM, 0.1, alpha);
    game.step(gradient);
    near(await game.values(), after, 1e-6);
    game.dispose();
  });

  test.each(vectors.pmmp_steps_more)('one step from γ = $gamma and u = $u', async (given) => {
    await startOn(backend);
    const sgd = scalarGame(given, SGD, given.lr, given.alpha);
    sgd.step(given.data_grad);
    near(await sgd.values(), given.after_sgd, 2e-7);
    sgd.dispose();
    const adam = scalarGame(given, ADAM, given.lr, given.alpha);
    adam.step(given.data_grad);
    near(await adam.values(), given.after_first_adam_step, 1e-6);
    adam.dispose();
  });

  test('fictitious play answers the means, as in the vector', async () => {
    await startOn(backend);
    const game = scalarGame(vectors.fpp.init, SGD, 0.1, 0.05, { fictitious: { decay: 0, repetitions: 1 } });
    for (const { params } of vectors.fpp.steps) {
      game.step(0);
      near(await game.values(), params, 1e-6);
    }
    game.dispose();
  });
});

test('a window of two makes the means follow by a half, and repetitions hold them back', async () => {
  await startOn('cpu');
  // u rises by the mean of R; with the means frozen it rises by the same every step, and R = 0.2 · 0.5² at the start.
  const frozen = scalarGame(vectors.fpp.init, SGD, 0.1, 0.05, { fictitious: { decay: 0, repetitions: 3 } });
  const rises: number[] = [];
  for (let step = 0, u = 1; step < 4; step++) {
    frozen.step(0);
    const next = (await frozen.values())[3];
    rises.push(next - u);
    u = next;
  }
  rises.slice(0, 3).forEach((rise) => expect(rise).toBeCloseTo(0.1 * 0.2 * 0.25, 6));
  expect(Math.abs(rises[3] - rises[0])).toBeGreaterThan(1e-4);
  frozen.dispose();
});

test('without α the game rests: plain training, the players frozen', async () => {
  await startOn('wasm');
  const game = scalarGame({ theta: 0.5, w: 0.4, gamma: 0.3, u: 2 }, SGD, 0.1, 0);
  game.step(1);
  near(await game.values(), { theta: 0.4, w: 0.4, gamma: 0.3, u: 2 }, 1e-7);
  game.dispose();
});

test('w is a copy of θ: a step of the one leaves the other', async () => {
  await startOn('wasm');
  const parameter = new Parameter('theta', 'weight', Float32Array.of(0.5, -1), [2]);
  const game = new MinimaxGame([parameter], { gamma: 1, u: 0, uFactor: 1 });
  const optimizer = new Optimizer(SGD, { learningRate: 0.25 });
  tf.tidy(() => optimizer.applyStep([parameter], { [parameter.variable.name]: tf.tensor1d([1, 1]) }));
  expect([...(await parameter.values())]).toEqual([0.25, -1.25]);
  expect([...(game.players(parameter) as Players<tf.Variable>).w.dataSync()]).toEqual([0.5, -1]);
  [parameter, game, optimizer].forEach((owned) => owned.dispose());
});

test('means over a window stop slowing down', async () => {
  await startOn('cpu');
  // Exact: c reaches 1/d − 1 = 1 at once for d = ½, so every new value weighs one half.
  const parameter = new Parameter('theta', 'weight', Float32Array.of(0), [1]);
  const game = new MinimaxGame([parameter], { gamma: 1, u: 0, uFactor: 1, fictitious: { decay: 0.5, repetitions: 1 } });
  const rates: number[] = [];
  const updater = {
    update: () => undefined,
    average: (_variable: tf.Variable, _value: tf.Tensor, rate: number) => void rates.push(rate),
    dispose: () => undefined,
  };
  for (let i = 0; i < 3; i++) game.remember(updater, game.advanceMeans());
  expect(new Set(rates)).toEqual(new Set([0.5]));
  [parameter, game].forEach((owned) => owned.dispose());
});
