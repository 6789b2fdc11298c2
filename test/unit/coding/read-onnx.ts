/** Reads what `writeOnnx` writes, from the definition of the format (onnx.proto), for tests. */

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
const texts = (message: Message, field: number): string[] =>
  (message.get(field) ?? []).map((bytes) => new TextDecoder().decode(bytes as Uint8Array));
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
