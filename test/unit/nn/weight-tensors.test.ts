/** Networks of the lab as tensors of files, and as models of other programs. */
import { beforeAll, describe, expect, test } from 'vitest';
import { modelBytes } from '../../../src/coding/codec-size.ts';
import { decodeNetwork, encodeNetwork } from '../../../src/coding/network-file.ts';
import { writeOnnx } from '../../../src/coding/onnx.ts';
import { pytorchArrays, pytorchScript } from '../../../src/coding/pytorch.ts';
import { matrixSize } from '../../../src/coding/weight-matrix.ts';
import { matricesOf, valuesOf } from '../../../src/compression/l0/network.ts';
import { stream } from '../../../src/math/random.ts';
import { cifarMlp } from '../../../src/nn/models/cifar-mlp.ts';
import { lenet300 } from '../../../src/nn/models/lenet-300-100.ts';
import { lenet5Caffe } from '../../../src/nn/models/lenet-5-caffe.ts';
import { Mlp } from '../../../src/nn/models/mlp.ts';
import type { Network } from '../../../src/nn/models/network.ts';
import { student } from '../../../src/nn/models/teacher-student.ts';
import { transformer } from '../../../src/nn/models/transformer.ts';
import { vgg16 } from '../../../src/nn/models/vgg-16.ts';
import { allTensorsOf, chainOf, isStatistics, restoreTensors } from '../../../src/nn/weight-tensors.ts';
import { readOnnx, runOnnx } from '../coding/read-onnx.ts';
import { answer, shake } from './shaken.ts';
import { startOn } from './start.ts';

beforeAll(() => startOn('wasm'));

const networks: Record<string, { build: (seed: number) => Network; inputs: number; outputs: number }> = {
  'lenet-300-100': { build: (seed) => lenet300({ seed }), inputs: 784, outputs: 10 },
  'lenet-5': { build: (seed) => lenet5Caffe({ seed }), inputs: 784, outputs: 10 },
  'vgg-16, a sixteenth wide': { build: (seed) => vgg16({ seed, width: 1 / 16 }), inputs: 3072, outputs: 10 },
  student: { build: (seed) => student({ seed }), inputs: 2, outputs: 1 },
  '784-20-10 without biases': { build: (seed) => new Mlp({ inputs: 784, hidden: [20], outputs: 10, seed }), inputs: 784, outputs: 10 },
};

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
    for (const codec of ['dense', 'csr', 'csc', 'bitmask'] as const) expect(modelBytes(codec, tensors.map(matrixSize))).toBe(modelBytes(codec, matrices));
    network.dispose();
  });

  test('computes as an ONNX model what it computes here', async () => {
    const network = build(3);
    shake(network);
    const chain = chainOf(network, await allTensorsOf(network), inputs, outputs)!;
    const model = readOnnx(writeOnnx(chain));
    const here = await answer(network, samples, inputs);
    for (const sample of [0, 1]) {
      const there = runOnnx(model, [...samples.subarray(sample * inputs, (sample + 1) * inputs)]);
      const scale = Math.max(...there.map(Math.abs));
      expect(scale).toBeGreaterThan(0);
      there.forEach((value, i) => expect(Math.abs(here[sample * outputs + i] - value)).toBeLessThan(2e-5 * scale));
    }
    network.dispose();
  });

  test('has in PyTorch a module for each of its arrays', async () => {
    const network = build(3);
    const chain = chainOf(network, await allTensorsOf(network), inputs, outputs)!;
    const script = pytorchScript(chain, 'weights.safetensors', { dataset: 'MNIST', samples: 100, mean: [0], std: [1], accuracy: 0.5 });
    // To load a network, PyTorch is all that one needs.
    expect([...script.matchAll(/^(?:from|import) (\w+)/gm)].map(([, name]) => name)).toEqual(['json', 'math', 'pathlib', 'torch', 'torch']);
    const modules = [...script.matchAll(/^ {12}(\S.*),$/gm)].map(([, code]) => code);
    const total = pytorchArrays(chain).reduce((sum, { name, shape, values }) => {
      const [, place, kind] = /^layers\.(\d+)\.(\w+)$/.exec(name)!;
      const [, type, sizes] = /^nn\.(\w+)\(([\d, ()]+)/.exec(modules[Number(place)])!;
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

test('a network that is no chain has none, and still comes back from a file', async () => {
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
  await refuse([...tensors, { name: 'statistics/0', shape: [2], values: new Float32Array(2), bias: null }], /1 running statistics where this network has 0/);
  small.dispose();
  other.dispose();
});
