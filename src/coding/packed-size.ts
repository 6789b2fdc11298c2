/** Sizes of a text that conventional compressors have packed, whole or in chunks. */

/** Bytes of a chunk in arXiv 2505.17469. */
export const CHUNK_BYTES = 512;

export interface PackedSize {
  readonly bytes: number;
  /** Of one packed in chunks: how many, and the bytes that a chunk of a single zero byte takes, which is its header. */
  readonly chunks?: { readonly count: number; readonly header: number };
}

/** With the header counted once for all chunks, as in arXiv 2309.10668. */
export const withHeaderOnce = ({ bytes, chunks }: PackedSize): number => bytes - (chunks ? chunks.header * (chunks.count - 1) : 0);

export interface CompressorName {
  readonly id: string;
  readonly title: string;
  /** Whether each machine may come to other bytes: the level is its own. */
  readonly isMachines?: true;
}

/** In the order in which they are at work, what somebody would use first and the slowest last; `compressors.ts` has what they do. */
export const compressorNames = [
  { id: 'whole-gzip', title: 'gzip', isMachines: true },
  { id: 'whole-zstd', title: 'Zstandard' },
  { id: 'whole-xz', title: 'xz' },
  { id: 'whole-ppm', title: 'PPM' },
  { id: 'chunk-zstd', title: 'Zstandard, chunks' },
  { id: 'chunk-deflate', title: 'deflate, chunks', isMachines: true },
  { id: 'chunk-xz', title: 'xz, chunks' },
] as const satisfies readonly CompressorName[];

export type CompressorId = (typeof compressorNames)[number]['id'];
