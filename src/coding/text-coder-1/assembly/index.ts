// The engine `text-coder-1`: frequencies of the next symbol from a transformer, step by step for G chunks at once, with the same bits on
// every processor and in every browser. Encoder and decoder call the same function. Frozen: docs/decisions/text-coder.md says why and how.

import { keyFloats, mix, scores, storeKey } from './attention';
import { cos, exp, ln, sin } from './elementary';
import { gelu } from './gelu';
import { gemm, gemmWorkspaceBytes } from './gemm';
import { layerNorm } from './layer-norm';
import { hashWords, quantise } from './quantise';
import { addFloats, copyFloats } from './simd';
import { softmax } from './softmax';

export { gelu, gemm, gemmWorkspaceBytes, layerNorm, softmax };

const EPSILON: f32 = 1e-5;
/** In place of -infinity, so that no NaN can arise. */
const BLOCKED: f32 = -1e9;
const FNV_BASIS: u32 = 2166136261;
const PAGE: usize = 65536;

let symbols = 0, width = 0, blocks = 0, heads = 0, size = 0, length = 0, group = 0;
let faithful = false;
let keysOfHead = 0;
let hash: u32 = FNV_BASIS;

let base: usize = 0, top: usize = 0;
let weights: usize = 0, inputs: usize = 0, frequencies: usize = 0, probabilities: usize = 0, positions: usize = 0;
let cache: usize = 0, cacheBytes: usize = 0;
let h: usize = 0, y: usize = 0, wide: usize = 0, row: usize = 0, workspace: usize = 0;

function take(floats: usize): usize {
  const at = top;
  top += (floats * sizeof<f32>() + 15) & ~15;
  return at;
}

/** Numbers of the network: embedding, blocks, last normalisation, output. */
export function weightCount(): i32 {
  const norms = faithful ? 2 : 4;
  return 2 * symbols * width + symbols + blocks * (12 * width * width + 9 * width + norms * width) + 2 * width;
}

/** Bytes of keys and values of G chunks. */
function stateFloats(): usize {
  return <usize>blocks * group * heads * (keysOfHead + length * size);
}

/**
 * Lays out the memory for a network and G chunks, and fills the position table. What was there before is lost.
 * @returns whether there was memory enough
 */
export function setUp(symbols_: i32, width_: i32, blocks_: i32, heads_: i32, length_: i32, group_: i32, faithful_: bool): bool {
  symbols = symbols_;
  width = width_;
  blocks = blocks_;
  heads = heads_;
  size = width_ / heads_;
  length = length_;
  group = group_;
  faithful = faithful_;
  keysOfHead = keyFloats(size, length);
  base = (__heap_base + 15) & ~15;
  top = base;
  weights = take(weightCount());
  positions = take(<usize>length * width);
  inputs = take(group);
  frequencies = take(<usize>group * symbols);
  probabilities = take(<usize>group * symbols);
  cacheBytes = stateFloats() * sizeof<f32>();
  cache = take(stateFloats());
  h = take(<usize>group * width);
  y = take(<usize>group * width);
  wide = take(<usize>group * width * 4);
  row = take(length + 8);
  workspace = take(gemmWorkspaceBytes() / 4);
  const missing = <i32>((top + PAGE - 1) / PAGE) - memory.size();
  if (missing > 0 && memory.grow(missing) < 0) return false;
  fillPositions();
  return true;
}

export function weightsAddress(): usize { return weights; }
export function positionsAddress(): usize { return positions; }
/** G symbols, 32 bits each. */
export function inputsAddress(): usize { return inputs; }
/** [G, symbols], 32 bits each. */
export function frequenciesAddress(): usize { return frequencies; }
/** [G, symbols], single precision. */
export function probabilitiesAddress(): usize { return probabilities; }
/** Check sum over all frequencies since `begin`. */
export function groupHash(): u32 { return hash; }

/** More memory behind the rest, for whoever calls single kernels. */
export function reserve(bytes: usize): usize {
  const at = take((bytes + 3) / 4);
  const missing = <i32>((top + PAGE - 1) / PAGE) - memory.size();
  if (missing > 0 && memory.grow(missing) < 0) return 0;
  return at;
}

/** Sine in even columns, cosine in odd ones, of position / 10000^(even column / width) (arXiv 1706.03762, section 3.5). */
function fillPositions(): void {
  const ln10000 = ln(10000);
  for (let column = 0; column < width; column++) {
    const rate = exp(-(<f64>(column & ~1) / <f64>width) * ln10000);
    for (let t = 0; t < length; t++) {
      const angle = <f64>t * rate;
      store<f32>(positions + ((<usize>t * width + column) << 2), <f32>(column & 1 ? cos(angle) : sin(angle)));
    }
  }
}

/** Before the first position of a group: forgets keys, values and the check sum. */
export function begin(): void {
  memory.fill(cache, 0, cacheBytes);
  hash = FNV_BASIS;
}

/**
 * Takes the symbols at a position of the first `rows` chunks, one after another from 0 on, and gives frequencies of those that follow.
 * Memory has what is needed for rows up to G and positions below the length; the symbols must be below their number.
 */
export function advance(position: i32, rows: i32): void {
  const d = <usize>width << 2;
  let at = embed(position, rows);
  let state = cache;
  const stateOfBlock = <usize>group * heads * (keysOfHead + length * size) << 2;
  for (let b = 0; b < blocks; b++) {
    const norm = at;
    layerNorm(h, norm, norm + d, EPSILON, y, rows, width);
    at += 2 * d;
    at = attend(at, state, position, rows);
    state += stateOfBlock;
    let wideNorm = norm;
    if (!faithful) {
      wideNorm = at;
      at += 2 * d;
    }
    layerNorm(h, wideNorm, wideNorm + d, EPSILON, y, rows, width);
    gemm(y, at, wide, rows, 4 * width, width, true, at + 4 * <usize>width * d, workspace);
    at += 4 * <usize>width * d + 4 * d;
    gelu(wide, wide, rows * 4 * width);
    gemm(wide, at, y, rows, width, 4 * width, true, at + 4 * <usize>width * d, workspace);
    at += 4 * <usize>width * d + d;
    addFloats(h, y, rows * width);
  }
  layerNorm(h, at, at + d, EPSILON, y, rows, width);
  at += 2 * d;
  gemm(y, at, probabilities, rows, symbols, width, true, at + <usize>symbols * d, workspace);
  softmax(probabilities, probabilities, rows, symbols);
  for (let r = 0; r < rows; r++) {
    const offset = <usize>r * symbols << 2;
    quantise(probabilities + offset, frequencies + offset, symbols);
  }
  hash = hashWords(frequencies, rows * symbols, hash);
}

/** Embedding times sqrt(width), twice that where faithful, plus position. @returns the address of the weights behind the embedding */
function embed(position: i32, rows: i32): usize {
  const scale = f32x4.splat(<f32>(sqrt<f64>(<f64>width) * (faithful ? 2 : 1)));
  const place = positions + (<usize>position * width << 2);
  for (let r = 0; r < rows; r++) {
    const from = weights + (<usize>load<i32>(inputs + (<usize>r << 2)) * width << 2);
    const to = h + (<usize>r * width << 2);
    for (let i = 0; i < width; i += 4) scaleFour(from, to, i, scale);
    addFloats(to, place, width);
  }
  return weights + (<usize>symbols * width << 2);
}

/** Four numbers at once, the last one to three one by one. */
function scaleFour(from: usize, to: usize, i: i32, scale: v128): void {
  const at = <usize>i << 2;
  if (i + 4 <= width) {
    v128.store(to + at, f32x4.mul(v128.load(from + at), scale));
    return;
  }
  for (let j = i; j < width; j++) {
    const o = <usize>j << 2;
    store<f32>(to + o, load<f32>(from + o) * f32x4.extract_lane(scale, 0));
  }
}

/** h += attention(y), for the position of each chunk. @returns the address of the weights behind it */
function attend(at: usize, state: usize, position: i32, rows: i32): usize {
  const d = <usize>width << 2;
  const s = <usize>size << 2;
  gemm(y, at, wide, rows, 3 * width, width, true, at + 3 * <usize>width * d, workspace);
  at += 3 * <usize>width * d + 3 * d;
  const scale = <f32>(1 / sqrt<f64>(<f64>size));
  const columns = min(length, (position + 8) & ~7);
  const keysBytes = <usize>keysOfHead << 2;
  const headBytes = keysBytes + (<usize>length * size << 2);
  for (let r = 0; r < rows; r++) {
    for (let head = 0; head < heads; head++) {
      const query = wide + (<usize>r * width * 3 << 2) + <usize>head * s;
      const keys = state + (<usize>r * heads + head) * headBytes;
      const values = keys + keysBytes;
      storeKey(query + d, keys, position, size);
      copyFloats(values + <usize>position * s, query + 2 * d, size);
      scores(query, keys, row, columns, size, scale);
      for (let j = position + 1; j < columns; j++) store<f32>(row + (<usize>j << 2), BLOCKED);
      softmax(row, row, 1, columns);
      mix(row, values, y + (<usize>r * width << 2) + <usize>head * s, columns, size);
    }
  }
  gemm(y, at, wide, rows, width, width, true, at + <usize>width * d, workspace);
  at += <usize>width * d + d;
  addFloats(h, wide, rows * width);
  return at;
}
