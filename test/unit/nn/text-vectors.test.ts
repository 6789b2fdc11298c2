/**
 * The transformer, its optimiser and its learning rates against the vectors of the specification of text, which torch and a second
 * implementation in numpy agree on in double precision; and what backends make of the same steps.
 */
import { describe, expect, test } from 'vitest';
import type { BackendName } from '../../../src/nn/backend.ts';
import { Parameter } from '../../../src/nn/layers/parameter.ts';
import { classification } from '../../../src/nn/loss.ts';
import type { Network } from '../../../src/nn/models/network.ts';
import { sinusoids, transformer } from '../../../src/nn/models/transformer.ts';
import { ADAMW, Optimizer } from '../../../src/nn/optimizer.ts';
import type { Hyper, Penalty } from '../../../src/nn/optimizer/hyper.ts';
import { MinimaxGame } from '../../../src/nn/optimizer/terms/minimax.ts';
import type { WeightedTerm } from '../../../src/nn/optimizer/term.ts';
import { warmCosineByStep } from '../../../src/nn/optimizer/schedules.ts';
import * as tf from '../../../src/nn/tf.ts';
import { trainStep } from '../../../src/nn/training-step.ts';
import adamw from '../../reference/text/adamw.json' with { type: 'json' };
import schedule from '../../reference/text/schedule.json' with { type: 'json' };
import vectors from '../../reference/text/transformer.json' with { type: 'json' };
import { offerWebGpu } from '../support/webgpu.ts';
import { penalties } from '../support/terms.ts';
import { startOn } from './start.ts';

const webGpu = await offerWebGpu();
const backends: BackendName[] = webGpu ? ['cpu', 'wasm', 'webgpu'] : ['cpu', 'wasm'];

type Case = (typeof vectors.cases)[number];

/** SwiftShader takes seconds for the shaders of each: one case has them all. */
const casesOn = (backend: BackendName): Case[] => vectors.cases.filter(({ name }) => backend !== 'webgpu' || name === 'tiny-faithful');

/** The numbers of a tensor, by the rule of the vectors. */
function weightsOf({ name, kind, shape, size }: Parameter, t: number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => {
    const s = Math.sin(1.3 * i + 2.1 * t + 0.4);
    if (name.endsWith('scale')) return 1 + 0.1 * s;
    if (kind === 'embedding') return 0.3 * s;
    return shape.length === 1 ? 0.1 * s : s / Math.sqrt(shape[1]);
  });
}

function networkOf({ vocabulary, width, blocks, heads, length, faithful, gelu }: Case): Network {
  const form = gelu === 'erf' ? 'gelu-erf' : 'gelu';
  const network = transformer({ seed: 0, vocabulary, width, blocks, heads, length, faithful, gelu: form });
  for (const [t, parameter] of network.parameters.entries()) parameter.replace(weightsOf(parameter, t), parameter.shape);
  return network;
}

/** Within a part of the largest of them: a small number that is left of large ones has their rounding. */
function closeTo(actual: ArrayLike<number>, expected: readonly number[], part: number, what: string): void {
  expect(actual.length, what).toBe(expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(actual[i] - value), `${what}, entry ${i}: ${actual[i]} for ${value}`).toBeLessThanOrEqual(part * largest);
  }
}

test.each(vectors.cases.map((each) => [each.name, each] as const))('one symbol after another, in plain arithmetic: %s', async (_, each) => {
  await startOn('cpu');
  const network = networkOf(each);
  const stepwise = network.stepwise!(await Promise.all(network.parameters.map((parameter) => parameter.values())));
  let nats = 0;
  for (const [row, symbols] of each.inputs.entries()) {
    stepwise.begin();
    for (const [place, symbol] of symbols.entries()) {
      const logits = Float64Array.from(stepwise.advance(symbol));
      const expected = each.logits?.[row][place];
      if (expected) closeTo(logits, expected, 1e-5, `logits of row ${row}, place ${place}`);
      nats += Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[each.targets[row][place]];
    }
    expect(() => stepwise.advance(0)).toThrow(/begin another/u);
  }
  expect(nats / (each.batch * each.length)).toBeCloseTo(each.loss_nats, 5);
  stepwise.begin();
  expect(() => stepwise.advance(each.vocabulary)).toThrow(/no symbol/u);
  network.dispose();
});

describe.each(backends)('the transformer on %s', (backend) => {
  test.each(casesOn(backend).map((each) => [each.name, each] as const))('%s: logits, loss and gradients', async (_, each) => {
    await startOn(backend);
    const network = networkOf(each);
    const names = network.parameters.map(({ name }) => name);
    const { plain, faithful } = vectors.tensor_order;
    expect(names).toEqual(
      expect.arrayContaining((each.faithful ? faithful : plain).filter((name) => each.blocks > 1 || !name.startsWith('block-2'))),
    );
    expect(network.parameters.reduce((sum, { size }) => sum + size, 0)).toBe(each.parameters);
    const inputs = tf.tensor2d(each.inputs, undefined, 'int32');
    const targets = tf.tensor2d(each.targets, undefined, 'int32');
    const objective = classification('classAxis');
    const logits = await tf.tidy(() => network.forward(inputs)).data();
    if (each.logits) closeTo(logits, each.logits.flat(2), 1e-5, 'logits');
    const { logits_sequence0_position0_first8: first, logits_sequence1_last_position_first8: last } = each;
    if (first) closeTo(logits.subarray(0, 8), first, 1e-5, 'first logits');
    if (last) {
      const at = (2 * each.length - 1) * each.vocabulary;
      closeTo(logits.subarray(at, at + 8), last, 1e-5, 'last logits');
    }

    const { value, grads } = tf.variableGrads(() => objective.loss(network.forward(inputs), targets));
    expect((await value.data())[0]).toBeCloseTo(each.loss_nats, 5);
    const gradients = new Map<string, Float32Array>();
    for (const { name, variable } of network.parameters) gradients.set(name, (await grads[variable.name].data()) as Float32Array);
    const l2 = Math.sqrt([...gradients.values()].reduce((sum, values) => sum + values.reduce((own, g) => own + g * g, 0), 0));
    expect(Math.abs(l2 / each.gradient_l2 - 1)).toBeLessThan(1e-4);
    for (const [name, values] of Object.entries(each.gradients ?? {})) {
      closeTo(gradients.get(name) ?? [], (values as (number | number[])[]).flat(), 1e-4, name);
    }
    for (const [name, sum] of Object.entries(each.gradient_sums)) {
      const own = gradients.get(name)!;
      const size = own.reduce((total, g) => total + Math.abs(g), 0);
      expect(Math.abs(own.reduce((total, g) => total + g, 0) - sum), name).toBeLessThan(1e-5 * Math.max(1, size));
    }
    const eight = each.gradient_block1_project_weight_first8;
    if (eight) closeTo(gradients.get('block-1/attention/project/weight')!.subarray(0, 8), eight, 1e-4, 'eight gradients');
    tf.dispose([inputs, targets, value, grads]);
    network.dispose();
  });

  test.each(['none', 'rl1', 'drr'] as const)('AdamW with clipping after the penalty, and decay: %s', async (method) => {
    await startOn(backend);
    const penalty: Record<typeof method, Penalty | null> = {
      none: null,
      rl1: { kind: 'l1', alpha: 0.01 },
      drr: { kind: 'exponential', alpha: 0.01, beta: 5 },
    };
    const chosen = penalty[method];
    const hyper: Hyper = {
      learningRate: 0.01,
      weightDecay: 0.1,
      clipNorm: 1,
      ...(chosen ? { terms: penalties({ penalty: chosen }) } : {}),
    };
    const { decayed, plain } = adamw.start;
    // Decay reaches weights, and leaves biases alone.
    const tensors = {
      decayed: new Parameter('decayed', 'weight', Float32Array.from(decayed), [3]),
      plain: new Parameter('plain', 'bias', Float32Array.from(plain), [1]),
    };
    const optimizer = new Optimizer(ADAMW, hyper);
    for (const [step, gradient] of adamw.gradients.entries()) {
      tf.tidy(() =>
        optimizer.applyStep(Object.values(tensors), {
          [tensors.decayed.variable.name]: tf.tensor1d(gradient.decayed),
          [tensors.plain.variable.name]: tf.tensor1d(gradient.plain),
        }),
      );
      const expected = adamw[method][step];
      closeTo(await tensors.decayed.values(), expected.decayed, 1e-6, `decayed, step ${step + 1}`);
      closeTo(await tensors.plain.values(), expected.plain, 1e-6, `plain, step ${step + 1}`);
    }
    optimizer.dispose();
    for (const tensor of Object.values(tensors)) tensor.dispose();
  });
});

test('positions are sines and cosines as in the vectors', () => {
  closeTo(sinusoids(3, 4), vectors.positions_T3_d4.flat(), 1e-7, 'positions');
  for (const { position, column, width, value } of vectors.sinusoid_samples) {
    expect(sinusoids(position + 1, width)[position * width + column]).toBeCloseTo(value, 6);
  }
});

test('the learning rate rises over the warm-up and falls by half a cosine as long as all steps', () => {
  const { peak, least, warm_up: warmUp, total: end, at, paper } = schedule;
  const rate = warmCosineByStep({ peak, least: least * peak, warmUp, end });
  for (const [step, value] of Object.entries(at)) expect(rate(Number(step)) / value, `step ${step}`).toBeCloseTo(1, 10);
  for (const { total, last } of Object.values(paper.totals)) {
    const own = warmCosineByStep({ peak: paper.peak, least: 0.1 * paper.peak, warmUp: paper.warm_up, end: total });
    expect(own(total - 1) / last).toBeCloseTo(1, 10);
  }
});

interface Addition {
  readonly name: string;
  /** Steps that are compared. Twenty were seen alike for each, and take SwiftShader twenty seconds of one core; PMMP has most to remember. */
  readonly steps: number;
  /** Strong enough to tell in so few steps. */
  readonly termsOf: (network: Network) => readonly WeightedTerm[];
}

/** What the methods for texts add to the step. */
const additions: readonly Addition[] = [
  { name: 'none', steps: 6, termsOf: () => [] },
  { name: 'R-L1', steps: 6, termsOf: () => penalties({ penalty: { kind: 'l1', alpha: 1e-3 } }) },
  { name: 'DRR', steps: 6, termsOf: () => penalties({ penalty: { kind: 'exponential', alpha: 1e-3, beta: 5 } }) },
  {
    name: 'PMMP',
    steps: 20,
    termsOf: ({ parameters }) => [{ term: new MinimaxGame(parameters, { gamma: 1, u: 0, uFactor: 1 }), weight: 1e-4 }],
  },
];

/** The loss before each step of a tiny transformer, clipped: what no vector above has. */
async function lossesOf({ steps, termsOf }: Addition): Promise<number[]> {
  const network = transformer({ seed: 3, width: 8, blocks: 1, heads: 2, length: 8, vocabulary: 7 });
  const terms = termsOf(network);
  const optimizer = new Optimizer(ADAMW, { learningRate: 0.01, clipNorm: 1, terms });
  const inputs = tf.tensor2d(
    Int32Array.from({ length: 32 }, (_, i) => (i * i) % 7),
    [4, 8],
    'int32',
  );
  const objective = classification('classAxis');
  const scalars = Array.from({ length: steps }, () => trainStep({ network, objective, optimizer }, { inputs, targets: inputs }));
  const losses = await Promise.all(scalars.map(async (loss) => (await loss.data())[0]));
  tf.dispose([...scalars, inputs]);
  for (const part of [network, optimizer, objective, ...terms.map(({ term }) => term)]) part.dispose();
  return losses;
}

async function allLossesOn(backend: BackendName): Promise<number[][]> {
  await startOn(backend);
  const losses: number[][] = [];
  for (const addition of additions) losses.push(await lossesOf(addition));
  return losses;
}

test.skipIf(!webGpu)('steps of each method for texts are alike on WebAssembly and WebGPU', { timeout: 300_000 }, async () => {
  const [wasm, webgpu] = [await allLossesOn('wasm'), await allLossesOn('webgpu')];
  // Each adds something of its own, or the test would say nothing of it.
  expect(new Set(wasm.map((losses) => losses[5])).size).toBe(additions.length);
  for (const [at, { name }] of additions.entries()) {
    expect(wasm[at].at(-1), name).toBeLessThan(wasm[at][0]);
    for (const [step, loss] of wasm[at].entries()) {
      const other = webgpu[at][step];
      expect(Math.abs(other / loss - 1), `${name}, step ${step + 1}: ${other} for ${loss}`).toBeLessThan(1e-4);
    }
  }
});
