/**
 * What conventional compressors make of a text, for comparison with what a network does. In chunks of 512 bytes each is a file of its own and
 * the headers of all are counted, as arXiv 2505.17469 has it; as a whole it is what somebody would use.
 */
import { Liblzma } from './liblzma.ts';
import { CHUNK_BYTES, type CompressorId, type PackedSize } from './packed-size.ts';
import { ppmPack } from './ppm.ts';
import { withZstd } from './zstd.ts';

export interface CompressorTools {
  /** The file liblzma.wasm. */
  readonly liblzma: () => Promise<BufferSource>;
  /** Is told the share that is done, and waited for. */
  readonly report: (share: number) => Promise<void>;
}

interface Compressor {
  /** Bytes of the longest text that it can take within minutes; any without it. */
  readonly most?: number;
  measure(text: Uint8Array<ArrayBuffer>, tools: CompressorTools): Promise<PackedSize>;
}

/** Chunks between two reports. */
const CHUNKS_AT_ONCE = 64;

async function inChunks(
  text: Uint8Array<ArrayBuffer>,
  { report }: CompressorTools,
  sizeOf: (chunk: Uint8Array<ArrayBuffer>) => number | Promise<number>,
): Promise<PackedSize> {
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

const compressors: Readonly<Record<CompressorId, Compressor>> = {
  'chunk-xz': {
    async measure(text, tools) {
      const chunks = (await Liblzma.from(await tools.liblzma())).chunkSizes();
      const size = await inChunks(text, tools, chunks.of);
      chunks.dispose();
      return size;
    },
  },
  'chunk-zstd': {
    measure: (text, tools) => withZstd((zstd) => inChunks(text, tools, (chunk) => zstd.compress(chunk, ZSTD_LEVEL).length)),
  },
  'chunk-deflate': { measure: (text, tools) => inChunks(text, tools, (chunk) => streamedSize(chunk, 'deflate-raw')) },
  'whole-gzip': { measure: async (text) => ({ bytes: await streamedSize(text, 'gzip') }) },
  'whole-zstd': { measure: (text) => withZstd((zstd) => ({ bytes: zstd.compress(text, ZSTD_LEVEL).length })) },
  'whole-xz': {
    measure: async (text, { liblzma, report }) => ({ bytes: await (await Liblzma.from(await liblzma())).size(text, report) }),
  },
  // Random bytes take it a hundred seconds a megabyte, prose three.
  'whole-ppm': { most: 1 << 24, measure: async (text, { report }) => ({ bytes: (await ppmPack(text, report)).length }) },
};

/** Packs a text by one of them; null where that would take too long. */
export async function packedBy(id: CompressorId, text: Uint8Array<ArrayBuffer>, tools: CompressorTools): Promise<PackedSize | null> {
  const { most = Infinity, measure } = compressors[id];
  return text.length > most ? null : measure(text, tools);
}
