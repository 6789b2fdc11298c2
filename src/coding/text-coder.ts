/**
 * What the next symbol of a text will be, by a transformer, with the same bits wherever it runs: the module `text-coder-1.wasm`, which encoder
 * and decoder call step by step for G chunks of the text at once. docs/decisions/text-coder.md says why it is frozen.
 */
import { crc32 } from './crc32.ts';

/** A transformer over the symbols of a text (src/nn/models/transformer.ts). */
export interface TextModel {
  /** K: how many symbols there are. */
  readonly symbols: number;
  /** d, a multiple of the number of heads. */
  readonly dim: number;
  readonly blocks: number;
  readonly heads: number;
  /** T: symbols of a chunk. */
  readonly length: number;
  /** As the authors of arXiv 2505.17469 have it: one normalisation for both halves of a block, and the embedding twice. */
  readonly faithful: boolean;
}

/** The functions of `text-coder-1/assembly/index.ts`. Addresses and sizes are integers; flags are 0 or 1. */
export interface TextCoderExports {
  readonly memory: WebAssembly.Memory;
  setUp(symbols: number, dim: number, blocks: number, heads: number, length: number, group: number, faithful: number): number;
  weightCount(): number;
  weightsAddress(): number;
  positionsAddress(): number;
  inputsAddress(): number;
  frequenciesAddress(): number;
  probabilitiesAddress(): number;
  begin(): void;
  advance(position: number, rows: number): void;
  groupHash(): number;
  /** Memory behind the rest, and the single kernels, for a test that computes all positions at once. */
  reserve(bytes: number): number;
  gemmWorkspaceBytes(): number;
  gemm(a: number, b: number, c: number, m: number, n: number, k: number, transposeB: number, bias: number, workspace: number): void;
  layerNorm(x: number, scale: number, offset: number, epsilon: number, y: number, rows: number, n: number): void;
  softmax(x: number, y: number, rows: number, n: number): void;
  gelu(x: number, y: number, n: number): void;
}

/** Sum of the frequencies of a position. */
export const FREQUENCY_TOTAL = 2 ** 20;

/** Most numbers of a head: beyond, the products of the module would be summed up in blocks. */
const MAX_HEAD = 256;

/**
 * Largest memory of a coder: a network of a million weights with 256 chunks of 512 symbols takes a fourth of it. A file that asks for more
 * is refused before any of it is taken.
 */
export const MAX_CODER_BYTES = 2 ** 30;

/** Numbers of a network. */
export const weightCount = ({ symbols, dim, blocks, faithful }: TextModel): number =>
  2 * symbols * dim + symbols + blocks * (12 * dim * dim + (faithful ? 11 : 13) * dim) + 2 * dim;

/** About the bytes that a coder takes. @param group G */
export function coderBytes(model: TextModel, group: number): number {
  const { symbols, dim, blocks, length } = model;
  const state = blocks * group * dim * (2 * length + 7);
  return 4 * (weightCount(model) + state + group * (6 * dim + 2 * symbols) + length * dim) + 1.5e6;
}

export class TextCoder {
  readonly model: TextModel;
  readonly group: number;
  /** CRC-32 of the table of positions, whose sines another engine might round otherwise. */
  readonly positionsCrc: number;
  readonly #exports: TextCoderExports;
  readonly #inputs: Uint32Array;
  readonly #frequencies: Uint32Array;
  readonly #probabilities: Float32Array;

  /**
   * @param module `text-coder-1.wasm`, compiled
   * @param group G: chunks in lockstep
   * @param weights every number of the network, in the order of its parameters
   * @throws RangeError for a network that is none, too large a one, or weights that are not finite
   */
  static async start(module: WebAssembly.Module, model: TextModel, group: number, weights: Float32Array): Promise<TextCoder> {
    const { exports } = await WebAssembly.instantiate(module, {});
    return new TextCoder(exports as unknown as TextCoderExports, model, group, weights);
  }

  private constructor(exports: TextCoderExports, model: TextModel, group: number, weights: Float32Array) {
    check(model, group);
    this.model = model;
    this.group = group;
    this.#exports = exports;
    const { symbols, dim, blocks, heads, length, faithful } = model;
    if (!exports.setUp(symbols, dim, blocks, heads, length, group, faithful ? 1 : 0)) {
      throw new RangeError(`There is no memory for a network of ${weights.length} weights and ${group} chunks of ${length} symbols.`);
    }
    const count = exports.weightCount();
    if (weights.length !== count) throw new RangeError(`The network has ${count} weights, and ${weights.length} came.`);
    const wrong = weights.findIndex((weight) => !Number.isFinite(weight));
    if (wrong >= 0) throw new RangeError(`Weight ${wrong} is ${weights[wrong]}: no text can be coded with it.`);
    // Nothing grows the memory from here on, so that views of it stay.
    const { buffer } = exports.memory;
    new Float32Array(buffer, exports.weightsAddress(), count).set(weights);
    this.#inputs = new Uint32Array(buffer, exports.inputsAddress(), group);
    this.#frequencies = new Uint32Array(buffer, exports.frequenciesAddress(), group * symbols);
    this.#probabilities = new Float32Array(buffer, exports.probabilitiesAddress(), group * symbols);
    this.positionsCrc = crc32(new Uint8Array(buffer, exports.positionsAddress(), 4 * length * dim));
  }

  /** To be called before the first position of each group. */
  begin(): void {
    this.#exports.begin();
  }

  /**
   * Takes the symbol at `position` of each of the first chunks of the group, where positions come one after another from 0 on.
   * @param inputs one for each chunk, at most G, each below K
   * @returns frequencies of what follows, [chunks, K], with sum `FREQUENCY_TOTAL` and each at least 1; they change with the next call
   */
  advance(position: number, inputs: ArrayLike<number>): Uint32Array {
    const { symbols, length } = this.model;
    if (!(position < length) || inputs.length > this.group) throw new RangeError(`No position ${position} of ${inputs.length} chunks.`);
    for (let chunk = 0; chunk < inputs.length; chunk++) {
      if (!(inputs[chunk] < symbols)) throw new RangeError(`There is no symbol ${inputs[chunk]} among ${symbols}.`);
      this.#inputs[chunk] = inputs[chunk];
    }
    this.#exports.advance(position, inputs.length);
    return this.#frequencies;
  }

  /** What the frequency of a symbol was rounded from in the last step; 0 for the very unlikely. */
  probability(chunk: number, symbol: number): number {
    return this.#probabilities[chunk * this.model.symbols + symbol];
  }

  /** FNV-1a over all frequencies of the group so far. */
  get hash(): number {
    return this.#exports.groupHash() >>> 0;
  }
}

function check(model: TextModel, group: number): void {
  const { symbols, dim, blocks, heads, length } = model;
  const counts = [symbols, dim, blocks, heads, length, group];
  if (!counts.every((count) => Number.isSafeInteger(count) && count >= 1) || symbols > 256 || dim % heads !== 0 || dim / heads > MAX_HEAD) {
    throw new RangeError(`There is no transformer of ${symbols} symbols, width ${dim}, ${blocks} blocks and ${heads} heads.`);
  }
  const bytes = coderBytes(model, group);
  if (bytes > MAX_CODER_BYTES)
    throw new RangeError(`This network and ${group} chunks of ${length} would take ${Math.ceil(bytes / 1e6)} MB.`);
}
