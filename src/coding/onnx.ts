/** Networks that are a chain of layers and residual blocks as ONNX models (opset 13), for use outside the lab. */
import { requireChain, statisticsNamed, tensorNamed, type ChainActivation, type ChainLayer, type LayerChain } from './layer-chain.ts';
import { bytesField, floatField, integerField, message, messageField, textField, type Field } from './protobuf.ts';
import type { NamedArray } from './safetensors.ts';

const OPSET = 13;
/** The version of the file format that came with opset 13 (ONNX 1.8). */
const IR_VERSION = 7;
const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE_FLOAT = 1;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_STRING = 3;
const ATTRIBUTE_INTS = 7;
const ACTIVATIONS = { relu: 'Relu', tanh: 'Tanh' } as const;

/**
 * A model with one input `input` [batch, inputs] and one output `output` [batch, outputs], float32, batch free. Images go in as rows of
 * [height, width, channels], as in the lab; ONNX computes on [channels, height, width], so they are turned before the first convolution and
 * back before they are flattened, and all weights stay as they are.
 * @throws RangeError if the layers do not fit each other, or one is not known to ONNX
 */
export function writeOnnx(chain: LayerChain): Uint8Array<ArrayBuffer> {
  requireChain(chain);
  const graph = new Graph();
  graph.add(chain.layers, chain);
  return message([
    integerField(1, IR_VERSION),
    textField(2, 'Parsimony'),
    messageField(7, graph.fields(chain)),
    messageField(8, [textField(1, ''), integerField(2, OPSET)]),
  ]);
}

class Graph {
  readonly #nodes: {
    readonly type: string;
    readonly name: string;
    readonly inputs: readonly string[];
    readonly attributes: readonly Field[];
  }[] = [];
  readonly #constants: Field[] = [];
  #isImage = false;
  /** What the next node takes. */
  #at = 'input';

  add(layers: readonly ChainLayer[], chain: LayerChain): void {
    for (const layer of layers) this.#layer(layer, chain);
  }

  #layer(layer: ChainLayer, chain: LayerChain): void {
    const name = 'name' in layer ? layer.name : `${layer.type}-${this.#nodes.length + 1}`;
    switch (layer.type) {
      case 'image':
        this.#reshape(`${name}.shape`, name, [0, layer.height, layer.width, layer.channels]);
        this.#transpose(`${name}.channels-first`, [0, 3, 1, 2]);
        this.#isImage = true;
        return;
      case 'flatten':
        if (this.#isImage) this.#transpose(`${name}.channels-last`, [0, 2, 3, 1]);
        this.#isImage = false;
        this.#reshape(`${name}.shape`, name, [0, -1]);
        return;
      case 'dense':
        // Gemm multiplies by a matrix of shape [inputs, outputs] unless told to transpose it.
        this.#node('Gemm', name, this.#weights(layer.name, chain), [integer('transB', 1)]);
        this.#activate(name, layer.activation);
        return;
      case 'conv': {
        const [, , height, width] = tensorNamed(chain, layer.name).shape;
        this.#node('Conv', name, this.#weights(layer.name, chain), [
          integers('kernel_shape', [height, width]),
          integers('strides', [layer.stride, layer.stride]),
          ...paddingOf(layer.padding, layer.stride, [height, width]),
        ]);
        this.#activate(name, layer.activation);
        return;
      }
      case 'batch-norm': {
        const { mean, variance } = statisticsNamed(chain, layer.name);
        const { shape } = tensorNamed(chain, layer.name);
        const names = this.#weights(layer.name, chain);
        this.#constant({ name: `${name}.mean`, shape, values: mean });
        this.#constant({ name: `${name}.variance`, shape, values: variance });
        this.#node('BatchNormalization', name, [...names, `${name}.mean`, `${name}.variance`], [float('epsilon', layer.epsilon)]);
        return;
      }
      case 'max-pool':
        this.#node(
          'MaxPool',
          name,
          [],
          [integers('kernel_shape', [layer.side, layer.side]), integers('strides', [layer.side, layer.side])],
        );
        return;
      case 'mean-pool':
        this.#node('ReduceMean', name, [], [integers('axes', [2, 3]), integer('keepdims', 0)]);
        this.#isImage = false;
        return;
      case 'padded-identity':
        // The largest of single pixels: every stride-th of them.
        if (layer.stride !== 1)
          this.#node(
            'MaxPool',
            `${name}.pixels`,
            [],
            [integers('kernel_shape', [1, 1]), integers('strides', [layer.stride, layer.stride])],
          );
        if (layer.more !== 0) this.#node('Pad', name, [this.#integers(`${name}.pads`, [0, 0, 0, 0, 0, layer.more, 0, 0])], []);
        return;
      case 'residual': {
        const start = this.#at;
        this.add(layer.body, chain);
        const body = this.#at;
        this.#at = start;
        this.add(layer.shortcut, chain);
        // Named after what it adds is in place, so that blocks inside blocks have other names.
        const sum = `${layer.type}-${this.#nodes.length + 1}`;
        this.#node('Add', sum, [body], []);
        this.#activate(sum, 'relu');
        return;
      }
      case 'activation':
        this.#activate(name, layer.activation);
    }
  }

  fields({ inputs, outputs }: LayerChain): Field[] {
    const nameOf = (value: string): string => (value === this.#at ? 'output' : value);
    return [
      ...this.#nodes.map(({ type, name, inputs: taken, attributes }) =>
        messageField(1, [
          ...taken.map((input) => textField(1, input)),
          textField(2, nameOf(outputOf(name))),
          textField(3, name),
          textField(4, type),
          ...attributes,
        ]),
      ),
      textField(2, 'parsimony'),
      ...this.#constants,
      messageField(11, valueInfo('input', inputs)),
      messageField(12, valueInfo('output', outputs)),
    ];
  }

  /** Takes what is there, and `more` besides; what it gives is there from then on. */
  #node(type: string, name: string, more: readonly string[], attributes: readonly Field[]): void {
    this.#nodes.push({ type, name, inputs: [this.#at, ...more], attributes });
    this.#at = outputOf(name);
  }

  #activate(name: string, activation: ChainActivation): void {
    if (activation === 'linear') return;
    if (activation === 'gelu' || activation === 'gelu-erf')
      throw new RangeError('ONNX has no GELU in opset 13, so this network cannot be written as an ONNX model.');
    this.#node(ACTIVATIONS[activation], `${name}.${activation}`, [], []);
  }

  #transpose(name: string, order: readonly number[]): void {
    this.#node('Transpose', name, [], [integers('perm', order)]);
  }

  /** @param shape 0 leaves an axis as it is, −1 takes the rest */
  #reshape(constant: string, name: string, shape: readonly number[]): void {
    this.#node('Reshape', name, [this.#integers(constant, shape)], []);
  }

  /** Adds a list of integers. @returns its name */
  #integers(name: string, values: readonly number[]): string {
    const raw = new DataView(new ArrayBuffer(8 * values.length));
    values.forEach((value, i) => raw.setBigInt64(8 * i, BigInt(value), true));
    this.#constants.push(
      tensorField([integerField(1, values.length), integerField(2, INT64), textField(8, name), bytesField(9, new Uint8Array(raw.buffer))]),
    );
    return name;
  }

  /** Adds a layer's numbers. @returns their names */
  #weights(layer: string, chain: LayerChain): string[] {
    const { shape, values, bias } = tensorNamed(chain, layer);
    this.#constant({ name: `${layer}.weight`, shape, values });
    if (bias === null) return [`${layer}.weight`];
    this.#constant({ name: `${layer}.bias`, shape: [bias.length], values: bias });
    return [`${layer}.weight`, `${layer}.bias`];
  }

  #constant({ name, shape, values }: NamedArray): void {
    const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
    const raw = new DataView(new ArrayBuffer(4 * bits.length));
    for (let i = 0; i < bits.length; i++) raw.setUint32(4 * i, bits[i], true);
    this.#constants.push(
      tensorField([
        ...shape.map((size) => integerField(1, size)),
        integerField(2, FLOAT),
        textField(8, name),
        bytesField(9, new Uint8Array(raw.buffer)),
      ]),
    );
  }
}

const outputOf = (node: string): string => `${node}.output`;

const tensorField = (fields: readonly Field[]): Field => messageField(5, fields);

const attribute = (name: string, type: number, value: readonly Field[]): Field =>
  messageField(5, [textField(1, name), ...value, integerField(20, type)]);
const integer = (name: string, value: number): Field => attribute(name, ATTRIBUTE_INT, [integerField(3, value)]);
const integers = (name: string, values: readonly number[]): Field =>
  attribute(
    name,
    ATTRIBUTE_INTS,
    values.map((value) => integerField(8, value)),
  );
const float = (name: string, value: number): Field => attribute(name, ATTRIBUTE_FLOAT, [floatField(2, value)]);
const text = (name: string, value: string): Field => attribute(name, ATTRIBUTE_STRING, [bytesField(4, new TextEncoder().encode(value))]);

/** Pixels on every edge as they are; of odd filters at stride 1 in numbers, which every reader knows; of others by the rule that ONNX has for it. */
function paddingOf(kind: 'valid' | 'same' | number, stride: number, [height, width]: readonly [number, number]): Field[] {
  if (kind === 'valid') return [];
  if (typeof kind === 'number') return [integers('pads', [kind, kind, kind, kind])];
  if (stride !== 1 || height % 2 === 0 || width % 2 === 0) return [text('auto_pad', 'SAME_UPPER')];
  const [y, x] = [(height - 1) / 2, (width - 1) / 2];
  return [integers('pads', [y, x, y, x])];
}

/** A float32 matrix with a free number of rows. */
function valueInfo(name: string, columns: number): Field[] {
  const shape = messageField(2, [messageField(1, [textField(2, 'batch')]), messageField(1, [integerField(1, columns)])]);
  return [textField(1, name), messageField(2, [messageField(1, [integerField(1, FLOAT), shape])])];
}
