/** Networks of the lab as tensors of files, and as models of other programs. */
import { beforeAll, describe, expect, test } from 'vitest';
import { modelBytes } from '../../../src/coding/codec-size.ts';
import { decodeNetwork, encodeNetwork } from '../../../src/coding/network-file.ts';
import { writeOnnx } from '../../../src/coding/onnx.ts';
import { pytorchArrays, pytorchScript } from '../../../src/coding/pytorch.ts';
import { matrixSize } from '../../../src/coding/weight-matrix.ts';
import { assignValues, matricesOf, valuesOf } from '../../../src/compression/l0/network.ts';
import { below, countNonzero } from '../../../src/math/pruning.ts';
import { stream } from '../../../src/math/random.ts';
import { cifarMlp } from '../../../src/nn/models/cifar-mlp.ts';
import { lenet300 } from '../../../src/nn/models/lenet-300-100.ts';
import { lenet5Caffe } from '../../../src/nn/models/lenet-5-caffe.ts';
import { Mlp } from '../../../src/nn/models/mlp.ts';
import type { Network } from '../../../src/nn/models/network.ts';
import { resnet20, resnet50 } from '../../../src/nn/models/resnet.ts';
import { student } from '../../../src/nn/models/teacher-student.ts';
import { transformer } from '../../../src/nn/models/transformer.ts';
import { vgg16 } from '../../../src/nn/models/vgg-16.ts';
import { allTensorsOf, chainOf, isStatistics, restoreTensors } from '../../../src/nn/weight-tensors.ts';
import { runOnnx } from '../support/onnx-runtime.ts';
import { answer, observe, shake } from './shaken.ts';
import { startOn } from './start.ts';

beforeAll(() => startOn('wasm'));

const networks: Record<string, { build: (seed: number) => Network; inputs: number; outputs: number }> = {
  'lenet-300-100': { build: (seed) => lenet300({ seed }), inputs: 784, outputs: 10 },
  'lenet-5': { build: (seed) => lenet5Caffe({ seed }), inputs: 784, outputs: 10 },
  'vgg-16, a sixteenth wide': { build: (seed) => vgg16({ seed, width: 1 / 16 }), inputs: 3072, outputs: 10 },
  'resnet-20, a quarter wide': { build: (seed) => resnet20({ seed, width: 1 / 4 }), inputs: 3072, outputs: 10 },
  'resnet-50, a sixteenth wide': { build: (seed) => resnet50({ seed, width: 1 / 16 }), inputs: 3072, outputs: 10 },
  student: { build: (seed) => student({ seed }), inputs: 2, outputs: 1 },
  '784-20-10 without biases': { build: (seed) => new Mlp({ inputs: 784, hidden: [20], outputs: 10, seed }), inputs: 784, outputs: 10 },
};

const SAMPLES = 8;
const drawn = (name: string, count: number): Float32Array => Float32Array.from(stream(1, name).normals(count), Math.abs);

/** Takes four fifths of the weights out of every layer; normalisations and biases stay, so that no answer is all zeros. */
async function prune({ parameters }: Network): Promise<void> {
  const values = await valuesOf(parameters);
  const pruned = values.map((array, i) => {
    if (parameters[i].kind !== 'weight') return array;
    const magnitudes = array.map(Math.abs).sort();
    return below(array, magnitudes[Math.floor(0.8 * magnitudes.length)]);
  });
  expect(countNonzero(pruned)).toBeLessThan(0.5 * countNonzero(values));
  assignValues(parameters, pruned);
}

/** The module of a script at a path such as 5, body, 0: the modules inside one stand under it, four blanks further in. */
function moduleAt(script: string, path: readonly string[]): string {
  const lines = script.split('\n');
  const indentOf = (line: number): number => /^ */.exec(lines[line])![0].length;
  const inside = (module: number): number[] => {
    const found: number[] = [];
    for (let line = module + 1; indentOf(line) > indentOf(module); line++) {
      if (indentOf(line) === indentOf(module) + 4 && !lines[line].trim().startsWith(')')) found.push(line);
    }
    return found;
  };
  const whole = lines.findIndex((line) => line.includes('self.layers = '));
  return lines[path.reduce((module, step) => inside(module)[{ body: 0, shortcut: 1 }[step] ?? Number(step)], whole)].trim();
}

/** The largest difference of two rows of numbers. */
const distance = (a: Float32Array, b: Float32Array): number => Math.max(...a.map((value, i) => Math.abs(value - b[i])));

describe.each(Object.entries(networks))('%s', (_name, { build, inputs, outputs }) => {
  const samples = Float32Array.from(stream(1, 'inputs').normals(2 * inputs), Math.abs);

  test('comes back from a network file with the very same answers', async () => {
    const [first, second] = [build(3), build(4)];
    shake(first);
    const { bytes } = await encodeNetwork({ model: null, tensors: await allTensorsOf(first) }, { codec: 'min' });
    const { network } = await decodeNetwork(bytes);
    restoreTensors(second, network.tensors);
    expect(await answer(second, samples, inputs)).toEqual(await answer(first, samples, inputs));
    first.dispose();
    second.dispose();
  });

  test('takes the bytes that its description length counts, statistics aside', async () => {
    const network = build(3);
    const tensors = (await allTensorsOf(network)).filter((tensor) => !isStatistics(tensor));
    const matrices = matricesOf(network.parameters, await valuesOf(network.parameters));
    for (const codec of ['dense', 'csr', 'csc', 'bitmask'] as const)
      expect(modelBytes(codec, tensors.map(matrixSize))).toBe(modelBytes(codec, matrices));
    network.dispose();
  });

  test('answers in ONNX Runtime what it answers here, pruned', async () => {
    const network = build(3);
    shake(network);
    await prune(network);
    observe(network, drawn('for statistics', SAMPLES * inputs), inputs);
    const asked = drawn('inputs', SAMPLES * inputs);
    const model = writeOnnx(chainOf(network, await allTensorsOf(network), inputs, outputs)!);
    const [here, there] = [await answer(network, asked, inputs), await runOnnx(model, asked, SAMPLES)];
    expect(there.shape).toEqual([SAMPLES, outputs]);
    const [ours, theirs] = [here, there.values].map((values) =>
      Array.from({ length: SAMPLES }, (_, row) => values.subarray(row * outputs, (row + 1) * outputs)),
    );
    for (const [row, values] of ours.entries()) {
      // Sums of float32 in another order: an entry near zero is as exact as the largest one of its row.
      const scale = Math.max(...values.map(Math.abs));
      expect(distance(values, theirs[row])).toBeLessThan(1e-5 * scale);
      // Answers that hardly depended on their inputs would agree whatever became of the inputs.
      if (row > 0) expect(distance(values, ours[0])).toBeGreaterThan(1e-2 * scale);
    }
    // A single sample is answered as in company: rows are free, and normalisations go by their running statistics.
    const alone = await runOnnx(model, asked.subarray(0, inputs), 1);
    expect(alone.shape).toEqual([1, outputs]);
    expect(distance(alone.values, theirs[0])).toBeLessThan(1e-5 * Math.max(...theirs[0].map(Math.abs)));
    network.dispose();
  });

  test('has in PyTorch a module for each of its arrays', async () => {
    const network = build(3);
    const chain = chainOf(network, await allTensorsOf(network), inputs, outputs)!;
    const script = pytorchScript(chain, 'weights.safetensors', { dataset: 'MNIST', samples: 100, mean: [0], std: [1], accuracy: 0.5 });
    // To load a network, PyTorch is all that one needs.
    expect([...script.matchAll(/^(?:from|import) (\w+)/gm)].map(([, name]) => name)).toEqual(['json', 'math', 'pathlib', 'torch', 'torch']);
    const total = pytorchArrays(chain).reduce((sum, { name, shape, values }) => {
      const kind = name.slice(name.lastIndexOf('.') + 1);
      const [, type, sizes] = /^nn\.(\w+)\(([\d, ()]+)/.exec(moduleAt(script, name.split('.').slice(1, -1)))!;
      const numbers = sizes.match(/\d+/g)!.map(Number);
      const weight = type === 'BatchNorm2d' ? numbers.slice(0, 1) : [numbers[1], numbers[0], ...numbers.slice(2)];
      expect(shape).toEqual(kind === 'weight' ? weight : [weight[0]]);
      return sum + values.length;
    }, 0);
    const held = [...network.parameters.map(({ size }) => size), ...(network.statistics ?? []).map(({ size }) => size)];
    expect(total).toBe(held.reduce((sum, size) => sum + size, 0));
    network.dispose();
  });
});

test('a network that is neither chain nor residual blocks has none, and still comes back from a file', async () => {
  const [first, second] = [transformer({ seed: 1 }), transformer({ seed: 2 })];
  expect(chainOf(first, [], 64, 256)).toBeNull();
  restoreTensors(second, await allTensorsOf(first));
  expect(await valuesOf(second.parameters)).toEqual(await valuesOf(first.parameters));
  first.dispose();
  second.dispose();
});

test('tensors of another network are refused, and change nothing', async () => {
  const [small, other] = [lenet300({ seed: 1 }), cifarMlp({ seed: 1 })];
  const before = await valuesOf(small.parameters);
  const tensors = await allTensorsOf(small);
  const refuse = async (wrong: typeof tensors, message: RegExp): Promise<void> => {
    expect(() => restoreTensors(small, wrong)).toThrow(message);
    const after = await valuesOf(small.parameters);
    expect(after.every((values, i) => Buffer.from(values.buffer).equals(Buffer.from(before[i].buffer)))).toBe(true);
  };
  await refuse(await allTensorsOf(other), /“dense-4”, which this network does not have/);
  await refuse(tensors.slice(1), /lacks the weights “dense-1”/);
  await refuse([{ ...tensors[0], bias: null }, ...tensors.slice(1)], /“dense-1\/bias” has the shape \[\] in the file and \[300\]/);
  await refuse(
    [...tensors, { name: 'statistics/0', shape: [2], values: new Float32Array(2), bias: null }],
    /1 running statistics where this network has 0/,
  );
  small.dispose();
  other.dispose();
});
