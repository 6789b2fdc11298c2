/** Reads and runs what `writeOnnxMlp` writes, from the definition of the format (onnx.proto), for tests. */

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

export interface OnnxModel {
  readonly irVersion: number;
  readonly opset: number;
  readonly nodes: readonly { type: string; inputs: string[]; outputs: string[]; attributes: [name: string, type: number, value: number][] }[];
  readonly arrays: ReadonlyMap<string, { type: number; shape: number[]; values: Float32Array }>;
  /** Name, element type and axes of the inputs, then of the outputs. */
  readonly interface: readonly (readonly [string, number, (string | number)[]])[];
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
      attributes: messages(node, 5).map((attribute) => [text(attribute, 1), number(attribute, 20), number(attribute, 3)]),
    })),
    arrays: new Map(
      messages(graph, 5).map((array) => {
        const raw = array.get(9)?.[0] as Uint8Array;
        return [text(array, 8), { type: number(array, 2), shape: (array.get(1) ?? []) as number[], values: new Float32Array(raw.slice().buffer) }];
      }),
    ),
    interface: [...messages(graph, 11), ...messages(graph, 12)].map((info) => {
      const [tensor] = messages(messages(info, 2)[0], 1);
      const axes = messages(messages(tensor, 2)[0], 1).map((axis) => (axis.has(1) ? number(axis, 1) : text(axis, 2)));
      return [text(info, 1), number(tensor, 1), axes] as const;
    }),
  };
}

/** The output for one row of inputs, by the definitions of Gemm, Relu and Tanh. */
export function runOnnx({ nodes, arrays }: OnnxModel, input: readonly number[]): number[] {
  const rows = new Map([['input', [...input]]]);
  const row = (name: string): number[] => {
    const values = rows.get(name);
    if (!values) throw new Error(`${name} is not computed yet`);
    return values;
  };
  for (const { type, inputs, outputs, attributes } of nodes) {
    if (type === 'Gemm') {
      const x = row(inputs[0]);
      const weights = arrays.get(inputs[1])!;
      const bias = inputs[2] === undefined ? null : arrays.get(inputs[2])!.values;
      const isTransposed = attributes.some(([name, , value]) => name === 'transB' && value === 1);
      const [outer, inner] = isTransposed ? weights.shape : weights.shape.toReversed();
      if (inner !== x.length) throw new Error(`Gemm of ${x.length} inputs with [${weights.shape}]`);
      const weight = (o: number, i: number): number => weights.values[isTransposed ? o * inner + i : i * outer + o];
      rows.set(outputs[0], Array.from({ length: outer }, (_, o) => x.reduce((sum, value, i) => sum + value * weight(o, i), bias?.[o] ?? 0)));
    } else {
      const activation = type === 'Relu' ? (value: number) => Math.max(0, value) : Math.tanh;
      if (type !== 'Relu' && type !== 'Tanh') throw new Error(`operator ${type}`);
      rows.set(outputs[0], row(inputs[0]).map(activation));
    }
  }
  return row('output');
}
