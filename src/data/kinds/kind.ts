/** What kind of thing data consist of. A kind is a file here, and what a worker makes of it a file in `nn/data`. */
import { sizeOf, type InputShape } from '../shape.ts';
import type { Storage } from '../storage.ts';
import { imageStorage } from './image-storage.ts';
import { textStorage } from './text-storage.ts';

export interface DataKind {
  readonly id: string;
  /** Its samples, in the plural: “images”. */
  readonly samples: string;
  /** Bytes of a sample of that shape, as a worker holds it before it becomes a batch. */
  bytesOf(input: InputShape): number;
  /** How they lie in files; null where there are no such files, since all are generated. */
  readonly storage: Storage | null;
}

/** A kind of which there are files. */
export interface StoredKind extends DataKind {
  readonly storage: Storage;
}

/** Pictures: a byte a number. */
export const images: StoredKind = { id: 'images', samples: 'images', bytesOf: sizeOf, storage: imageStorage };

/** Points of a space: a float32 a number. */
export const points: DataKind = { id: 'points', samples: 'samples', bytesOf: (input) => 4 * sizeOf(input), storage: null };

/** Sequences of symbols, of at most 256 kinds: a byte a symbol. */
export const tokens: StoredKind = { id: 'tokens', samples: 'sequences', bytesOf: sizeOf, storage: textStorage };
