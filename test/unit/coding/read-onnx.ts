/** Reads and runs what `writeOnnx` writes, from the definition of the format (onnx.proto) and of its operators, for tests. */

/** A message by field number: integers as numbers, all else as bytes. */
type Message = ReadonlyMap<number, readonly (number | Uint8Array)[]>;

function parse(bytes: Uint8Array): Message {
  const fields = new Map<number, (number | Uint8Array)[]>();
  let at = 0;
  const varint = (): number => {
    let [value, scale] = [0, 1];
    for (; ; scale *= 128) {
      if (at >= bytes.length) throw new Error('cut off');
      const byte = bytes[at++];
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const [number, type] = [Math.floor(tag / 8), tag % 8];
    const list = fields.get(number) ?? [];
    fields.set(number, list);
    if (type === 0) {
      list.push(varint());
    } else if (type === 2) {
      const length = varint();
      if (at + length > bytes.length) throw new Error('cut off');
      list.push(bytes.subarray(at, (at += length)));
    } else if (type === 5) {
      list.push(bytes.subarray(at, (at += 4)));
    } else {
      throw new Error(`wire type ${type}`);
    }
  }
  return fields;
}

const number = (message: Message, field: number): number => message.get(field)?.[0] as number;
const text = (message: Message, field: number): string => texts(message, field)[0];
const texts = (message: Message, field: number): string[] => (message.get(field) ?? []).map((bytes) => new TextDecoder().decode(bytes as Uint8Array));
const messages = (message: Message, field: number): Message[] => (message.get(field) ?? []).map((bytes) => parse(bytes as Uint8Array));

type Attribute = number | string | readonly number[];

export interface OnnxModel {
  readonly irVersion: number;
  readonly opset: number;
  readonly nodes: readonly { type: string; inputs: string[]; outputs: string[]; attributes: ReadonlyMap<string, Attribute> }[];
  readonly arrays: ReadonlyMap<string, { type: number; shape: number[]; values: Float32Array | BigInt64Array }>;
  /** Name, element type and axes of the inputs, then of the outputs. */
  readonly interface: readonly (readonly [string, number, (string | number)[]])[];
}

function readAttribute(attribute: Message): readonly [string, Attribute] {
  const name = text(attribute, 1);
  switch (number(attribute, 20)) {
    case 1: {
      const bytes = attribute.get(2)?.[0] as Uint8Array;
      return [name, new DataView(bytes.buffer, bytes.byteOffset).getFloat32(0, true)];
    }
    case 2:
      return [name, number(attribute, 3)];
    case 3:
      return [name, text(attribute, 4)];
    case 7:
      return [name, attribute.get(8) as number[]];
    default:
      throw new Error(`attribute type ${number(attribute, 20)}`);
  }
}

export function readOnnx(bytes: Uint8Array): OnnxModel {
  const model = parse(bytes);
  const [graph] = messages(model, 7);
  return {
    irVersion: number(model, 1),
    opset: number(messages(model, 8)[0], 2),
    nodes: messages(graph, 1).map((node) => ({
      type: text(node, 4),
      inputs: texts(node, 1),
      outputs: texts(node, 2),
      attributes: new Map(messages(node, 5).map(readAttribute)),
    })),
    arrays: new Map(
      messages(graph, 5).map((array) => {
        const raw = (array.get(9) as Uint8Array[])[0].slice().buffer;
        const type = number(array, 2);
        const values = type === 1 ? new Float32Array(raw) : new BigInt64Array(raw);
        return [text(array, 8), { type, shape: (array.get(1) ?? []) as number[], values }];
      }),
    ),
    interface: [...messages(graph, 11), ...messages(graph, 12)].map((info) => {
      const [tensor] = messages(messages(info, 2)[0], 1);
      const axes = messages(messages(tensor, 2)[0], 1).map((axis) => (axis.has(1) ? number(axis, 1) : text(axis, 2)));
      return [text(info, 1), number(tensor, 1), axes] as const;
    }),
  };
}

interface Value {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** The output for one row of inputs, by the definitions of the operators. */
export function runOnnx({ nodes, arrays }: OnnxModel, input: readonly number[]): number[] {
  const known = new Map<string, Value>([['input', { shape: [1, input.length], values: [...input] }]]);
  for (const [name, { shape, values }] of arrays) known.set(name, { shape, values: Array.from(values, Number) });
  const valueOf = (name: string): Value => {
    const value = known.get(name);
    if (!value) throw new Error(`${name} is not computed yet`);
    return value;
  };
  for (const { type, inputs, outputs, attributes } of nodes) {
    const run = operators[type];
    if (!run) throw new Error(`operator ${type}`);
    known.set(outputs[0], run(inputs.map(valueOf), attributes));
  }
  return [...valueOf('output').values];
}

type Operator = (inputs: readonly Value[], attributes: ReadonlyMap<string, Attribute>) => Value;

const list = (attributes: ReadonlyMap<string, Attribute>, name: string): readonly number[] => attributes.get(name) as readonly number[];
const each = (change: (value: number) => number): Operator => ([x]) => ({ shape: x.shape, values: x.values.map(change) });

const operators: Record<string, Operator> = {
  Relu: each((value) => Math.max(0, value)),
  Tanh: each(Math.tanh),
  Gemm([x, weights, bias], attributes) {
    const isTransposed = attributes.get('transB') === 1;
    const [outer, inner] = isTransposed ? weights.shape : weights.shape.toReversed();
    if (inner !== x.values.length) throw new Error(`Gemm of ${x.values.length} inputs with [${weights.shape}]`);
    const weight = (o: number, i: number): number => weights.values[isTransposed ? o * inner + i : i * outer + o];
    const values = Array.from({ length: outer }, (_, o) => x.values.reduce((sum, value, i) => sum + value * weight(o, i), bias?.values[o] ?? 0));
    return { shape: [1, outer], values };
  },
  Reshape([x, { values: wanted }]) {
    const kept = wanted.map((size, axis) => (size === 0 ? x.shape[axis] : size));
    const rest = x.values.length / sizeOf(kept.filter((size) => size !== -1));
    const shape = kept.map((size) => (size === -1 ? rest : size));
    if (sizeOf(shape) !== x.values.length) throw new Error(`Reshape of [${x.shape}] to [${shape}]`);
    return { shape, values: x.values };
  },
  Transpose([x], attributes) {
    const order = list(attributes, 'perm');
    const shape = order.map((axis) => x.shape[axis]);
    const steps = x.shape.map((_, axis) => sizeOf(x.shape.slice(axis + 1)));
    const values = Array.from({ length: x.values.length }, (_, place) => {
      let [rest, from] = [place, 0];
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        from += (rest % shape[axis]) * steps[order[axis]];
        rest = Math.floor(rest / shape[axis]);
      }
      return x.values[from];
    });
    return { shape, values };
  },
  Conv([x, { shape: [outputs, inputs, filterHeight, filterWidth], values: filter }, bias], attributes) {
    const [, channels, height, width] = x.shape;
    if (channels !== inputs) throw new Error(`Conv of ${channels} channels with filters for ${inputs}`);
    const [stride] = list(attributes, 'strides');
    const [top, left, bottom, right] = (attributes.get('pads') as readonly number[] | undefined) ?? [0, 0, 0, 0];
    const [outHeight, outWidth] = [(height + top + bottom - filterHeight) / stride + 1, (width + left + right - filterWidth) / stride + 1].map(Math.floor);
    const values: number[] = [];
    for (let o = 0; o < outputs; o++) {
      for (let y = 0; y < outHeight; y++) {
        for (let z = 0; z < outWidth; z++) {
          let sum = bias?.values[o] ?? 0;
          for (let c = 0; c < inputs; c++) {
            for (let i = 0; i < filterHeight; i++) {
              for (let j = 0; j < filterWidth; j++) {
                const [row, column] = [y * stride + i - top, z * stride + j - left];
                if (row < 0 || row >= height || column < 0 || column >= width) continue;
                sum += x.values[(c * height + row) * width + column] * filter[((o * inputs + c) * filterHeight + i) * filterWidth + j];
              }
            }
          }
          values.push(sum);
        }
      }
    }
    return { shape: [1, outputs, outHeight, outWidth], values };
  },
  MaxPool([x], attributes) {
    const [side] = list(attributes, 'kernel_shape');
    if (list(attributes, 'strides').some((stride) => stride !== side)) throw new Error('squares that overlap');
    const [, channels, height, width] = x.shape;
    const [outHeight, outWidth] = [Math.floor(height / side), Math.floor(width / side)];
    const values: number[] = [];
    for (let c = 0; c < channels; c++) {
      for (let y = 0; y < outHeight; y++) {
        for (let z = 0; z < outWidth; z++) {
          let most = -Infinity;
          for (let i = 0; i < side; i++) for (let j = 0; j < side; j++) most = Math.max(most, x.values[(c * height + y * side + i) * width + z * side + j]);
          values.push(most);
        }
      }
    }
    return { shape: [1, channels, outHeight, outWidth], values };
  },
  BatchNormalization([x, scale, offset, mean, variance], attributes) {
    const each1 = sizeOf(x.shape.slice(2));
    const epsilon = attributes.get('epsilon') as number;
    const values = x.values.map((value, place) => {
      const c = Math.floor(place / each1) % x.shape[1];
      return ((value - mean.values[c]) / Math.sqrt(variance.values[c] + epsilon)) * scale.values[c] + offset.values[c];
    });
    return { shape: x.shape, values };
  },
};
