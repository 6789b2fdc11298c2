import { beforeAll, describe, expect } from 'vitest';
import type { Dispatcher } from '../../../../src/nn/kernels/webgpu/dispatcher.ts';
import {
  GradientNorm,
  updateInPlace,
  type Penalty,
  type UpdateConstants,
  type UpdateRule,
  type UpdateTensors,
} from '../../../../src/nn/kernels/webgpu/optimizer.ts';
import { enterMeans, minimaxGradients, type MinimaxPlayers } from '../../../../src/nn/kernels/webgpu/minimax.ts';
import { StepBuffer, type StepValues } from '../../../../src/nn/kernels/webgpu/step-buffer.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { bits, gpuTest, largestDifference, numbers, startWithKernels, wrap } from './setup.ts';

let dispatcher: Dispatcher;
let step: StepBuffer;
beforeAll(async () => {
  dispatcher = await startWithKernels();
  if (dispatcher) step = new StepBuffer(dispatcher);
});

const SIZE = 600; // More than two workgroups, and no multiple of one.
const STEPS = 10;
const BETA1 = 0.9;
const BETA2 = 0.999;

const valuesAt = (t: number, extra: Partial<StepValues> = {}): Partial<StepValues> => ({
  step: t,
  learningRate: 0.01,
  scale1: 1 / (1 - BETA1 ** t),
  scale2: 1 / (1 - BETA2 ** t),
  alpha: 0.1,
  beta: 5,
  uFactor: 1.5,
  ...extra,
});

type Players = Record<'w' | 'gamma' | 'u', Float32Array>;
const players: Players = { w: numbers(SIZE, 61), gamma: numbers(SIZE, 62).map(Math.abs), u: numbers(SIZE, 63).map(Math.abs) };

/** Derivative of the penalty, in double precision. */
const derivative: Record<Penalty, (x: number, alpha: number, beta: number, uFactor: number, i: number) => number> = {
  none: () => 0,
  l1: (x, alpha) => alpha * Math.sign(x),
  'drr-exponential': (x, alpha, beta) => alpha * beta * Math.sign(x) * Math.exp(-beta * Math.abs(x)),
  'drr-gaussian': (x, alpha, beta) => ((alpha * x) / beta ** 2) * Math.exp(-(x ** 2) / (2 * beta ** 2)),
  'drr-student-t': (x, alpha, beta) => (alpha * ((2 * x) / (3 * beta ** 2))) / (1 + x ** 2 / (3 * beta ** 2)) ** 2,
  minimax: (x, _alpha, _beta, uFactor, i) => 2 * uFactor * players.u[i] * (x - players.w[i] * players.gamma[i]),
};

interface Settings extends UpdateConstants {
  readonly values?: Partial<StepValues>;
  readonly mask?: Float32Array;
  readonly maxNorm?: number;
}

/** The formulas in double precision: weights after the given gradients. */
function reference(start: Float32Array, gradients: Float32Array[], settings: Settings): Float64Array {
  const { rule, penalty = 'none', mask, penaltyFactor = 1, rhoFactor = 1, decayFactor = 1, epsilon = 1e-8, maxNorm } = settings;
  const w = Float64Array.from(start);
  const m = new Float64Array(w.length);
  const v = new Float64Array(w.length);
  gradients.forEach((gradient, index) => {
    const {
      learningRate = 0,
      scale1 = 1,
      scale2 = 1,
      alpha = 0,
      beta = 1,
      rho = 0,
      weightDecay = 0,
      uFactor = 1,
    } = {
      ...valuesAt(index + 1, settings.values),
    };
    const full = Array.from(gradient, (data, i) =>
      mask && mask[i] === 0 ? 0 : data + derivative[penalty](w[i], alpha * penaltyFactor, beta, uFactor, i) + 2 * rho * rhoFactor * w[i],
    );
    const norm = Math.hypot(...full);
    const clip = maxNorm === undefined ? 1 : Math.min(1, maxNorm / (norm + 1e-6));
    for (let i = 0; i < w.length; i++) {
      const g = full[i] * clip;
      let change = learningRate * g;
      if (rule === 'momentum') {
        m[i] = (settings.beta1 ?? BETA1) * m[i] + g;
        change = learningRate * m[i];
      } else if (rule === 'adam') {
        m[i] = BETA1 * m[i] + (1 - BETA1) * g;
        v[i] = BETA2 * v[i] + (1 - BETA2) * g * g;
        change = (learningRate * scale1 * m[i]) / (Math.sqrt(scale2 * v[i]) + epsilon);
      }
      w[i] = mask && mask[i] === 0 ? 0 : w[i] - learningRate * weightDecay * decayFactor * w[i] - change;
      if (settings.clampToUnit) w[i] = Math.min(1, Math.max(0, w[i]));
    }
  });
  return w;
}

/** The same on the device. */
async function run(
  start: Float32Array,
  gradients: Float32Array[],
  settings: Settings,
): Promise<{ weights: Float32Array; tensors: UpdateTensors }> {
  const own = (values: Float32Array): tf.Tensor => tf.tensor1d(values);
  const tensors = {
    weights: own(start),
    ...(settings.rule === 'sgd' ? {} : { firstMoment: tf.zeros([start.length]) }),
    ...(settings.rule === 'adam' ? { secondMoment: tf.zeros([start.length]) } : {}),
    ...(settings.mask ? { mask: own(settings.mask) } : {}),
    ...(settings.penalty === 'minimax' ? { players: { w: own(players.w), gamma: own(players.gamma), u: own(players.u) } } : {}),
  };
  const norm = settings.maxNorm === undefined ? undefined : new GradientNorm(dispatcher, 1);
  gradients.forEach((values, index) => {
    const gradient = own(values);
    step.write({ ...valuesAt(index + 1, settings.values), ...(settings.maxNorm === undefined ? {} : { maxNorm: settings.maxNorm }) });
    const all = { ...tensors, gradient };
    norm?.measure(step, [{ tensors: all, constants: settings }]);
    updateInPlace(dispatcher, step, all, settings, norm?.factor);
    gradient.dispose();
  });
  const weights = Float32Array.from(await tensors.weights.data());
  norm?.dispose();
  return { weights, tensors: { ...tensors, gradient: tensors.weights } };
}

const gradients = Array.from({ length: STEPS }, (_, index) => numbers(SIZE, 100 + index));
const mask = Float32Array.from({ length: SIZE }, (_, i) => Number(i % 3 !== 0));
// A step moves a weight by about the learning rate and rounds it to 2^-24 of itself; SwiftShader's exp is good to some 3 ulp.
const TOLERANCE = 4e-6;

describe('updateInPlace', () => {
  const rules: UpdateRule[] = ['sgd', 'momentum', 'adam'];
  const penalties = Object.keys(derivative) as Penalty[];

  gpuTest.each(rules.flatMap((rule) => penalties.map((penalty) => [rule, penalty] as const)))(
    '%s with the penalty %s follows the formula in double precision, with and without a mask',
    async (rule, penalty) => {
      const start = numbers(SIZE, 1);
      for (const settings of [
        { rule, penalty },
        { rule, penalty, mask, penaltyFactor: 0.5 },
      ]) {
        const { weights } = await run(start, gradients, settings);
        expect(largestDifference(weights, reference(start, gradients, settings))).toBeLessThan(TOLERANCE);
      }
    },
  );

  gpuTest('adds ℓ2 inside the gradient and weight decay outside of it', async () => {
    const start = numbers(SIZE, 2);
    for (const settings of [
      { rule: 'adam', values: { rho: 0.05 } },
      { rule: 'adam', values: { weightDecay: 0.3 } },
      { rule: 'momentum', beta1: 0.5, values: { rho: 0.05, weightDecay: 0.3 }, rhoFactor: 0.5, decayFactor: 0 },
    ] as const) {
      const { weights } = await run(start, gradients, settings);
      expect(largestDifference(weights, reference(start, gradients, settings))).toBeLessThan(TOLERANCE);
    }
  });

  gpuTest('has the penalty gradients of the shared test vectors', async () => {
    // From the shared vectors of the ℓ0 methods, "smooth_penalties": α = 0.1 included, sign(0) = 0.
    const theta = new Float32Array([-1, -0.1, 0, 0.1, 0.5, 2]);
    const cases: [Penalty, number, number[]][] = [
      ['drr-exponential', 5, [-0.00336897349954, -0.303265329856, 0, 0.303265329856, 0.0410424993119, 2.26999648812e-5]],
      ['drr-gaussian', 0.5, [-0.0541341132946, -0.0392079469323, 0, 0.0392079469323, 0.121306131943, 0.000268370102322]],
      ['drr-student-t', 0.5, [-0.0489795918367, -0.0259695290859, 0, 0.0259695290859, 0.075, 0.013296398892]],
    ];
    for (const [penalty, beta, expected] of cases) {
      const { weights } = await run(theta, [new Float32Array(6)], { rule: 'sgd', penalty, values: { learningRate: 1, beta } });
      // The difference of two weights up to 2: half a unit in the last place of 2 is 1.2e-7.
      expect(
        largestDifference(
          theta.map((x, i) => x - weights[i]),
          expected,
        ),
      ).toBeLessThan(3e-7);
    }
  });

  gpuTest('agrees with tf.train.adam and tf.train.momentum', async () => {
    const start = numbers(50, 3);
    const some = gradients.map((gradient) => gradient.slice(0, 50));
    for (const [rule, optimizer] of [
      ['adam', tf.train.adam(0.01, BETA1, BETA2, 1e-8)],
      ['momentum', tf.train.momentum(0.01, BETA1)],
    ] as const) {
      const theirs = tf.variable(tf.tensor1d(start));
      for (const gradient of some) optimizer.applyGradients([{ name: theirs.name, tensor: tf.tensor1d(gradient) }]);
      const { weights } = await run(start, some, { rule });
      // tfjs keeps the powers of β as float32 products: 1 − 0.999 alone is off by 5e-5 of itself.
      expect(largestDifference(weights, await theirs.data())).toBeLessThan(2e-5);
      theirs.dispose();
    }
  });

  gpuTest('clips by the global norm of the full gradient', async () => {
    const start = numbers(SIZE, 4);
    // The norm is about √(600/3) = 14: one factor bites, the other does not.
    for (const maxNorm of [1, 100]) {
      const settings = { rule: 'sgd', penalty: 'l1', maxNorm, mask, values: { learningRate: 0.1 } } as const;
      const { weights } = await run(start, gradients, settings);
      expect(largestDifference(weights, reference(start, gradients, settings))).toBeLessThan(TOLERANCE);
    }
  });

  gpuTest('takes the norm over all variables', async () => {
    const norm = new GradientNorm(dispatcher, 2);
    const [first, second] = [numbers(SIZE, 5), numbers(7, 6)];
    const variables = [first, second].map((values) => ({
      tensors: { weights: tf.zeros([values.length]), gradient: tf.tensor1d(values) },
      constants: { rule: 'sgd' } as const,
    }));
    step.write({ learningRate: 1, maxNorm: 2 });
    norm.measure(step, variables);
    for (const { tensors, constants } of variables) updateInPlace(dispatcher, step, tensors, constants, norm.factor);
    const scale = 2 / (Math.hypot(...first, ...second) + 1e-6);
    for (const [{ tensors }, values] of [
      [variables[0], first],
      [variables[1], second],
    ] as const) {
      expect(
        largestDifference(
          await tensors.weights.data(),
          values.map((g) => -g * scale),
        ),
      ).toBeLessThan(1e-6);
    }
    expect(() => norm.measure(step, variables.slice(1))).toThrow(/made for 2 variables and got 1/);
    norm.dispose();
  });

  gpuTest('keeps γ of PMMP in [0, 1]', async () => {
    const start = numbers(SIZE, 7).map(Math.abs);
    const settings = { rule: 'adam', clampToUnit: true, values: { learningRate: 0.2 } } as const;
    const { weights } = await run(start, gradients, settings);
    expect([Math.min(...weights), Math.max(...weights)]).toEqual([0, 1]);
    expect(largestDifference(weights, reference(start, gradients, settings))).toBeLessThan(TOLERANCE);
  });

  gpuTest('lets neither NaN nor −0 through a mask, and leaves masked moments alone', async () => {
    const poisoned = gradients.map((gradient) => gradient.map((g, i) => (mask[i] === 0 ? NaN : g)));
    const { weights, tensors } = await run(
      numbers(SIZE, 8).map((x) => -Math.abs(x)),
      poisoned,
      { rule: 'adam', mask },
    );
    const moments = await wrap(tensors.firstMoment as tf.TensorInfo).data();
    const pruned = Array.from(mask.keys()).filter((i) => mask[i] === 0);
    expect(new Set(pruned.map((i) => bits(weights)[i]))).toEqual(new Set([0]));
    expect(new Set(pruned.map((i) => moments[i]))).toEqual(new Set([0]));
    expect(weights.some(Number.isNaN)).toBe(false);
  });

  gpuTest('gives identical bits when repeated', async () => {
    const once = async (): Promise<Uint32Array> =>
      bits((await run(numbers(SIZE, 9), gradients, { rule: 'adam', penalty: 'drr-exponential', maxNorm: 3 })).weights);
    expect(await once()).toEqual(await once());
  });

  gpuTest('names what does not fit', () => {
    const tensors = { weights: tf.zeros([6]), gradient: tf.zeros([6]), firstMoment: tf.zeros([6]), secondMoment: tf.zeros([6]) };
    expect(() => updateInPlace(dispatcher, step, { ...tensors, gradient: tf.ones([2, 4]) }, { rule: 'adam' })).toThrow(
      /6 values.*gradient.*8.*\[2, 4\]/s,
    );
    expect(() => updateInPlace(dispatcher, step, { ...tensors, mask: tf.ones([6], 'int32') }, { rule: 'adam' })).toThrow(/mask is int32/);
    expect(() => updateInPlace(dispatcher, step, { ...tensors, secondMoment: undefined }, { rule: 'adam' })).toThrow(/moments/);
    expect(() => updateInPlace(dispatcher, step, tensors, { rule: 'adam', penalty: 'minimax' })).toThrow(/w, γ and u/);
  });
});

gpuTest('minimaxGradients are the slopes of α Σγ + mf Σ u R, and θ’s own is the penalty’s', async () => {
  const [alpha, uFactor] = [0.07, 1.5];
  const theta = numbers(SIZE, 70);
  const { w, gamma, u } = players;
  step.write({ alpha, uFactor });
  const info = minimaxGradients(dispatcher, step, {
    theta: tf.tensor1d(theta),
    w: tf.tensor1d(w),
    gamma: tf.tensor1d(gamma),
    u: tf.tensor1d(u),
  });
  const [byW, byGamma, byU] = await Promise.all([info.w, info.gamma, info.u].map((one) => one.data()));
  // R = (θ − wγ)² + w²γ(1 − γ), arXiv 2505.17469; u ascends, so its gradient is negated.
  const objective = (x: number, v: number, y: number, s: number): number =>
    alpha * y + uFactor * s * ((x - v * y) ** 2 + v ** 2 * y * (1 - y));
  const h = 1e-4;
  const slopes = (change: (i: number, by: number) => number): number[] =>
    Array.from(theta.keys(), (i) => (change(i, h) - change(i, -h)) / (2 * h));
  // Quadratic in each player, so central differences are exact up to cancellation (2^-52 / h) and float32.
  expect(
    largestDifference(
      byW,
      slopes((i, by) => objective(theta[i], w[i] + by, gamma[i], u[i])),
    ),
  ).toBeLessThan(2e-6);
  expect(
    largestDifference(
      byGamma,
      slopes((i, by) => objective(theta[i], w[i], gamma[i] + by, u[i])),
    ),
  ).toBeLessThan(2e-6);
  expect(
    largestDifference(
      byU,
      slopes((i, by) => -objective(theta[i], w[i], gamma[i], u[i] + by)),
    ),
  ).toBeLessThan(2e-6);
  const slope = slopes((i, by) => objective(theta[i] + by, w[i], gamma[i], u[i]));
  expect(
    largestDifference(
      slope,
      Array.from(theta, (x, i) => derivative.minimax(x, alpha, 0, uFactor, i)),
    ),
  ).toBeLessThan(1e-9);
});

gpuTest(
  'in fictitious play w and γ answer the mean u, u the mean of the others, and the means take the players in by the share of the step',
  async () => {
    const [alpha, uFactor, share] = [0.07, 1.5, 0.3];
    const own = (seed: number): Record<keyof MinimaxPlayers, Float32Array> => ({
      theta: numbers(SIZE, seed),
      w: numbers(SIZE, seed + 1),
      gamma: numbers(SIZE, seed + 2),
      u: numbers(SIZE, seed + 3),
    });
    const [now, mean] = [own(80), own(90)];
    const tensorsOf = (of: typeof now) => ({
      theta: tf.tensor1d(of.theta),
      w: tf.tensor1d(of.w),
      gamma: tf.tensor1d(of.gamma),
      u: tf.tensor1d(of.u),
    });
    const [nowTensors, meanTensors] = [tensorsOf(now), tensorsOf(mean)];
    step.write({ alpha, uFactor, share });
    const info = minimaxGradients(dispatcher, step, nowTensors, meanTensors);
    const [byW, byGamma, byU] = await Promise.all([info.w, info.gamma, info.u].map((one) => one.data()));
    // arXiv 2505.17469: each player's slope of α γ + mf u R, with the others at their means.
    const [x, w, y] = [now.theta, now.w, now.gamma];
    const u = mean.u.map((value) => uFactor * value);
    expect(
      largestDifference(
        byW,
        x.map((_, i) => 2 * u[i] * y[i] * (w[i] - x[i])),
      ),
    ).toBeLessThan(2e-6);
    expect(
      largestDifference(
        byGamma,
        x.map((_, i) => alpha + u[i] * w[i] * (w[i] - 2 * x[i])),
      ),
    ).toBeLessThan(2e-6);
    const residual = mean.theta.map(
      (value, i) => (value - mean.w[i] * mean.gamma[i]) ** 2 + mean.w[i] ** 2 * mean.gamma[i] * (1 - mean.gamma[i]),
    );
    expect(
      largestDifference(
        byU,
        residual.map((value) => -uFactor * value),
      ),
    ).toBeLessThan(2e-6);

    enterMeans(dispatcher, step, nowTensors, meanTensors);
    for (const name of ['theta', 'w', 'gamma', 'u'] as const) {
      const expected = mean[name].map((value, i) => (1 - share) * value + share * now[name][i]);
      expect(largestDifference(await meanTensors[name].data(), expected), name).toBeLessThan(2e-7);
      expect([...(await nowTensors[name].data())], name).toEqual([...now[name]]);
    }
  },
);
