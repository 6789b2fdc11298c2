/** Every model: parameter counts, and the same training on every backend. */
import { describe, expect, test } from 'vitest';
import { imageShape, sizeOf, vectorShape } from '../../../src/data/shape.ts';
import { stream } from '../../../src/math/random.ts';
import type { BackendName } from '../../../src/nn/backend.ts';
import type { Pass } from '../../../src/nn/layers/layer.ts';
import { jobModels } from '../../../src/nn/models/catalogue.ts';
import { jobBuilders, models } from '../../../src/nn/models/registry.ts';
import { parameterCount, stillNetwork } from '../../../src/nn/models/network.ts';
import { isWeighed } from '../../../src/nn/models/size.ts';
import { Teacher, samples, student, teacherStudentRun } from '../../../src/nn/models/teacher-student.ts';
import { transformer } from '../../../src/nn/models/transformer.ts';
import { ADAM, Optimizer } from '../../../src/nn/optimizer.ts';
import * as tf from '../../../src/nn/tf.ts';
import { trainStep } from '../../../src/nn/training-step.ts';
import vectors from '../../reference/l0-nn-vectors.json' with { type: 'json' };
import { startOn } from './start.ts';
import { offerWebGpu } from '../support/webgpu.ts';
import { tinyModels, type TinyModel } from './tiny-models.ts';

const webGpu = await offerWebGpu();
const counts = vectors.parameter_counts;

describe('parameters', () => {
  test.each([
    ['784-512-10', 784 * 512 + 512 * 10],
    ['lenet-300-100', counts['LeNet-300-100']],
    ['lenet-5', counts['LeNet-5-Caffe']],
    ['cifar-mlp', counts['CIFAR MLP 3072-512-512-512-10']],
    ['teacher-student', counts['student [2,25,25,1]']],
  ] as const)('%s has as many as published, with names of their own', async (name, expected) => {
    await startOn('cpu');
    const network = models[name].build({ seed: 0 });
    const { parameters } = network;
    expect(parameterCount(parameters)).toBe(expected);
    expect(new Set(parameters.map((each) => each.name)).size).toBe(parameters.length);
    network.dispose();
  });

  test('VGG-16 has as many as published, by kind, with names of their own', async () => {
    await startOn('cpu');
    const network = models['vgg-16'].build({ seed: 0 });
    const of = (start: string, norm: boolean): number =>
      parameterCount(network.parameters.filter(({ name, kind }) => name.startsWith(start) && kind.startsWith('batch-norm') === norm));
    expect([of('conv', false), of('conv', true), of('dense', false)]).toEqual([
      counts['VGG-16-512 conv(with bias)'],
      counts['VGG-16-512 batchnorm'],
      counts['VGG-16-512 fc'],
    ]);
    expect(parameterCount(network.parameters)).toBe(counts['VGG-16-512 total']);
    expect(new Set(network.parameters.map(({ name }) => name)).size).toBe(network.parameters.length);
    network.dispose();
  });

  test('ResNet-20 and ResNet-50, with the stem and classes of ImageNet as published', async () => {
    await startOn('cpu');
    const [small, large] = (['resnet-20', 'resnet-50'] as const).map((name) => models[name].build({ seed: 0 }));
    // Counted by hand: convolutions of 3 × 3, scale and offset by channel, 65 · 10 in the end.
    const basic = 9 * (3 * 16 + 6 * 16 * 16 + 16 * 32 + 5 * 32 * 32 + 32 * 64 + 5 * 64 * 64) + 2 * 7 * 16 + 2 * 6 * (32 + 64) + 65 * 10;
    expect(parameterCount(small.parameters)).toBe(basic);
    const [stem, classes] = [(7 * 7 - 3 * 3) * 3 * 64, (2048 + 1) * (1000 - 10)];
    expect(parameterCount(large.parameters) + stem + classes).toBe(counts['ResNet-50']);
    for (const { parameters } of [small, large]) expect(new Set(parameters.map(({ name }) => name)).size).toBe(parameters.length);
    small.dispose();
    large.dispose();
  });

  const whole = { width: 1, hidden: [64, 32] };
  const sequences = (vocabulary: number) => ({ kind: 'tokens', length: 64, vocabulary }) as const;
  test.each([
    ['lenet-300-100', { ...whole, input: imageShape([28, 28, 1]), outputs: 10 }],
    ['lenet-5', { ...whole, input: imageShape([28, 28, 1]), outputs: 26 }],
    ['cifar-mlp', { ...whole, input: imageShape([32, 32, 3]), outputs: 7 }],
    ['vgg-16', { ...whole, width: 1 / 8, input: imageShape([32, 32, 3]), outputs: 100 }],
    ['resnet-20', { ...whole, width: 0.3, input: imageShape([28, 28, 1]), outputs: 10 }],
    ['resnet-50', { ...whole, width: 1 / 16, input: imageShape([20, 31, 3]), outputs: 5 }],
    ['student', { ...whole, input: vectorShape(2), outputs: 1 }],
    ['mlp', { ...whole, input: imageShape([9, 7, 3]), outputs: 4 }],
    ['transformer', { ...whole, input: sequences(85), outputs: 85 }],
    ['transformer', { ...whole, input: sequences(256), outputs: 256, dim: 24, blocks: 3, heads: 3, faithful: 'yes' }],
  ] as const)('the catalogue knows how many %s has, and the network takes what it says', async (name, plan) => {
    await startOn('wasm');
    const { input, outputs } = plan;
    const network = jobBuilders[name]({ seed: 0, ...plan, activation: 'relu' });
    expect(jobModels[name].size(plan).parameters).toBe(parameterCount(network.parameters));
    // What multiplies, by the names of its parameters: each layer's numbers, and how often each of its weights is used in all that is computed.
    const layers = new Map<string, { numbers: number; weights: number }>();
    for (const { name: own, size } of network.parameters) {
      const [layer, part] = [own.slice(0, own.lastIndexOf('/')), own.slice(own.lastIndexOf('/') + 1)];
      const { numbers, weights } = layers.get(layer) ?? { numbers: 0, weights: 0 };
      layers.set(layer, { numbers: numbers + size, weights: weights + (part.startsWith('bias') ? 0 : size) });
    }
    const { weighed, unweighed, work } = jobModels[name].size(plan);
    const multiplying = [...layers].filter(([layer]) => isWeighed(layer)).map(([, sizes]) => sizes);
    expect(weighed.map(({ numbers }) => numbers)).toEqual(multiplying.map(({ numbers }) => numbers));
    expect(multiplying.reduce((sum, { weights }, place) => sum + weights * weighed[place].uses, unweighed)).toBe(work);
    const [type, rows] = input.kind === 'tokens' ? (['int32', 2 * input.length] as const) : (['float32', 2] as const);
    expect(tf.tidy(() => network.forward(tf.zeros([2, sizeOf(input)], type)).shape)).toEqual([rows, outputs]);
    network.dispose();
  });

  // Section 4 of the specification of text.
  test.each([
    [16, 9_397],
    [32, 30_997],
    [48, 64_885],
    [64, 111_061],
    [96, 240_277],
  ])('a transformer of width %i over the 85 symbols of Moby-Dick has %i', (dim, expected) => {
    expect(jobModels.transformer.size({ ...whole, input: sequences(85), outputs: 85, dim }).parameters).toBe(expected);
  });

  test('the catalogue knows the work of a transformer: its matrices, and who looks at whom', () => {
    const { work } = jobModels.transformer.size({ ...whole, input: sequences(85), outputs: 85, dim: 32, blocks: 3 });
    // By hand, for each of 64 places: queries, keys, values, 32 · 96; their merging 32 · 32; the wide layer twice 32 · 128; 2 · 64 places of 32 numbers.
    expect(work).toBe(64 * (3 * (32 * 96 + 32 * 32 + 2 * 32 * 128 + 2 * 64 * 32) + 32 * 85));
  });

  test('the catalogue knows the work of VGG-16 and ResNet-50: 0.31 and 1.3 billion multiply-adds for a CIFAR image', () => {
    const plan = { width: 1, hidden: [], input: imageShape([32, 32, 3]), outputs: 10 } as const;
    expect(jobModels['vgg-16'].size(plan).work / 1e9).toBeCloseTo(0.314, 3);
    expect(jobModels['resnet-50'].size(plan).work / 1e9).toBeCloseTo(1.3, 1);
    expect(jobModels['resnet-20'].size(plan).work / 1e6).toBeCloseTo(40.6, 0);
  });

  test.each([
    [64, 4, 4, counts['transformer 64x4 (200k)']],
    [128, 4, 4, counts['transformer 128x4 (800k)']],
    [256, 4, 8, counts['transformer 256x4 (3.2M)']],
    [320, 3, 5, counts['transformer 320x3 (4M)']],
  ])('a transformer of width %i with %i blocks', async (width, blocks, heads, expected) => {
    await startOn('cpu');
    const count = (faithful: boolean): number => {
      const network = transformer({ seed: 0, width, blocks, heads, faithful });
      const parameters = parameterCount(network.parameters);
      network.dispose();
      return parameters;
    };
    expect(count(true)).toBe(expected);
    // Ours has a second layer normalisation in every block; that the wide ones have it too need not be drawn.
    if (width <= 128) expect(count(false)).toBe(expected + blocks * 2 * width);
  });

  test('a teacher is as large as published', () => {
    const size = (teacher: Teacher): number => teacher.layers.reduce((sum, { weights, bias }) => sum + weights.length + bias.length, 0);
    expect(size(new Teacher(0))).toBe(counts['teacher [2,5,8,1]']);
    expect(size(new Teacher(0, [5, 5]))).toBe(counts['teacher [2,5,5,1]']);
  });
});

const LEARNING_RATE = 1e-4;
/** What a second step would add, steps that weigh the first gradient, cheap models show: on SwiftShader a step of the others takes seconds. */
const stepsOf = ({ name }: TinyModel): number => (/CIFAR|LeNet-5|VGG|ResNet/u.test(name) ? 1 : 2);

/** The loss before each step, and after the last one. */
async function losses({ build, objective, batch }: TinyModel, backend: BackendName, steps: number): Promise<number[]> {
  await startOn(backend);
  const [network, goal, optimizer, data] = [build(), objective(), new Optimizer(ADAM, { learningRate: LEARNING_RATE }), batch()];
  const values: number[] = [];
  for (let i = 0; i < steps; i++) {
    const loss = trainStep({ network, objective: goal, optimizer }, data);
    values.push((await loss.data())[0]);
    loss.dispose();
  }
  // Once more with what dropout drew at the first step: comparable with the first loss.
  const pass: Pass = { training: true, step: 1, average: () => undefined };
  const last = tf.tidy(() => goal.loss(network.forward(data.inputs, pass), data.targets));
  values.push((await last.data())[0]);
  last.dispose();
  for (const owned of [network, goal, optimizer]) owned.dispose();
  tf.dispose([data.inputs, data.targets]);
  return values;
}

describe.each(tinyModels)('$name', (model) => {
  test('learns, and alike on every backend', { timeout: 300_000 }, async () => {
    const steps = stepsOf(model);
    const reference = await losses(model, 'cpu', steps);
    expect(reference[steps]).toBeLessThan(reference[0]);
    const others: BackendName[] = webGpu ? ['wasm', 'webgpu'] : ['wasm'];
    for (const backend of others) {
      const own = await losses(model, backend, steps);
      own.forEach((loss, step) =>
        expect(Math.abs(loss / reference[step] - 1), `${backend}, step ${step + 1}: ${loss} for ${reference[step]}`).toBeLessThan(1e-4),
      );
    }
  });
});

test('no tensor stays behind after a model is disposed of', async () => {
  for (const model of tinyModels) {
    await startOn('wasm');
    const before = tf.memory().numTensors;
    await losses(model, 'wasm', 2);
    expect(tf.memory().numTensors, model.name).toBe(before);
  }
});

describe('teacher and student', () => {
  test('the sets of a run differ, repeat, and follow the teacher to the noise', () => {
    const run = teacherStudentRun({ seed: 4, count: 300, noise: 0.08 });
    const again = teacherStudentRun({ seed: 4, count: 300, noise: 0.08 });
    expect(again.train).toEqual(run.train);
    expect([run.train.count, run.validation.count, run.test.count]).toEqual([300, 1000, 5000]);
    expect(run.test.inputs.slice(0, 2000)).not.toEqual(run.validation.inputs);
    const { inputs, targets, count } = run.test;
    expect(inputs.every((value) => Math.abs(value) <= 1)).toBe(true);
    const errors = Array.from(targets, (target, i) => target - run.teacher.at(inputs[2 * i], inputs[2 * i + 1]));
    const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / count);
    // Five standard errors of a standard deviation over 5000 samples: 5 · 0.08 / √10000.
    expect(Math.abs(deviation - 0.08)).toBeLessThan(0.004);
  });

  test('teachers vary as those of the paper: output deviation 0.69 in the median', () => {
    const deviations = Array.from({ length: 101 }, (_, seed) => {
      const { targets } = samples(new Teacher(seed), seed + 1000, 500, 0);
      const mean = targets.reduce((sum, value) => sum + value, 0) / 500;
      return Math.sqrt(targets.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 500);
    }).sort((a, b) => a - b);
    // The quartiles of the population are 0.49 and 0.96; the median of 101 has a standard error of about 0.045.
    expect(deviations[50]).toBeGreaterThan(0.69 - 0.15);
    expect(deviations[50]).toBeLessThan(0.69 + 0.15);
  });

  test('the student computes what a plain forward pass in doubles computes', async () => {
    await startOn('wasm');
    const network = student({ seed: 9 });
    const values = await Promise.all(network.parameters.map(async (each) => Array.from(await each.values())));
    const point = [0.3, -0.7];
    let activations = point;
    for (let layer = 0; layer < 3; layer++) {
      const inputs = activations;
      activations = values[2 * layer + 1].map((bias, row) => {
        const sum = inputs.reduce((total, x, column) => total + values[2 * layer][row * inputs.length + column] * x, bias);
        return layer < 2 ? Math.tanh(sum) : sum;
      });
    }
    const output = tf.tidy(() => network.forward(tf.tensor2d([point])).dataSync()[0]);
    expect(Math.abs(output - activations[0])).toBeLessThan(1e-5);
    network.dispose();
  });
});

describe('a network whose numbers stay as they are', () => {
  test.each(tinyModels.map((model) => [model.name, model] as const))('%s, pruned, says the same to the last bit', async (_name, tiny) => {
    await startOn('wasm');
    const network = tiny.build();
    const { inputs, targets } = tiny.batch();
    const tensors = tf.memory().numTensors;
    for (const share of [1, 0.3, 0]) {
      for (const [index, parameter] of network.parameters.entries()) {
        const random = stream(3, `test/left/${index}`);
        if (parameter.kind === 'weight')
          await parameter.setMask(Array.from({ length: parameter.size }, () => Number(random.uniform() < share)));
      }
      const still = await stillNetwork(network);
      tf.tidy(() => {
        expect([...still.forward(inputs).dataSync()]).toEqual([...network.forward(inputs).dataSync()]);
      });
      still.dispose();
      for (const parameter of network.parameters) await parameter.setMask(null);
    }
    expect(tf.memory().numTensors).toBe(tensors);
    tf.dispose([inputs, targets]);
    network.dispose();
  });

  test('is computed weight by weight where few are left, and layer by layer as before where many are', async () => {
    await startOn('wasm');
    const network = models['lenet-300-100'].build({ seed: 0 });
    const [first] = network.parameters;
    const kernelsOf = async (): Promise<string[]> => {
      const still = await stillNetwork(network);
      const { kernelNames } = await tf.profile(() => tf.tidy(() => still.forward(tf.zeros([1, 784]))));
      still.dispose();
      return kernelNames.filter((name) => name.endsWith('Layer'));
    };
    expect(await kernelsOf()).toEqual(['DenseLayer']);
    await first.setMask(Array.from({ length: first.size }, (_value, index) => Number(index % 5 === 0)));
    expect((await kernelsOf()).sort()).toEqual(['DenseLayer', 'SparseDenseLayer']);
    network.dispose();
  });
});
