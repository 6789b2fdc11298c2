/**
 * What conventional compressors make of a text, for comparison with what a network does. In chunks of 512 bytes each is a file of its own and
 * the headers of all are counted, as arXiv 2505.17469 has it; as a whole it is what somebody would use.
 */
import { Liblzma } from './liblzma.ts';
import { ppmPack } from './ppm.ts';
import { withZstd } from './zstd.ts';

/** Bytes of a chunk in arXiv 2505.17469. */
export const CHUNK_BYTES = 512;

export interface CompressorTools {
  /** The file liblzma.wasm. */
  readonly liblzma: () => Promise<BufferSource>;
  /** Is told the share that is done, and waited for. */
  readonly report: (share: number) => Promise<void>;
}

export interface CompressedSize {
  readonly bytes: number;
  /** Of one packed in chunks: how many, and the bytes that a chunk of a single zero byte takes, which is its header. */
  readonly chunks?: { readonly count: number; readonly header: number };
}

export interface Compressor {
  readonly id: string;
  readonly title: string;
  /** Whether each machine may come to other bytes: the level is its own. */
  readonly isMachines?: true;
  /** Bytes of the longest text that it can take within minutes; any without it. */
  readonly most?: number;
  measure(text: Uint8Array<ArrayBuffer>, tools: CompressorTools): Promise<CompressedSize>;
}

/**
 * With the header counted once for all chunks, as in arXiv 2309.10668.
 * @internal Tests alone use it so far.
 */
export const withHeaderOnce = ({ bytes, chunks }: CompressedSize): number => bytes - (chunks ? chunks.header * (chunks.count - 1) : 0);

/** Chunks between two reports. */
const CHUNKS_AT_ONCE = 64;

async function inChunks(
  text: Uint8Array<ArrayBuffer>,
  { report }: CompressorTools,
  sizeOf: (chunk: Uint8Array<ArrayBuffer>) => number | Promise<number>,
): Promise<CompressedSize> {
  const count = Math.ceil(text.length / CHUNK_BYTES);
  let bytes = 0;
  for (let chunk = 0; chunk < count; chunk++) {
    if (chunk % CHUNKS_AT_ONCE === 0) await report(chunk / count);
    bytes += await sizeOf(text.subarray(chunk * CHUNK_BYTES, (chunk + 1) * CHUNK_BYTES));
  }
  return { bytes, chunks: { count, header: await sizeOf(new Uint8Array(1)) } };
}

async function streamedSize(bytes: Uint8Array<ArrayBuffer>, format: CompressionFormat): Promise<number> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream(format));
  return (await new Response(stream).arrayBuffer()).byteLength;
}

const ZSTD_LEVEL = 19;

/** In the order in which they are shown. */
export const compressors: readonly Compressor[] = [
  {
    id: 'chunk-xz',
    title: 'xz in chunks',
    async measure(text, tools) {
      const chunks = (await Liblzma.from(await tools.liblzma())).chunkSizes();
      const size = await inChunks(text, tools, chunks.of);
      chunks.dispose();
      return size;
    },
  },
  {
    id: 'chunk-zstd',
    title: 'Zstandard in chunks',
    measure: (text, tools) => withZstd((zstd) => inChunks(text, tools, (chunk) => zstd.compress(chunk, ZSTD_LEVEL).length)),
  },
  {
    id: 'chunk-deflate',
    title: 'deflate in chunks',
    isMachines: true,
    measure: (text, tools) => inChunks(text, tools, (chunk) => streamedSize(chunk, 'deflate-raw')),
  },
  { id: 'whole-gzip', title: 'gzip', isMachines: true, measure: async (text) => ({ bytes: await streamedSize(text, 'gzip') }) },
  {
    id: 'whole-zstd',
    title: 'Zstandard',
    measure: (text) => withZstd((zstd) => ({ bytes: zstd.compress(text, ZSTD_LEVEL).length })),
  },
  {
    id: 'whole-xz',
    title: 'xz',
    measure: async (text, { liblzma, report }) => ({ bytes: await (await Liblzma.from(await liblzma())).size(text, report) }),
  },
  // Random bytes take it a hundred seconds a megabyte, prose three.
  { id: 'whole-ppm', title: 'PPM', most: 1 << 24, measure: async (text, { report }) => ({ bytes: (await ppmPack(text, report)).length }) },
];
