/** Writing protocol buffers (the wire format of protobuf 2 and 3): messages as lists of fields. */

/** One field, encoded. */
export type Field = readonly Uint8Array[];

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FOUR_BYTES = 5;

/** An integer from 0 to 2⁵³ − 1, for the types int32, int64, enum. */
export function integerField(number: number, value: number): Field {
  return [varint(8 * number + VARINT), varint(value)];
}

export function bytesField(number: number, value: Uint8Array): Field {
  return [varint(8 * number + LENGTH_DELIMITED), varint(value.length), value];
}

/** A number of type float. */
export function floatField(number: number, value: number): Field {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return [varint(8 * number + FOUR_BYTES), bytes];
}

export function textField(number: number, value: string): Field {
  return bytesField(number, new TextEncoder().encode(value));
}

/** A message inside another. */
export function messageField(number: number, fields: readonly Field[]): Field {
  return bytesField(number, message(fields));
}

/** The bytes of a message. */
export function message(fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  const parts = fields.flat();
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
