/** Controls and baselines: what each leaves, against counts and expressions of its own. */
import { describe, expect, test } from 'vitest';
import { keepByScore } from '../../../../src/compression/neurons/selection.ts';
import { measure, measurementMatrix } from '../../../../src/compression/neurons/measurement.ts';
import { reconstruct } from '../../../../src/compression/neurons/reconstruction.ts';
import { byLot, byNorms, byRay, bySums, type NeuronRule } from '../../../../src/compression/neurons/rules.ts';
import { l0Data } from '../../../../src/compression/l0/data.ts';
import type { DenseValues } from '../../../../src/compression/l0/dense-graph.ts';
import { cubicSparsity } from '../../../../src/compression/l0/methods/gradual-magnitude.ts';
import { twoOfFour } from '../../../../src/compression/l0/methods/semi-structured.ts';
import { sensitivities } from '../../../../src/compression/l0/methods/snip.ts';
import { flowScores } from '../../../../src/compression/l0/methods/synflow.ts';
import { buildNetwork } from '../../../../src/compression/l0/network.ts';
import { narrowedTo, numbersAt, pruneNeurons } from '../../../../src/compression/l0/neuron-pruning.ts';
import { objectiveOf } from '../../../../src/compression/l0/objective.ts';
import { flowSlopes, lossSlopes } from '../../../../src/compression/l0/slopes.ts';
import { everywhere, masksAt, quotas, type Numbered, type Spread } from '../../../../src/compression/l0/spread.ts';
import { stream } from '../../../../src/math/random.ts';
import { startBackend } from '../../../../src/nn/backend.ts';
import { RunControl } from '../../../../src/nn/run-control.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { isL0Job } from '../../../../src/study/families/l0/settings.ts';
import { jobSchema, type JobInput } from '../../../../src/study/schema.ts';
import { nodeAssets } from '../../support/backends.ts';
import { ranJob, smallJob, type Ran } from './job.ts';

const ones = (mask: Float32Array): number => mask.reduce((sum, kept) => sum + kept, 0);
const countsOf = ({ summary }: Ran): number[] => summary.layers.map(({ nonzero }) => nonzero);
const short = { minEpochs: 5, maxEpochs: 5, fineTuneMin: 3, fineTuneMax: 3, checkEvery: 1, window: 4, measureEvery: 1 };
const ran = (compression: Readonly<Record<string, unknown>>): Promise<Ran> => ranJob(smallJob(compression, { training: short }));

describe('how a sparsity is spread', () => {
  const parameters: Numbered[] = [
    { name: 'a/weights', kind: 'weight', size: 60 },
    { name: 'a/bias', kind: 'bias', size: 6 },
    { name: 'b/weights', kind: 'weight', size: 30 },
    { name: 'b/bias', kind: 'bias', size: 4 },
  ];
  const scores = Float32Array.from(stream(5, 'scores').normals(100), Math.abs);
  const masks = (change: Partial<Spread>, sparsity = 0.7): Float32Array[] =>
    masksAt(parameters, scores, sparsity, { ...everywhere, ...change });

  test.each([
    ['over all layers', {}],
    ['over each', { over: 'each' }],
    ['sparing what is no weight', { sparesOthers: true }],
    ['sparing the output', { over: 'each', sparesOutput: true }],
    ['sparing both', { sparesOthers: true, sparesOutput: true }],
  ] as [string, Partial<Spread>][])('exactly as many stay %s', (_, change) => {
    for (const sparsity of [0.5, 0.53, 0.58]) {
      expect(masks(change, sparsity).reduce((sum, mask) => sum + ones(mask), 0)).toBe(Math.round((1 - sparsity) * 100));
    }
  });

  test('of each layer the same share stays, those of best score', () => {
    const [weights, bias, next, nextBias] = masks({ over: 'each' });
    expect(ones(weights) + ones(bias)).toBe(20);
    expect(ones(next) + ones(nextBias)).toBe(10);
    const kept = [...next, ...nextBias];
    const own = [...scores.subarray(66)];
    const least = Math.min(...own.filter((_, i) => kept[i] === 1));
    expect(Math.max(...own.filter((_, i) => kept[i] === 0))).toBeLessThanOrEqual(least);
  });

  test('what is spared stays, however small', () => {
    expect(masks({ sparesOthers: true }).map(ones)[1]).toBe(6);
    expect(masks({ sparesOutput: true, over: 'each' }, 0.5).slice(2).map(ones)).toEqual([30, 4]);
  });

  test('given sizes are kept to', () => {
    expect(masks({ over: 'given', counts: [7, 34] })).toSatisfy((all: Float32Array[]) => ones(all[0]) + ones(all[1]) === 7);
    expect(masks({ over: 'given', counts: [0, 34] }).map(ones)).toEqual([0, 0, 30, 4]);
    expect(() => masks({ over: 'given', counts: [1, 2, 3] })).toThrow(/given how many numbers stay, and the network has 2: a, b/);
    expect(() => masks({ over: 'given', counts: [1, 35] })).toThrow(/35 numbers are to stay of b, which has 34/);
    expect(() => masks({ sparesOutput: true }, 0.9)).toThrow(/leaves 10 of 100 numbers, and 34 are spared/);
  });

  test('whole numbers add up', () => {
    for (const sizes of [
      [75, 650, 26],
      [1, 1, 1],
      [3, 0, 10],
    ]) {
      for (let kept = 0; kept <= sizes.reduce((sum, size) => sum + size); kept++) {
        const found = quotas(sizes, kept);
        expect(found.reduce((sum, count) => sum + count)).toBe(kept);
        expect(found.every((count, i) => count <= sizes[i])).toBe(true);
      }
    }
  });

  test('a job leaves what another one left of each layer, chosen by lot or by magnitude', async () => {
    const reference = await ran({ method: 'lottery-ticket', ticketRounds: 1, targetSparsity: 0.8 });
    const sizes = countsOf(reference);
    for (const method of ['random-finetune', 'magnitude-finetune']) {
      const control = await ran({ method, prunedOver: 'given', layerSizes: sizes });
      expect(countsOf(control), method).toEqual(sizes);
    }
  });

  test('sizes that do not fit are told before anything is trained', async () => {
    await expect(ran({ method: 'random-finetune', prunedOver: 'given', layerSizes: [1, 2] })).rejects.toThrow(/network has 3/);
    await expect(ran({ method: 'magnitude-finetune', targetSparsity: 0.99, spared: 'output' })).rejects.toThrow(/26 are spared/);
  });
});

describe('before anything is trained', () => {
  const jobOf = (input: JobInput) => {
    const job = jobSchema.parse(input);
    if (!isL0Job(job)) throw new Error('This is no ℓ0 job.');
    return job;
  };

  test('SNIP goes by how the loss changes with a factor on each weight', async () => {
    await startBackend('cpu', 0, nodeAssets);
    const job = jobOf(smallJob({ method: 'snip' }));
    const data = l0Data(job, null);
    const network = buildNetwork(job, data);
    const objective = objectiveOf(job);
    const values = await Promise.all(network.parameters.map(async (parameter) => (await parameter.values()).slice()));
    const slopes = await lossSlopes({ network, objective, data, control: new RunControl() }, 1);
    const found = sensitivities(values, slopes);
    const batch = await data.train.batch(0, 0);
    const lossNow = (): number => tf.tidy(() => objective.loss(network.forward(batch.inputs), batch.targets).dataSync()[0]);
    let start = 0;
    for (const [index, parameter] of network.parameters.entries()) {
      for (const place of [0, Math.floor(parameter.size / 2)]) {
        const at = (factor: number): number => {
          parameter.replace(
            values[index].map((value, i) => (i === place ? value * factor : value)),
            parameter.shape,
          );
          return lossNow();
        };
        const difference = Math.abs(at(1.02) - at(0.98)) / 0.04;
        parameter.replace(values[index], parameter.shape);
        expect(found[start + place], `${parameter.name} ${place}`).toBeCloseTo(difference, 3);
      }
      start += parameter.size;
    }
    batch.dispose();
    network.dispose();
    data.dispose();
  });

  test('SynFlow goes by the paths through a weight, all weights taken as positive: the same sum in every layer', async () => {
    await startBackend('cpu', 0, nodeAssets);
    const job = jobOf({
      data: { name: 'mnist' },
      model: { name: 'mlp', hidden: [7, 5] },
      compression: { method: 'synflow' },
    });
    const network = buildNetwork(job, { input: { kind: 'image', height: 2, width: 3, channels: 1 }, outputs: 4 });
    const values = await Promise.all(network.parameters.map(async (parameter) => (await parameter.values()).slice()));
    const isWeight = network.parameters.map(({ kind }) => kind === 'weight');
    const positive = values.map((array, i) => (isWeight[i] ? array.map(Math.abs) : new Float32Array(array.length)));
    const inputs = {
      random: (random: { normals(n: number): Float64Array }, _: unknown, size: number) =>
        tf.tensor(Float32Array.from(random.normals(6 * size)), [size, 6]),
    };
    const course = { network, data: { inputs, input: job } as never, control: new RunControl() };
    const slopes = await flowSlopes(course, positive);
    // Paths into each unit from the ones below, and out of it to all outputs.
    const shapes = network.parameters.filter((_, i) => isWeight[i]).map(({ shape }) => shape);
    const weights = positive.filter((_, i) => isWeight[i]);
    const into = [Array.from({ length: 6 }, () => 1)];
    for (const [l, [rows, columns]] of shapes.entries())
      into.push(Array.from({ length: rows }, (_row, r) => into[l].reduce((sum, value, c) => sum + value * weights[l][r * columns + c], 0)));
    let out = Array.from({ length: 4 }, () => 1);
    for (let l = shapes.length - 1; l >= 0; l--) {
      const [rows, columns] = shapes[l];
      const found = slopes.filter((_, i) => isWeight[i])[l];
      for (let r = 0; r < rows; r++)
        for (let c = 0; c < columns; c++) expect(found[r * columns + c] / (out[r] * into[l][c])).toBeCloseTo(1, 4);
      out = Array.from({ length: columns }, (_, c) => out.reduce((sum, value, r) => sum + value * weights[l][r * columns + c], 0));
    }
    const scores = sensitivities(positive, slopes);
    const sums: number[] = [];
    let start = 0;
    for (const [i, { size }] of network.parameters.entries()) {
      const sum = scores.subarray(start, (start += size)).reduce((all, score) => all + score, 0);
      if (isWeight[i]) sums.push(sum);
    }
    for (const sum of sums) expect(sum / sums[0]).toBeCloseTo(1, 4);
    network.dispose();
  });

  test('in many rounds SynFlow leaves of every layer something, where it can', async () => {
    const layers = [Float32Array.from(stream(1, 'a').normals(400), Math.abs), Float32Array.from(stream(1, 'b').normals(20), Math.abs)];
    // 20 inputs, 20 units, one output.
    const slopesOf = ([first, second]: readonly Float32Array[]): Promise<Float32Array[]> =>
      Promise.resolve([
        Float32Array.from({ length: 400 }, (_, i) => second[Math.floor(i / 20)]),
        Float32Array.from({ length: 20 }, (_, unit) => first.subarray(unit * 20, (unit + 1) * 20).reduce((sum, value) => sum + value, 0)),
      ]);
    const scores = await flowScores(
      layers.map((layer) => layer.slice()),
      [true, true],
      { sparsity: 0.98, rounds: 100, slopesOf },
    );
    const best = [...scores.keys()].sort((a, b) => scores[b] - scores[a]).slice(0, 8);
    expect(best.some((place) => place < 400)).toBe(true);
    expect(best.some((place) => place >= 400)).toBe(true);
  });

  test.each(['snip', 'synflow'])('%s leaves exactly the target, and all biases', async (method) => {
    const { summary, network, steps } = await ran({ method, targetSparsity: 0.8 });
    expect(summary.nonzero).toBeLessThanOrEqual(150);
    // A bias that begins with 0 and is of a neuron nothing leads to may stay 0; no more than those 51 may.
    expect(summary.nonzero).toBeGreaterThanOrEqual(150 - 51);
    expect(network.reduce((sum, { bias }) => sum + (bias?.length ?? 0), 0)).toBe(51);
    expect(steps[0].phase).toBe('pruning');
    expect(summary.epochs).toEqual({ regularised: 5, admm: 0, fineTuning: 3 });
    expect(summary.before).toBeNull();
  });
});

describe('while it is trained', () => {
  test('sparsity rises to its target, fast and then slowly', async () => {
    // Equation 1 of arXiv 1710.01878 with s_i = 0, t_0 = 0, by hand: 1 − (3/4)³, 1 − (1/2)³, 1 − (1/4)³.
    expect([1, 2, 3, 4].map((k) => cubicSparsity(0.8, k, 4))).toEqual([0.8 * (1 - 27 / 64), 0.8 * (1 - 1 / 8), 0.8 * (1 - 1 / 64), 0.8]);
    const { summary, steps } = await ran({ method: 'gradual-magnitude', targetSparsity: 0.8, wholeEpochs: 2 });
    expect(summary.nonzero).toBe(150);
    const left = steps.map(({ nonzero }) => nonzero);
    expect(left).toEqual([...left].sort((a, b) => b - a));
    expect(summary.epochs).toEqual({ regularised: 5, admm: 0, fineTuning: 3 });
  });
});

describe('two of four', () => {
  test('the larger two of four inputs of an output stay, of a convolution too', () => {
    expect([...twoOfFour(Float32Array.of(1, -4, 2, 3, 0, 0, 0, 1), [1, 8])]).toEqual([0, -4, 0, 3, 0, 0, 0, 1]);
    expect([...twoOfFour(Float32Array.of(1, 1, 1, 1), [1, 4])]).toEqual([1, 1, 0, 0]);
    // 1 × 1 of four inputs and two outputs: those of an output lie two apart.
    expect([...twoOfFour(Float32Array.of(1, 8, 2, 7, 3, 6, 4, 5), [1, 1, 4, 2])]).toEqual([0, 8, 0, 7, 3, 0, 4, 0]);
    // What is left over: one of one, two of three.
    expect([...twoOfFour(Float32Array.of(1, 2, 3, 4, 5, 9, 8, 7, 6, 1), [2, 5])]).toEqual([0, 0, 3, 4, 5, 9, 8, 0, 0, 1]);
    expect([...twoOfFour(Float32Array.of(1, 2, 3), [1, 3])]).toEqual([0, 2, 3]);
  });
});

describe('neurons', () => {
  const random = stream(9, 'layers');
  const layer = (inputs: number, outputs: number): DenseValues => ({
    weights: Float32Array.from(random.normals(inputs * outputs)),
    bias: Float32Array.from(random.normals(outputs)),
    inputs,
    outputs,
  });
  const copy = (layers: readonly DenseValues[]): DenseValues[] =>
    layers.map((one) => ({ ...one, weights: one.weights.slice(), bias: one.bias.slice() }));
  const settings = { prune: 'smallest', rayDomain: 'coefficient', lambda: 0.3, measurementShare: 0.3, seed: 4, cycle: 0 } as const;

  test('widths narrow together, to as many numbers as are wanted and hardly fewer', () => {
    for (const widths of [
      [784, 300, 100, 10],
      [784, 512, 10],
      [25, 3, 3, 1],
    ]) {
      for (const share of [0.9, 0.5, 0.1, 0.02]) {
        const wanted = Math.round(share * numbersAt(widths));
        const inner = narrowedTo(widths, wanted);
        const now = numbersAt([widths[0], ...inner, widths[widths.length - 1]]);
        if (inner.every((width) => width === 1)) continue;
        expect(now).toBeLessThanOrEqual(wanted);
        // One more of each layer would be too many.
        expect(
          numbersAt([widths[0], ...inner.map((width, i) => Math.min(width + 1, widths[i + 1])), widths[widths.length - 1]]),
        ).toBeGreaterThan(wanted);
      }
    }
  });

  test('of each hidden layer the same share is left in the end, however often it was pruned', async () => {
    const { summary } = await ran({ method: 'neurons-random', targetSparsity: 0.9, deleteNeurons: 'yes' });
    // 25 and 25 neurons of 751 numbers: 6 and 6 make 67, 7 and 7 make 85.
    expect(summary.parametersLeft).toBe(67);
  });

  test.each([
    ['sums', bySums],
    ['norms', byNorms],
    ['rays', byRay],
    ['lot', byLot],
  ] as [string, NeuronRule][])('by %s, neurons go with all of their numbers', (_name, rule) => {
    const layers = [layer(6, 12), layer(12, 9), layer(9, 2)];
    const widths = narrowedTo([6, 12, 9, 2], 100);
    const before = copy(layers);
    pruneNeurons(layers, widths, { ...settings, rule });
    for (const [index, own] of layers.slice(0, -1).entries()) {
      for (let neuron = 0; neuron < own.outputs; neuron++) {
        const row = own.weights.subarray(neuron * own.inputs, (neuron + 1) * own.inputs);
        const next = layers[index + 1];
        const column = Array.from({ length: next.outputs }, (_, r) => next.weights[r * next.inputs + neuron]);
        const isGone = own.bias[neuron] === 0;
        if (isGone) expect([...row, ...column].every((weight) => weight === 0)).toBe(true);
        else expect(own.bias[neuron]).toBe(before[index].bias[neuron]);
      }
    }
    const left = layers.reduce((sum, { weights, bias }) => sum + [...weights, ...bias].filter((value) => value !== 0).length, 0);
    expect(left).toBeLessThanOrEqual(100);
    // Once more to the same size nothing goes, whatever lot is drawn.
    const again = copy(layers);
    pruneNeurons(again, widths, { ...settings, rule, cycle: 1 });
    expect(again).toEqual(layers);
  });

  test('DTC chooses by the ray of the measured sums', () => {
    const layers = [layer(8, 20), layer(20, 3)];
    const [own, next] = copy(layers);
    pruneNeurons(layers, [11], { ...settings, rule: byRay });
    const phi = measurementMatrix({ rows: 6, columns: 20, seed: 4, layer: 0, cycle: null });
    const sums = Float64Array.from({ length: 20 }, (_, i) => own.weights.subarray(i * 8, i * 8 + 8).reduce((sum, value) => sum + value, 0));
    const after = Float64Array.from({ length: 20 }, (_, i) => [0, 1, 2].reduce((sum, r) => sum + next.weights[r * 20 + i], 0));
    const { ray } = reconstruct(phi, measure(phi, sums), measure(phi, after), 0.3);
    const kept = keepByScore(ray.map(Math.abs), 11, 'smallest', { seed: 4, cycle: 0, layer: 0 });
    expect([...layers[0].bias.keys()].filter((i) => layers[0].bias[i] !== 0)).toEqual([...kept]);
  });

  test.each(['neurons-dtc', 'neurons-random'])('%s narrows a network while it is trained, to its target', async (method) => {
    const { summary, steps } = await ran({ method, targetSparsity: 0.7, rayMeasurements: 0.4, deleteNeurons: 'yes' });
    expect(summary.parametersLeft).toBeLessThanOrEqual(225);
    expect(summary.parametersLeft).toBeGreaterThan(180);
    expect(summary.nonzero).toBeLessThanOrEqual(summary.parametersLeft!);
    const left = steps.map(({ nonzero }) => nonzero);
    expect(left).toEqual([...left].sort((a, b) => b - a));
  });
});

test('what a method cannot do with is refused by name', () => {
  const refusal = (input: JobInput): string =>
    jobSchema
      .safeParse(input)
      .error?.issues.map(({ message }) => message)
      .join() ?? '';
  expect(refusal({ data: { name: 'mnist' }, model: { name: 'lenet-5' }, compression: { method: 'neurons-dtc' } })).toContain(
    'takes neurons out of networks of dense layers alone, and LeNet-5',
  );
  expect(refusal({ data: { name: 'moby-dick' }, model: { name: 'transformer' }, compression: { method: 'synflow' } })).toContain(
    'is given as symbols',
  );
});
