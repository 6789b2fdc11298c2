/** The chunks of a text in the order in which they are coded. */

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
