import { describe, expect, it } from 'vitest';
import { writeOnnxMlp, type OnnxLayer } from '../../../src/coding/onnx.ts';
import { stream } from '../../../src/math/random.ts';
import { expectClose } from '../math/close.ts';
import { readOnnx, runOnnx } from './read-onnx.ts';

const random = stream(8, 'onnx');
const layer = (name: string, outputs: number, inputs: number, activation: OnnxLayer['activation'], hasBias = true): OnnxLayer => ({
  name,
  shape: [outputs, inputs],
  values: Float32Array.from(random.normals(outputs * inputs)),
  bias: hasBias ? Float32Array.from(random.normals(outputs)) : null,
  activation,
});
const layers = [layer('dense-1', 25, 200, 'tanh'), layer('dense-2', 7, 25, 'relu', false), layer('dense-3', 3, 7, 'linear')];

/** The network by its definition, layer by layer. */
const forward = (input: readonly number[]): number[] =>
  layers.reduce<number[]>((x, { shape: [outputs, inputs], values, bias, activation }) => {
    const act = { linear: (v: number) => v, relu: (v: number) => Math.max(0, v), tanh: Math.tanh }[activation];
    return Array.from({ length: outputs }, (_, o) =>
      act(x.reduce((sum, value, i) => sum + value * values[o * inputs + i], bias === null ? 0 : bias[o])),
    );
  }, [...input]);

describe('writeOnnxMlp', () => {
  const model = readOnnx(writeOnnxMlp(layers));

  it('writes a model of opset 13 that takes and gives float32 matrices', () => {
    expect([model.irVersion, model.opset]).toEqual([7, 13]);
    expect(model.interface).toEqual([['input', 1, ['batch', 200]], ['output', 1, ['batch', 3]]]);
    expect(model.nodes.map(({ type }) => type)).toEqual(['Gemm', 'Tanh', 'Gemm', 'Relu', 'Gemm']);
    expect(model.nodes[0].attributes).toEqual([['transB', 2, 1]]);
  });

  it('holds the weights bit for bit', () => {
    for (const { name, shape, values, bias } of layers) {
      expect(model.arrays.get(`${name}.weight`)).toEqual({ type: 1, shape, values });
      expect(model.arrays.get(`${name}.bias`)?.values ?? null).toEqual(bias);
    }
  });

  it('computes what the network computes', () => {
    for (let repeat = 0; repeat < 5; repeat++) {
      const input = [...random.normals(200)];
      expectClose(runOnnx(model, input), forward(input), 1e-12);
    }
  });

  it('refuses what is no chain of dense layers', () => {
    const [first, second] = layers;
    expect(() => writeOnnxMlp([])).toThrow(/at least one layer/);
    expect(() => writeOnnxMlp([second, first])).toThrow(/takes 200 inputs, and the one before gives 7/);
    expect(() => writeOnnxMlp([{ ...first, shape: [25, 2, 10, 10] }])).toThrow(/no dense layer/);
    expect(() => writeOnnxMlp([{ ...first, bias: new Float32Array(3) }])).toThrow(/3 biases for 25/);
    expect(() => writeOnnxMlp([first, { ...second, name: first.name }])).toThrow(/same name/);
  });
});
