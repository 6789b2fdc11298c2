// A dense layer whose weights are mostly zeros: only what is left is multiplied, in the order in which `gemm` adds, so that
// the result has the bits of the whole product.
//
// Thirty-two samples are taken at a time, their inputs side by side, so that one weight meets eight vectors of samples and
// their sums stay in registers; a block of 784 inputs is 100 KB and stays in the second-level cache. A weight that is left
// costs what one costs in the whole product, so that a layer takes the share of its time that is left of its weights.

import { multiplyAdd } from './gemm';

/** Samples that are taken at a time, and bytes of theirs. */
const TILE = 32;
const ROW: usize = TILE * sizeof<f32>();

/** As in `gemm.ts`: sums are begun anew every KC inputs, and of a tail of up to four outputs those of even and odd inputs apart. */
const KC = 256;
const NR = 8;
const RELU = 1;

/** Bytes of scratch for a layer of that many inputs and outputs. */
export function sparseScratchBytes(inputs: i32, outputs: i32): i32 {
  return (inputs + outputs) * <i32>ROW;
}

/**
 * y = act(x Wᵀ + bias). x is m x inputs, y is m x outputs, both row-major. The weights of output o are values[starts[o]] to
 * values[starts[o + 1]], those of ascending inputs, which `columns` names. `bias` is the address of floats or 0, the activation 0 or
 * 1 for relu.
 */
export function sparseDense(
  x: usize, y: usize, m: i32, inputs: i32, outputs: i32,
  values: usize, columns: usize, starts: usize, bias: usize, activation: i32, scratch: usize,
): void {
  const packed = scratch;
  const sums = packed + <usize>inputs * ROW;
  const tail = outputs % NR;
  const firstOfTail = tail > 0 && tail <= 4 ? outputs - tail : outputs;
  for (let i = 0; i < m; i += TILE) {
    const rows = min(TILE, m - i);
    side(x + ((<usize>i * inputs) << 2), rows, inputs, packed);
    for (let o = 0; o < outputs; o++) {
      const begin = load<i32>(starts + (<usize>o << 2));
      const end = load<i32>(starts + (<usize>(o + 1) << 2));
      const sum = sums + <usize>o * ROW;
      if (o < firstOfTail) sumAll(values, columns, begin, end, packed, sum);
      else sumApart(values, columns, begin, end, packed, sum);
      finish(sum, bias ? load<f32>(bias + (<usize>o << 2)) : 0, bias != 0, activation);
    }
    back(sums, rows, outputs, y + ((<usize>i * outputs) << 2));
  }
}

/** Inputs of the samples of a tile side by side; those of missing samples are what was there before. */
function side(x: usize, rows: i32, inputs: i32, packed: usize): void {
  const row = <usize>inputs << 2;
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    const from = x + <usize>r * row;
    const to = packed + (<usize>r << 2);
    let k = 0;
    for (; k + 4 <= inputs; k += 4) {
      const at = from + (<usize>k << 2);
      exchange(
        v128.load(at), v128.load(at + row), v128.load(at + 2 * row), v128.load(at + 3 * row),
        to + <usize>k * ROW, ROW,
      );
    }
    for (; k < inputs; k++) {
      for (let one = 0; one < 4; one++) store<f32>(to + <usize>k * ROW + (<usize>one << 2), load<f32>(from + <usize>one * row + (<usize>k << 2)));
    }
  }
  for (; r < rows; r++) {
    for (let k = 0; k < inputs; k++) store<f32>(packed + <usize>k * ROW + (<usize>r << 2), load<f32>(x + <usize>r * row + (<usize>k << 2)));
  }
}

/** Writes the four rows of 4 x 4 values as columns. */
// @ts-ignore: decorator
@inline
function exchange(s0: v128, s1: v128, s2: v128, s3: v128, to: usize, step: usize): void {
  const low01 = v128.shuffle<f32>(s0, s1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(s0, s1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(s2, s3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(s2, s3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f64>(low01, low23, 0, 2));
  v128.store(to + step, v128.shuffle<f64>(low01, low23, 1, 3));
  v128.store(to + 2 * step, v128.shuffle<f64>(high01, high23, 0, 2));
  v128.store(to + 3 * step, v128.shuffle<f64>(high01, high23, 1, 3));
}

/** The sums of one output, for all samples of a tile. */
function sumAll(values: usize, columns: usize, begin: i32, end: i32, packed: usize, sum: usize): void {
  let at = begin;
  let isFirst = true;
  while (at < end) {
    const blockEnd = (load<i32>(columns + (<usize>at << 2)) / KC + 1) * KC;
    let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
    let s4 = f32x4.splat(0), s5 = f32x4.splat(0), s6 = f32x4.splat(0), s7 = f32x4.splat(0);
    for (; at < end; at++) {
      const column = load<i32>(columns + (<usize>at << 2));
      if (column >= blockEnd) break;
      const from = packed + <usize>column * ROW;
      const w = v128.load_splat<f32>(values + (<usize>at << 2));
      s0 = multiplyAdd(v128.load(from), w, s0);
      s1 = multiplyAdd(v128.load(from, 16), w, s1);
      s2 = multiplyAdd(v128.load(from, 32), w, s2);
      s3 = multiplyAdd(v128.load(from, 48), w, s3);
      s4 = multiplyAdd(v128.load(from, 64), w, s4);
      s5 = multiplyAdd(v128.load(from, 80), w, s5);
      s6 = multiplyAdd(v128.load(from, 96), w, s6);
      s7 = multiplyAdd(v128.load(from, 112), w, s7);
    }
    if (!isFirst) {
      s0 = f32x4.add(s0, v128.load(sum));
      s1 = f32x4.add(s1, v128.load(sum, 16));
      s2 = f32x4.add(s2, v128.load(sum, 32));
      s3 = f32x4.add(s3, v128.load(sum, 48));
      s4 = f32x4.add(s4, v128.load(sum, 64));
      s5 = f32x4.add(s5, v128.load(sum, 80));
      s6 = f32x4.add(s6, v128.load(sum, 96));
      s7 = f32x4.add(s7, v128.load(sum, 112));
    }
    isFirst = false;
    v128.store(sum, s0);
    v128.store(sum, s1, 16);
    v128.store(sum, s2, 32);
    v128.store(sum, s3, 48);
    v128.store(sum, s4, 64);
    v128.store(sum, s5, 80);
    v128.store(sum, s6, 96);
    v128.store(sum, s7, 112);
  }
  if (isFirst) memory.fill(sum, 0, ROW);
}

/** The same with sums of even and odd inputs apart within a block. At most four outputs of a layer: plain rather than quick. */
function sumApart(values: usize, columns: usize, begin: i32, end: i32, packed: usize, sum: usize): void {
  memory.fill(sum, 0, ROW);
  let at = begin;
  while (at < end) {
    const blockEnd = (load<i32>(columns + (<usize>at << 2)) / KC + 1) * KC;
    let last = at;
    while (last < end && load<i32>(columns + (<usize>last << 2)) < blockEnd) last++;
    for (let lane: usize = 0; lane < ROW; lane += 16) {
      let even = f32x4.splat(0);
      let odd = f32x4.splat(0);
      for (let one = at; one < last; one++) {
        const column = load<i32>(columns + (<usize>one << 2));
        const product = v128.load(packed + <usize>column * ROW + lane);
        const w = v128.load_splat<f32>(values + (<usize>one << 2));
        if (column & 1) odd = multiplyAdd(product, w, odd);
        else even = multiplyAdd(product, w, even);
      }
      v128.store(sum + lane, f32x4.add(f32x4.add(even, odd), v128.load(sum + lane)));
    }
    at = last;
  }
}

function finish(sum: usize, bias: f32, withBias: bool, activation: i32): void {
  const all = f32x4.splat(bias);
  for (let lane: usize = 0; lane < ROW; lane += 16) {
    let value = v128.load(sum + lane);
    if (withBias) value = f32x4.add(value, all);
    if (activation == RELU) value = f32x4.max(value, f32x4.splat(0));
    v128.store(sum + lane, value);
  }
}

/** Sums of samples side by side to the outputs of one sample after another. */
function back(sums: usize, rows: i32, outputs: i32, y: usize): void {
  const row = <usize>outputs << 2;
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    const from = sums + (<usize>r << 2);
    const to = y + <usize>r * row;
    let o = 0;
    for (; o + 4 <= outputs; o += 4) {
      const at = from + <usize>o * ROW;
      exchange(
        v128.load(at), v128.load(at + ROW), v128.load(at + 2 * ROW), v128.load(at + 3 * ROW),
        to + (<usize>o << 2), row,
      );
    }
    for (; o < outputs; o++) {
      for (let one = 0; one < 4; one++) store<f32>(to + <usize>one * row + (<usize>o << 2), load<f32>(from + <usize>o * ROW + (<usize>one << 2)));
    }
  }
  for (; r < rows; r++) {
    for (let o = 0; o < outputs; o++) store<f32>(y + <usize>r * row + (<usize>o << 2), load<f32>(sums + <usize>o * ROW + (<usize>r << 2)));
  }
}
