/** The byte values that a text has, as the symbols of a network, and the chunks in which it is coded. */

/** The byte values that occur, in order: symbol k is the k-th. */
export function alphabetOf(text: Uint8Array): Uint8Array<ArrayBuffer> {
  const seen = new Uint8Array(256);
  for (const byte of text) seen[byte] = 1;
  return Uint8Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => seen[byte] === 1);
}

/** 32 bytes: bit b mod 8 of byte b/8 says whether the byte value b is in the alphabet. */
export function bitmapOf(alphabet: Uint8Array): Uint8Array<ArrayBuffer> {
  const bitmap = new Uint8Array(32);
  for (const byte of alphabet) bitmap[byte >> 3] |= 1 << (byte & 7);
  return bitmap;
}

/** The alphabet of a bitmap that `bitmapOf` made. */
export const alphabetIn = (bitmap: Uint8Array): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => (bitmap[byte >> 3] >> (byte & 7)) & 1);

/** Chunks of a text that are coded in lockstep. */
export interface Group {
  readonly index: number;
  /** Place of the first byte in the text. */
  readonly first: number;
  readonly chunks: number;
  /** How many of the chunks have a byte at a position: the last chunk of a text may be shorter than the others. */
  rows(position: number): number;
}

/**
 * The groups of a text, one after another. In each, the bytes at position 0 of all its chunks come first, then those at position 1, and so
 * on.
 * @param length T: bytes of a chunk
 * @param group G: chunks of a group
 */
export function* groupsOf(bytes: number, length: number, group: number): Generator<Group> {
  for (let index = 0; index * group * length < bytes; index++) {
    const first = index * group * length;
    const own = Math.min(group * length, bytes - first);
    const chunks = Math.ceil(own / length);
    const last = own - (chunks - 1) * length;
    yield { index, first, chunks, rows: (position) => (position < last ? chunks : chunks - 1) };
  }
}

/** How many groups there are. */
export const groupCount = (bytes: number, length: number, group: number): number => Math.ceil(Math.ceil(bytes / length) / group);
