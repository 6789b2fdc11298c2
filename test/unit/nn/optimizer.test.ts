/** The optimiser against vectors, tfjs' own optimisers and doubles: as plain expressions (the reference) and as it is used on each backend. */
import { describe, expect, test } from 'vitest';
import { stream } from '../../../src/math/random.ts';
import type { BackendName } from '../../../src/nn/backend.ts';
import { Parameter, type ParameterKind } from '../../../src/nn/layers/parameter.ts';
import { ADAM, createUpdater, Optimizer, SGD } from '../../../src/nn/optimizer.ts';
import { ExpressionUpdater, penaltyGradient } from '../../../src/nn/optimizer/expression-updater.ts';
import type { Hyper, Penalty, Rule } from '../../../src/nn/optimizer/hyper.ts';
import { layerFactors } from '../../../src/nn/optimizer/schedules.ts';
import type { Updater } from '../../../src/nn/optimizer/updater.ts';
import * as tf from '../../../src/nn/tf.ts';
import vectors from '../../reference/l0-nn-vectors.json' with { type: 'json' };
import { penalties as penaltyTerms } from '../support/terms.ts';
import { startOn } from './start.ts';
import { offerWebGpu } from '../support/webgpu.ts';

const webGpu = await offerWebGpu();
const momentum: Rule = { kind: 'momentum', momentum: 0.9 };

const parameter = (values: ArrayLike<number>, kind: ParameterKind = 'weight', name = 'w'): Parameter =>
  new Parameter(name, kind, Float32Array.from(values), [values.length]);

interface Setting {
  readonly rule: Rule;
  readonly hyper: Hyper;
  readonly mask?: readonly number[];
}

/** Steps of one parameter with the given gradients; the values after each. */
async function run(
  updater: Updater,
  start: ArrayLike<number>,
  gradients: readonly ArrayLike<number>[],
  setting: Setting,
): Promise<number[][]> {
  const weights = parameter(start);
  if (setting.mask) await weights.setMask(setting.mask);
  const optimizer = new Optimizer(setting.rule, setting.hyper, updater);
  const after: number[][] = [];
  for (const gradient of gradients) {
    tf.tidy(() => optimizer.applyStep([weights], { [weights.variable.name]: tf.tensor1d(Float32Array.from(gradient)) }));
    after.push([...(await weights.values())]);
  }
  optimizer.dispose();
  weights.dispose();
  return after;
}

const drawn = (seed: number, name: string, count: number, scale = 1): Float32Array =>
  Float32Array.from(stream(seed, `test/${name}`).normals(count, scale));

const closeTo = (actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void => {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    expect(Math.abs(actual[i] - expected[i]), `entry ${i}: ${actual[i]} for ${expected[i]}`).toBeLessThanOrEqual(tolerance);
  }
};

const kindOf = { drr: 'exponential', gaussian: 'gaussian', student_t: 'student-t', l1: 'l1' } as const;
const penalties: Penalty[] = [
  { kind: 'l1', alpha: 0.02 },
  { kind: 'exponential', alpha: 0.02, beta: 5 },
  { kind: 'gaussian', alpha: 0.02, beta: 0.4 },
  { kind: 'student-t', alpha: 0.02, beta: 0.4 },
];

const combinations: { backend: BackendName; kind: string; make: () => Updater; offered: boolean }[] = [
  { backend: 'cpu', kind: 'expressions', make: () => new ExpressionUpdater(), offered: true },
  { backend: 'wasm', kind: 'expressions', make: () => new ExpressionUpdater(), offered: true },
  { backend: 'wasm', kind: 'what is used', make: createUpdater, offered: true },
  { backend: 'webgpu', kind: 'what is used', make: createUpdater, offered: webGpu },
];

describe.each(combinations.filter(({ offered }) => offered))('$backend, $kind', ({ backend, make }) => {
  const updaterOn = async (): Promise<Updater> => {
    await startOn(backend);
    return make();
  };

  test('Adam takes the steps of the vector', async () => {
    const { x0, grads, x_after: expected } = vectors.adam;
    const after = await run(
      await updaterOn(),
      [x0],
      grads.map((g) => [g]),
      { rule: ADAM, hyper: { learningRate: 1e-3 } },
    );
    // Numbers near 1 have 6e-8 between them in float32.
    closeTo(after.flat(), expected, 2.5e-7);
  });

  test.each(vectors.smooth_penalties.cases)(
    'the gradient of $kind with $params is that of the vector',
    async ({ kind, params, theta, grad }) => {
      const hyper: Hyper = {
        learningRate: 1,
        ...(kind === 'l2'
          ? { terms: penaltyTerms({ rho: params.rho }) }
          : { terms: penaltyTerms({ penalty: { kind: kindOf[kind as 'drr'], alpha: params.alpha, beta: params.beta } as Penalty }) }),
      };
      // Descent with rate 1 and no other gradient takes off exactly the penalty's.
      const [after] = await run(await updaterOn(), theta, [theta.map(() => 0)], { rule: SGD, hyper });
      closeTo(
        theta.map((value, i) => value - after[i]),
        grad,
        2.5e-7,
      );
    },
  );

  test('DRR-O takes the step of the vector', async () => {
    const { theta, data_grad: gradient, alpha, beta, rho, lr, theta_new: expected } = vectors.drr_o_sgd_step;
    const hyper: Hyper = { learningRate: lr, terms: penaltyTerms({ penalty: { kind: 'exponential', alpha, beta }, rho }) };
    const [after] = await run(await updaterOn(), theta, [gradient], { rule: SGD, hyper });
    closeTo(after, expected, 6e-8);
  });

  test.each([
    { name: 'SGD', rule: SGD, theirs: () => tf.train.sgd(0.05) },
    { name: 'momentum', rule: momentum, theirs: () => tf.train.momentum(0.05, 0.9) },
    { name: 'Adam', rule: ADAM, theirs: () => tf.train.adam(0.05, 0.9, 0.999, 1e-8) },
  ])('$name agrees with that of tfjs over 20 steps', async ({ rule, theirs }) => {
    const updater = await updaterOn();
    const start = drawn(1, 'start', 37);
    const gradients = Array.from({ length: 20 }, (_, i) => drawn(i, 'gradient', 37));
    const variable = tf.variable(tf.tensor1d(start));
    const oracle = theirs();
    for (const gradient of gradients) oracle.applyGradients([{ name: variable.name, tensor: tf.tensor1d(gradient) }]);
    const after = await run(updater, start, gradients, { rule, hyper: { learningRate: 0.05 } });
    // tfjs keeps the powers of Adam's β as float32 products: 1 − 0.999 is off by 5e-5 of itself, and 20 steps of 0.05 by as much of theirs.
    closeTo(after[19], await variable.data(), rule.kind === 'adam' ? 5e-5 : 2e-6);
    variable.dispose();
  });

  test.each([SGD, momentum, ADAM])('$kind with every penalty, decay, clip and mask follows the formula in doubles', async (rule) => {
    // 37 is no multiple of four: a vector kernel has a rest.
    const start = drawn(2, 'start', 37, 0.3);
    const mask = Array.from(start, (_, i) => Number(i % 5 !== 0));
    const gradients = Array.from({ length: 6 }, (_, i) => drawn(i, 'gradient', 37, 0.1));
    for (const penalty of [undefined, ...penalties]) {
      const rho = 0.003;
      const hyper: Hyper = { learningRate: 0.01, terms: penaltyTerms({ penalty, rho }), weightDecay: 0.1, clipNorm: 0.4 };
      const after = await run(await updaterOn(), start, gradients, { rule, hyper, mask });
      // Six steps of 0.01 on numbers below 1 in float32.
      closeTo(after[5], reference(start, gradients, { rule, hyper, mask, penalty, rho }), 1e-6);
      mask.forEach((keep, i) => expect(keep === 1 || Object.is(after[5][i], 0)).toBe(true));
    }
  });

  test('no gradient that is not a number passes a mask', async () => {
    const [after] = await run(await updaterOn(), [1, 2, 3], [[1, Number.NaN, 1]], {
      rule: ADAM,
      hyper: { learningRate: 0.1 },
      mask: [1, 0, 1],
    });
    closeTo(after, [0.9, 0, 2.9], 3e-7);
  });

  test('the clip measures all parameters together and shortens longer gradients only', async () => {
    const updater = await updaterOn();
    const [first, second] = [parameter([0, 0]), parameter([0], 'bias', 'b')];
    const gradients = (): tf.NamedTensorMap => ({ [first.variable.name]: tf.tensor1d([3, 0]), [second.variable.name]: tf.tensor1d([4]) });
    const optimizer = new Optimizer(SGD, { learningRate: 1 }, updater);
    tf.tidy(() => optimizer.applyStep([first, second], gradients(), { clipNorm: 1 }));
    closeTo([...(await first.values()), ...(await second.values())], [-0.6, 0, -0.8], 3e-7);
    tf.tidy(() => optimizer.applyStep([first, second], gradients(), { clipNorm: 6 }));
    closeTo([...(await first.values()), ...(await second.values())], [-3.6, 0, -4.8], 6e-7);
    for (const owned of [first, second, optimizer]) owned.dispose();
  });

  test('an average moves by its rate', async () => {
    const updater = await updaterOn();
    const mean = tf.tidy(() => tf.variable(tf.tensor1d([1, 2, 3, 4, 5]), false));
    tf.tidy(() => updater.average(mean, tf.tensor1d([2, 2, 2, 2, 0]), 0.25));
    closeTo(await mean.data(), [1.25, 2, 2.75, 3.5, 3.75], 0);
    mean.dispose();
  });
});

/** The step of `Updater` in double precision. */
function reference(
  start: ArrayLike<number>,
  gradients: readonly ArrayLike<number>[],
  { rule, hyper, mask, penalty, rho }: Setting & { readonly penalty: Penalty | undefined; readonly rho: number },
): number[] {
  const w = Array.from(start, (value, i) => (mask?.[i] === 0 ? 0 : value));
  const [m, v] = [w.map(() => 0), w.map(() => 0)];
  const { learningRate: rate, weightDecay = 0, clipNorm = Infinity } = hyper;
  gradients.forEach((gradient, step) => {
    const total = w.map((x, i) => (mask?.[i] === 0 ? 0 : gradient[i] + (penalty ? slope(x, penalty) : 0) + 2 * rho * x));
    const factor = Math.min(1, clipNorm / (Math.sqrt(total.reduce((sum, g) => sum + g * g, 0)) + 1e-6));
    total.forEach((unscaled, i) => {
      const g = factor * unscaled;
      let direction = g;
      if (rule.kind === 'momentum') direction = m[i] = rule.momentum * m[i] + g;
      if (rule.kind === 'adam') {
        m[i] = rule.beta1 * m[i] + (1 - rule.beta1) * g;
        v[i] = rule.beta2 * v[i] + (1 - rule.beta2) * g * g;
        direction = m[i] / (1 - rule.beta1 ** (step + 1)) / (Math.sqrt(v[i] / (1 - rule.beta2 ** (step + 1))) + rule.epsilon);
      }
      if (mask?.[i] !== 0) w[i] = w[i] * (1 - rate * weightDecay) - rate * direction;
    });
  });
  return w;
}

/** The derivative of the penalty itself, by central differences in doubles. */
function slope(x: number, penalty: Penalty): number {
  if (x === 0) return 0;
  const value = (t: number): number => {
    if (penalty.kind === 'l1') return penalty.alpha * Math.abs(t);
    const { alpha, beta } = penalty;
    if (penalty.kind === 'exponential') return alpha * (1 - Math.exp(-beta * Math.abs(t)));
    return penalty.kind === 'gaussian'
      ? alpha * (1 - Math.exp((-t * t) / (2 * beta * beta)))
      : alpha * (1 - 1 / (1 + (t * t) / (3 * beta * beta)));
  };
  const h = Math.min(1e-5, Math.abs(x) / 2);
  return (value(x + h) - value(x - h)) / (2 * h);
}

test('penalties know which parameters they reach', async () => {
  await startOn('wasm');
  const kinds: ParameterKind[] = ['weight', 'bias', 'batch-norm-scale', 'batch-norm-offset', 'noise-scale'];
  const parameters = kinds.map((kind) => parameter([1], kind, kind));
  const optimizer = new Optimizer(SGD, { learningRate: 1 });
  const step = async (hyper: Partial<Hyper>): Promise<number[]> => {
    parameters.forEach((each) => each.replace(Float32Array.of(1), [1]));
    const zeros = Object.fromEntries(parameters.map(({ variable }) => [variable.name, tf.zeros([1])]));
    tf.tidy(() => optimizer.applyStep(parameters, zeros, hyper));
    tf.dispose(zeros);
    return (await Promise.all(parameters.map((each) => each.values()))).map(([value]) => value);
  };
  const penalty: Penalty = { kind: 'l1', alpha: 0.25 };
  expect(await step({ terms: penaltyTerms({ penalty }) })).toEqual([0.75, 0.75, 0.75, 0.75, 1]);
  expect(await step({ terms: penaltyTerms({ penalty, exempt: ['batch-norm-scale'] }) })).toEqual([0.75, 0.75, 1, 0.75, 1]);
  expect(await step({ terms: penaltyTerms({ rho: 0.125, exempt: ['batch-norm-scale'] }) })).toEqual([0.75, 0.75, 1, 0.75, 1]);
  expect(await step({ weightDecay: 0.5 })).toEqual([0.5, 1, 1, 1, 1]);
  const strength = new Map([['weight', 2]]);
  expect(await step({ terms: penaltyTerms({ penalty, rho: 0.0625, strength }) })).toEqual([0.375, 0.625, 0.625, 0.625, 1]);
  expect(await step({ terms: penaltyTerms({ penalty, rho: 0.0625, strength, strengthScalesRho: true }) })).toEqual([
    0.25, 0.625, 0.625, 0.625, 1,
  ]);
  for (const owned of [...parameters, optimizer]) owned.dispose();
});

test('layer strengths are mean size over own size', () => {
  closeTo(layerFactors(vectors.drr_norm_factors.layer_params), vectors.drr_norm_factors.factors, 1e-9);
});

test('a penalty is 0 at 0 and of one size on both sides', async () => {
  await startOn('cpu');
  for (const penalty of penalties) {
    const [below, at, above] = tf.tidy(() => penaltyGradient(tf.tensor1d([-0.3, 0, 0.3]), penalty).dataSync());
    expect([Math.abs(at), below + above]).toEqual([0, 0]);
    expect(above).toBeGreaterThan(0);
  }
});

test('a parameter that the loss does not depend on is named', async () => {
  await startOn('cpu');
  const [optimizer, lonely] = [new Optimizer(ADAM, { learningRate: 1 }), parameter([1], 'weight', 'lonely')];
  expect(() => optimizer.applyStep([lonely], {})).toThrow(/does not depend on lonely/u);
  for (const owned of [optimizer, lonely]) owned.dispose();
});

describe('masks', () => {
  test('prune at once, keep the moments of what stays, and can be taken away', async () => {
    await startOn('wasm');
    const weights = parameter([1, -2, 3]);
    const optimizer = new Optimizer(momentum, { learningRate: 0.5 });
    const step = (): unknown => tf.tidy(() => optimizer.applyStep([weights], { [weights.variable.name]: tf.tensor1d([1, 1, 1]) }));
    step();
    await weights.setMask([1, 0, 1]);
    expect([...(await weights.values())]).toEqual([0.5, 0, 2.5]);
    step();
    // Velocity 0.9 · 1 + 1, halved by the rate.
    closeTo(await weights.values(), [-0.45, 0, 1.55], 3e-7);
    await weights.setMask(null);
    step();
    expect((await weights.values())[1]).toBeLessThan(0);
    await expect(weights.setMask([1, 0])).rejects.toThrow(/mask of w has 2 entries.*each of its 3/u);
    for (const owned of [weights, optimizer]) owned.dispose();
  });
});
