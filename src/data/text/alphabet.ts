/** Which byte values a text has, and their numbers as symbols. */

/** `used`: those that occur anywhere in the text, in order. `bytes`: all 256. */
export type AlphabetKind = 'used' | 'bytes';

export interface Alphabet {
  /** The byte value of each symbol, rising. */
  readonly values: Uint8Array;
  /** The symbol of each byte value; of no meaning for one that is none. */
  readonly symbolOf: Uint8Array;
}

const ALL = 256;

/** @param text the whole of it, not only what trains: every part is written with the same symbols */
export function alphabetOf(text: Uint8Array, kind: AlphabetKind): Alphabet {
  return withValues(kind === 'bytes' ? Uint8Array.from({ length: ALL }, (_, value) => value) : valuesIn(text));
}

/** Byte values that occur, rising. */
export function valuesIn(text: Uint8Array): Uint8Array {
  const occurs = new Uint8Array(ALL);
  for (const byte of text) occurs[byte] = 1;
  return Uint8Array.from(Array.from(occurs.keys()).filter((value) => occurs[value] === 1));
}

function withValues(values: Uint8Array): Alphabet {
  const symbolOf = new Uint8Array(ALL);
  for (const [symbol, value] of values.entries()) symbolOf[value] = symbol;
  return { values, symbolOf };
}

/** Bytes as symbols. */
export const symbolsOf = (bytes: Uint8Array, { symbolOf }: Alphabet): Uint8Array => bytes.map((byte) => symbolOf[byte]);

/**
 * The byte values as 256 bits in 32 bytes: value v is bit v mod 8, counted from the lowest, of byte ⌊v/8⌋.
 */
export function bitmapOf({ values }: Alphabet): Uint8Array {
  const bits = new Uint8Array(ALL / 8);
  for (const value of values) bits[value >> 3] |= 1 << (value & 7);
  return bits;
}

/** The inverse of `bitmapOf`. */
export function alphabetFrom(bitmap: Uint8Array): Alphabet {
  if (bitmap.length !== ALL / 8) throw new RangeError(`An alphabet is told by ${ALL / 8} bytes; there are ${bitmap.length}.`);
  const values = Array.from({ length: ALL }, (_, value) => value).filter((value) => (bitmap[value >> 3] >> (value & 7)) & 1);
  return withValues(Uint8Array.from(values));
}
