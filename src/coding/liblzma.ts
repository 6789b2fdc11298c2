/**
 * The .xz format (LZMA2, preset 6, CRC-64) by liblzma 5.8, of which the package node-liblzma has a WebAssembly module. The package is under
 * the LGPL-3.0: its file is loaded as it is, apart from everything else. Its exports have the short names that its compiler gave them.
 */

/** What is called of the module, by the names that liblzma.js of the package has for them. */
interface Module extends WebAssembly.Exports {
  readonly b: WebAssembly.Memory;
  /** Initialisers of the module. */
  c(): void;
  /** lzma_code(stream, action) */
  f(stream: number, action: number): number;
  /** lzma_end(stream) */
  g(stream: number): void;
  /** lzma_easy_encoder(stream, preset, check) */
  m(stream: number, preset: number, check: number): number;
  /** lzma_stream_buffer_encode(filters, check, allocator, in, in_size, out, out_pos, out_size) */
  n(...parameters: readonly number[]): number;
  /** malloc(bytes) */
  s(bytes: number): number;
  /** free(address) */
  t(address: number): void;
}

const PRESET = 6;
const CRC64 = 4;
const ACTION = { run: 0, finish: 3 } as const;
const STREAM_END = 1;

/** An `lzma_stream`, in 32-bit words. */
const STREAM = { words: 24, nextIn: 0, availIn: 1, nextOut: 4, availOut: 5 } as const;

/** Bytes that go in and come out at once. */
const PIECE = 1 << 17;

/** Most bytes of a chunk. */
const MOST_CHUNK = 4096;

/** Bytes of the header of the stream, and of that of a block which tells nothing but its filter. */
const HEADER = 12;

const PAGE = 1 << 16;
/** The most memory that the module declares. */
const MOST_MEMORY = 2 ** 28;

export class Liblzma {
  readonly #module: Module;

  private constructor(module: Module) {
    this.#module = module;
  }

  /** @param file liblzma.wasm of node-liblzma 5.1.3 */
  static async from(file: BufferSource): Promise<Liblzma> {
    let memory: WebAssembly.Memory | null = null;
    const { instance } = await WebAssembly.instantiate(file, { a: { a: (bytes: number) => (memory ? grow(memory, bytes >>> 0) : 0) } });
    const module = instance.exports as Module;
    memory = module.b;
    module.c();
    return new Liblzma(module);
  }

  /**
   * Bytes of an .xz file.
   * @param report is told the share that is done, and waited for
   */
  async size(bytes: Uint8Array, report: (share: number) => Promise<void>): Promise<number> {
    const { b: memory, f: code, g: end, m: begin, s: malloc, t: free } = this.#module;
    const stream = malloc(4 * STREAM.words);
    const [input, output] = [malloc(PIECE), malloc(PIECE)];
    const words = (): Uint32Array => new Uint32Array(memory.buffer, stream, STREAM.words);
    words().fill(0);
    try {
      checked(begin(stream, PRESET, CRC64));
      let [at, written] = [0, 0];
      for (;;) {
        if (words()[STREAM.availIn] === 0 && at < bytes.length) {
          await report(at / bytes.length);
          const piece = bytes.subarray(at, at + PIECE);
          new Uint8Array(memory.buffer).set(piece, input);
          words().set([input, piece.length], STREAM.nextIn);
          at += piece.length;
        }
        words().set([output, PIECE], STREAM.nextOut);
        const said = code(stream, at < bytes.length ? ACTION.run : ACTION.finish);
        written += PIECE - words()[STREAM.availOut];
        if (said === STREAM_END) return written;
        checked(said);
      }
    } finally {
      end(stream);
      for (const address of [stream, input, output]) free(address);
    }
  }

  /**
   * Bytes of an .xz file for each of some chunks of at most 4096 bytes. A window of 8 MB, which preset 6 clears for each file, takes twenty
   * times as long as the chunk itself, and finds nothing in it that one of 4 kB does not; a test compares both.
   */
  chunkSizes(): { readonly of: (chunk: Uint8Array) => number; readonly dispose: () => void } {
    const { b: memory, n: encode, s: malloc, t: free } = this.#module;
    const filters = malloc(4 * FILTERS.words);
    const [input, output] = [malloc(MOST_CHUNK), malloc(2 * MOST_CHUNK)];
    return {
      of(chunk) {
        if (chunk.length > MOST_CHUNK) throw new RangeError(`A chunk of ${chunk.length} bytes: give at most ${MOST_CHUNK}.`);
        const words = new Uint32Array(memory.buffer, filters, FILTERS.words);
        words.fill(0);
        words.set([LZMA2, 0, filters + 4 * FILTERS.options, 0, NO_FILTER, NO_FILTER]);
        words.set([MOST_CHUNK, 0, 0, ...PRESET_6], FILTERS.options);
        new Uint8Array(memory.buffer).set(chunk, input);
        checked(encode(filters, CRC64, 0, input, chunk.length, output, filters + 4 * FILTERS.written, 2 * MOST_CHUNK));
        const written = new Uint32Array(memory.buffer)[filters / 4 + FILTERS.written];
        // Packed at once, a block says its sizes in its header, which one that is written as it comes does not.
        const blockHeader = 4 * (new Uint8Array(memory.buffer)[output + HEADER] + 1);
        return written - (chunk.length === 0 ? 0 : blockHeader - HEADER);
      },
      dispose() {
        for (const address of [filters, input, output]) free(address);
      },
    };
  }
}

/** Memory for two filters, the options of the first, and where the output ends, in 32-bit words. */
const FILTERS = { options: 8, written: 62, words: 64 } as const;
const LZMA2 = 0x21;
const NO_FILTER = 0xffffffff;
/** lc, lp, pb; all modes of coding, matches of at least 64 bytes taken at once, found in binary trees of 4 bytes. */
const PRESET_6 = [3, 0, 2, 2, 64, 0x14];

function checked(said: number): void {
  if (said !== 0) throw new RangeError(`liblzma gave up with code ${said}; 5 means that memory is short.`);
}

/** What the module asks for where its memory is too small. @returns 1 if it has it */
function grow(memory: WebAssembly.Memory, bytes: number): 0 | 1 {
  if (bytes > MOST_MEMORY) return 0;
  try {
    memory.grow(Math.ceil((bytes - memory.buffer.byteLength) / PAGE));
    return 1;
  } catch {
    return 0;
  }
}
