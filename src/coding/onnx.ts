/** Multilayer perceptrons as ONNX models (opset 13), for use outside the lab. */
import { bytesField, integerField, message, messageField, textField, type Field } from './protobuf.ts';
import { toNamedArrays, type NamedArray } from './safetensors.ts';
import type { WeightTensor } from './weight-matrix.ts';

/** A dense layer: y = activation(W·x + b), W of shape [outputs, inputs]. */
export interface OnnxLayer extends WeightTensor {
  readonly activation: 'linear' | 'relu' | 'tanh';
}

const OPSET = 13;
/** The version of the file format that came with opset 13 (ONNX 1.8). */
const IR_VERSION = 7;
const FLOAT = 1;
const ATTRIBUTE_INT = 2;
const ACTIVATIONS = { relu: 'Relu', tanh: 'Tanh' } as const;

/**
 * A model with one input `input` [batch, inputs] and one output `output` [batch, outputs], float32, batch free; one Gemm per layer, and
 * its activation.
 * @throws RangeError if a layer is no matrix, or does not take what the one before gives
 */
export function writeOnnxMlp(layers: readonly OnnxLayer[]): Uint8Array<ArrayBuffer> {
  requireChain(layers);
  const graph = [
    ...layers.flatMap((layer, i) => layerNodes(layer, i === 0 ? 'input' : outputOf(layers[i - 1]), i === layers.length - 1)),
    textField(2, 'parsimony'),
    ...toNamedArrays(layers).map((array) => messageField(5, tensorFields(array))),
    messageField(11, valueInfo('input', layers[0].shape[1])),
    messageField(12, valueInfo('output', layers[layers.length - 1].shape[0])),
  ];
  return message([
    integerField(1, IR_VERSION),
    textField(2, 'Parsimony'),
    messageField(7, graph),
    messageField(8, [textField(1, ''), integerField(2, OPSET)]),
  ]);
}

function requireChain(layers: readonly OnnxLayer[]): void {
  if (layers.length === 0) throw new RangeError('An ONNX model needs at least one layer.');
  layers.forEach(({ name, shape, values, bias }, i) => {
    if (shape.length !== 2 || shape[0] < 1 || shape[1] < 1 || values.length !== shape[0] * shape[1]) {
      throw new RangeError(`The layer “${name}” with ${values.length} weights of shape [${shape.join(', ')}] is no dense layer: ONNX takes those only.`);
    }
    if (bias !== null && bias.length !== shape[0]) throw new RangeError(`The layer “${name}” has ${bias.length} biases for ${shape[0]} outputs.`);
    if (i > 0 && shape[1] !== layers[i - 1].shape[0]) {
      throw new RangeError(`The layer “${name}” takes ${shape[1]} inputs, and the one before gives ${layers[i - 1].shape[0]}.`);
    }
  });
  if (new Set(layers.map((layer) => layer.name)).size < layers.length) throw new RangeError('Two layers of an ONNX model cannot have the same name.');
}

const outputOf = (layer: OnnxLayer): string => `${layer.name}.output`;

function layerNodes(layer: OnnxLayer, input: string, isLast: boolean): Field[] {
  const { name, bias, activation } = layer;
  const output = isLast ? 'output' : outputOf(layer);
  const sum = activation === 'linear' ? output : `${name}.sum`;
  const inputs = [input, `${name}.weight`, ...(bias === null ? [] : [`${name}.bias`])];
  // Gemm multiplies by a matrix of shape [inputs, outputs] unless told to transpose it.
  const transpose = messageField(5, [textField(1, 'transB'), integerField(3, 1), integerField(20, ATTRIBUTE_INT)]);
  const gemm = node('Gemm', name, inputs, sum, [transpose]);
  return activation === 'linear' ? [gemm] : [gemm, node(ACTIVATIONS[activation], `${name}.${activation}`, [sum], output, [])];
}

function node(type: string, name: string, inputs: readonly string[], output: string, attributes: readonly Field[]): Field {
  return messageField(1, [...inputs.map((input) => textField(1, input)), textField(2, output), textField(3, name), textField(4, type), ...attributes]);
}

function tensorFields({ name, shape, values }: NamedArray): Field[] {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const raw = new DataView(new ArrayBuffer(4 * bits.length));
  bits.forEach((entry, i) => raw.setUint32(4 * i, entry, true));
  return [...shape.map((size) => integerField(1, size)), integerField(2, FLOAT), textField(8, name), bytesField(9, new Uint8Array(raw.buffer))];
}

/** A float32 matrix with a free number of rows. */
function valueInfo(name: string, columns: number): Field[] {
  const shape = messageField(2, [messageField(1, [textField(2, 'batch')]), messageField(1, [integerField(1, columns)])]);
  return [textField(1, name), messageField(2, [messageField(1, [integerField(1, FLOAT), shape])])];
}
