import { describe, expect, it } from 'vitest';
import type { ChainActivation, LayerChain } from '../../../src/coding/layer-chain.ts';
import { writeOnnx } from '../../../src/coding/onnx.ts';
import type { WeightTensor } from '../../../src/coding/weight-matrix.ts';
import { stream } from '../../../src/math/random.ts';
import { expectClose } from '../math/close.ts';
import { runOnnx } from '../support/onnx-runtime.ts';
import { readOnnx } from './read-onnx.ts';

interface Layer {
  readonly activation: ChainActivation;
  readonly tensor: WeightTensor;
}
const random = stream(8, 'onnx');
const layer = (name: string, outputs: number, inputs: number, activation: ChainActivation, hasBias = true): Layer => ({
  activation,
  tensor: {
    name,
    shape: [outputs, inputs],
    values: Float32Array.from(random.normals(outputs * inputs)),
    bias: hasBias ? Float32Array.from(random.normals(outputs)) : null,
  },
});
const layers = [layer('dense-1', 25, 200, 'tanh'), layer('dense-2', 7, 25, 'relu', false), layer('dense-3', 3, 7, 'linear')];
const chainOf = (parts: readonly Layer[], inputs = 200, outputs = 3): LayerChain => ({
  inputs,
  outputs,
  layers: parts.map(({ activation, tensor: { name } }) => ({ type: 'dense', name, activation })),
  tensors: new Map(parts.map(({ tensor }) => [tensor.name, tensor])),
  statistics: new Map(),
});

/** The network by its definition, layer by layer. */
const forward = (input: readonly number[]): number[] =>
  layers.reduce<number[]>(
    (
      x,
      {
        activation,
        tensor: {
          shape: [outputs, inputs],
          values,
          bias,
        },
      },
    ) => {
      const act = {
        linear: (v: number) => v,
        relu: (v: number) => Math.max(0, v),
        tanh: Math.tanh,
        gelu: Number.NaN,
        'gelu-erf': Number.NaN,
      }[activation] as (v: number) => number;
      return Array.from({ length: outputs }, (_, o) =>
        act(x.reduce((sum, value, i) => sum + value * values[o * inputs + i], bias === null ? 0 : bias[o])),
      );
    },
    [...input],
  );

describe('writeOnnx', () => {
  const file = writeOnnx(chainOf(layers));
  const model = readOnnx(file);

  it('writes a model of opset 13 that takes and gives float32 matrices', () => {
    expect([model.irVersion, model.opset]).toEqual([7, 13]);
    expect(model.interface).toEqual([
      ['input', 1, ['batch', 200]],
      ['output', 1, ['batch', 3]],
    ]);
    expect(model.nodes.map(({ type }) => type)).toEqual(['Gemm', 'Tanh', 'Gemm', 'Relu', 'Gemm']);
    expect([...model.nodes[0].attributes]).toEqual([['transB', 1]]);
  });

  it('holds the weights bit for bit', () => {
    for (const {
      tensor: { name, shape, values, bias },
    } of layers) {
      expect(model.arrays.get(`${name}.weight`)).toEqual({ type: 1, shape, values });
      expect(model.arrays.get(`${name}.bias`)?.values ?? null).toEqual(bias);
    }
  });

  it('computes in ONNX Runtime what the network computes', async () => {
    const rows = Array.from({ length: 5 }, () => Float32Array.from(random.normals(200)));
    const { shape, values } = await runOnnx(file, Float32Array.from(rows.flatMap((row) => [...row])), 5);
    expect(shape).toEqual([5, 3]);
    // In float32: of the largest of the answers, which are some tens.
    expectClose(
      values,
      rows.flatMap((row) => forward([...row])),
      1e-5,
      10,
    );
  });

  it('refuses what does not fit', () => {
    const [first, second] = layers;
    const changed = (tensor: Partial<WeightTensor>): Layer => ({ ...first, tensor: { ...first.tensor, ...tensor } });
    expect(() => writeOnnx(chainOf([]))).toThrow(/at least one layer/);
    expect(() => writeOnnx(chainOf([second, first], 25))).toThrow(/takes 200 inputs, and the one before gives 7 numbers/);
    expect(() => writeOnnx(chainOf([changed({ shape: [25, 2, 10, 10] })]))).toThrow(/not of 2 axes/);
    expect(() => writeOnnx(chainOf([changed({ bias: new Float32Array(3) })]))).toThrow(/3 biases for 25/);
    expect(() => writeOnnx(chainOf([first, { ...second, tensor: { ...second.tensor, name: first.tensor.name } }]))).toThrow(/same name/);
    expect(() => writeOnnx(chainOf([first, second]))).toThrow(/gives 7 numbers, and 3 outputs are wanted/);
    expect(() => writeOnnx(chainOf([{ ...first, activation: 'gelu' }], 200, 25))).toThrow(/no GELU in opset 13/);
    expect(() => writeOnnx({ ...chainOf(layers), layers: [{ type: 'max-pool', side: 2 }] })).toThrow(/takes images/);
    expect(() => writeOnnx({ ...chainOf(layers), layers: [{ type: 'mean-pool' }] })).toThrow(/takes images/);
    expect(() => writeOnnx({ ...chainOf(layers), layers: [{ type: 'padded-identity', stride: 2, more: 1 }] })).toThrow(/takes images/);
    const { layers: chained } = chainOf(layers);
    expect(() => writeOnnx({ ...chainOf(layers), layers: [{ type: 'residual', body: chained, shortcut: [] }] })).toThrow(
      /cannot add 200 numbers around it to 3 numbers/,
    );
    const twice = { type: 'residual', body: chained, shortcut: chained } as const;
    expect(() => writeOnnx({ ...chainOf(layers), layers: [twice] })).toThrow(/same name/);
  });
});
