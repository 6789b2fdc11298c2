/**
 * Chunks of a text: what goes into a network at each place, and what it is to say there. Chunks are independent of each other; every
 * symbol is predicted once, but for the first of each with `drop`.
 */

/**
 * What goes in at the first place of a chunk. `zero`: symbol 0, as arXiv 2309.10668 has it; it is an ordinary symbol too. `carry`: the last
 * symbol of the chunk before, and 0 at the very beginning. `drop`: the first symbol of the chunk, which is then predicted by nobody, as
 * arXiv 2505.17469 has it.
 */
export type ChunkStart = 'zero' | 'carry' | 'drop';

export interface Chunking {
  /** Symbols of a chunk; at least 2. */
  readonly length: number;
  readonly start: ChunkStart;
}

/** The target of a place behind the end of a text: nothing is predicted there. */
export const NO_TARGET = -1;

/** Places of a chunk at which something is predicted. */
export const placesOf = ({ length, start }: Chunking): number => (start === 'drop' ? length - 1 : length);

export const chunkCount = (symbols: number, { length }: Pick<Chunking, 'length'>): number => Math.ceil(symbols / length);

/** Predictions over a text; with `drop` also those of the symbols 0 that fill the last chunk, which the authors count. */
export const predictionCount = (symbols: number, chunking: Chunking): number =>
  chunking.start === 'drop' ? chunkCount(symbols, chunking) * placesOf(chunking) : symbols;

/** Predictions of one chunk. */
export const predictionsAt = (symbols: number, chunking: Chunking, chunk: number): number =>
  chunking.start === 'drop' ? placesOf(chunking) : Math.min(chunking.length, symbols - chunk * chunking.length);

/** Where inputs and targets go: `placesOf` numbers each, from `at` on. */
interface Written {
  readonly inputs: Int32Array;
  readonly targets: Int32Array;
  readonly at: number;
}

/**
 * Writes a chunk.
 * @param symbols of the whole part that the chunk is of
 */
export function writeChunk(symbols: Uint8Array, chunk: number, chunking: Chunking, written: Written): void {
  writeWindow(symbols, chunk * chunking.length, chunking, written);
}

/** As `writeChunk`, from any symbol on. @param first the symbol that it begins with */
export function writeWindow(symbols: Uint8Array, first: number, { length, start }: Chunking, { inputs, targets, at }: Written): void {
  if (start === 'drop') {
    for (let place = 0; place < length - 1; place++) {
      inputs[at + place] = symbols[first + place] ?? 0;
      targets[at + place] = symbols[first + place + 1] ?? 0;
    }
    return;
  }
  for (let place = 0; place < length; place++) {
    const from = first + place - 1;
    const isStart = place === 0 && start === 'zero';
    inputs[at + place] = isStart || from < 0 || from >= symbols.length - 1 ? 0 : symbols[from];
    targets[at + place] = from + 1 < symbols.length ? symbols[from + 1] : NO_TARGET;
  }
}
