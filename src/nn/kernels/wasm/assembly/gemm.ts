// Single-precision matrix product on packed panels, after Goto and van de Geijn, "Anatomy of High-Performance Matrix
// Multiplication" (ACM TOMS 34(3), 2008): a KC x NC block of B and an MC x KC block of A are copied into panels that the
// innermost loop reads front to back, and a 4 x 8 tile of C stays in eight vector registers meanwhile.
//
// Without fused multiply-add a 6 x 8 tile spills its registers (23 to 28 GFLOP/s against 46 for 4 x 8, measured in C on a
// Zen 4 core), and unrolling k by 2 or 4 costs a quarter of the speed in V8 (41 to 30 GFLOP/s). KC = 256 keeps a B panel
// (8 KB) in the first-level cache, MC = 96 an A block (96 KB) in the second, NC bounds the workspace.
// The order of the additions depends on the shapes alone, so equal inputs give equal bits.

import { loadFirst, storeFirst } from './simd';

/** Rows and columns of a tile of C. */
export const MR = 4;
export const NR = 8;
const KC = 256;
const MC = 96;
const NC = 1024;

/** Activation codes of the epilogue; `matmul.ts` uses the same numbers. */
const RELU = 1;
const RELU6 = 2;
const LEAKY_RELU = 3;

/** Bytes of scratch that `gemm` needs whatever the shape: the panels of B, and behind them those of A. */
export function gemmWorkspaceBytes(): i32 {
  return (KC * NC + MC * KC) * sizeof<f32>();
}

/**
 * C = act(op(A) op(B) + bias), or C += op(A) op(B) with `accumulate`, for `batch` products whose operands lie `strideX` bytes apart.
 * op(A) is m x k, op(B) is k x n, C is m x n, all row-major; `lda` and `ldb` are row lengths of A and B as stored.
 * `bias` is the address of n floats or 0. `workspace` points to `gemmWorkspaceBytes()` bytes.
 */
export function gemm(
  a: usize, b: usize, c: usize,
  m: i32, n: i32, k: i32,
  transposeA: bool, transposeB: bool,
  lda: i32, ldb: i32,
  batch: i32, strideA: usize, strideB: usize, strideC: usize,
  accumulate: bool, bias: usize, activation: i32, slope: f32,
  workspace: usize,
): void {
  for (let i = 0; i < batch; i++) {
    product(a, b, c, m, n, k, transposeA, transposeB, lda, ldb, accumulate, bias, activation, slope, workspace);
    a += strideA;
    b += strideB;
    c += strideC;
  }
}

/** Where the panels of A lie in a workspace. */
// @ts-ignore: decorator
@inline
export function panelsOfA(workspace: usize): usize {
  return workspace + KC * NC * sizeof<f32>();
}

/** One product; see `gemm`. */
export function product(
  a: usize, b: usize, c: usize,
  m: i32, n: i32, k: i32,
  transposeA: bool, transposeB: bool,
  lda: i32, ldb: i32,
  accumulate: bool, bias: usize, activation: i32, slope: f32,
  workspace: usize,
): void {
  const packedB = workspace;
  const packedA = panelsOfA(workspace);
  for (let j0 = 0; j0 < n; j0 += NC) {
    const nc = min(NC, n - j0);
    let k0 = 0;
    // An empty inner dimension still has to write C: the loop runs once with kc = 0.
    do {
      const kc = min(KC, k - k0);
      const addToC = accumulate || k0 > 0;
      const last = k0 + kc >= k;
      packB(b, transposeB, ldb, j0, nc, k0, kc, packedB);
      for (let i0 = 0; i0 < m; i0 += MC) {
        const mc = min(MC, m - i0);
        packA(a, transposeA, lda, i0, mc, k0, kc, packedA);
        block(
          packedA, packedB, 0, kc, c + ((<usize>i0 * n + j0) << 2), mc, nc, kc, n,
          addToC, last && bias ? bias + (<usize>j0 << 2) : 0, last ? activation : 0, slope,
        );
      }
      k0 += kc;
    } while (k0 < k);
  }
}

/**
 * Every tile of an mc x nc block of C, from kc rows of op(B), the first of them `fromB` of the `packedRows` that its panels hold. A tail of
 * one to four columns has a narrower panel, so that n = 10 costs 12 columns.
 */
export function block(
  packedA: usize, packedB: usize, fromB: i32, packedRows: i32, c: usize,
  mc: i32, nc: i32, kc: i32, ldc: i32,
  addToC: bool, bias: usize, activation: i32, slope: f32,
): void {
  const panelA = <usize>kc * MR * sizeof<f32>();
  for (let j = 0; j < nc; j += NR) {
    const width = nc - j;
    const panelB = packedB + ((<usize>j * packedRows + <usize>fromB * (width > 4 ? NR : 4)) << 2);
    const tileBias = bias ? bias + (<usize>j << 2) : 0;
    let panel = packedA;
    let tile = c + (<usize>j << 2);
    for (let i = 0; i < mc; i += MR) {
      if (width > 4) {
        tile4x8(kc, panel, panelB, tile, ldc, mc - i, width, addToC, tileBias, activation, slope);
      } else {
        tile4x4(kc, panel, panelB, tile, ldc, mc - i, width, addToC, tileBias, activation, slope);
      }
      panel += panelA;
      tile += (<usize>ldc * MR) << 2;
    }
  }
}

/** sum + x y, rounded twice; in the relaxed module once or twice, as the processor likes. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(x: v128, y: v128, sum: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(x, y, sum);
  return f32x4.add(sum, f32x4.mul(x, y));
}

function tile4x8(
  kc: i32, a: usize, b: usize, c: usize,
  ldc: i32, rows: i32, columns: i32,
  addToC: bool, bias: usize, activation: i32, slope: f32,
): void {
  let c00 = f32x4.splat(0), c01 = f32x4.splat(0);
  let c10 = f32x4.splat(0), c11 = f32x4.splat(0);
  let c20 = f32x4.splat(0), c21 = f32x4.splat(0);
  let c30 = f32x4.splat(0), c31 = f32x4.splat(0);
  for (let k = 0; k < kc; k++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load_splat<f32>(a);
    c00 = multiplyAdd(a0, b0, c00);
    c01 = multiplyAdd(a0, b1, c01);
    const a1 = v128.load_splat<f32>(a, 4);
    c10 = multiplyAdd(a1, b0, c10);
    c11 = multiplyAdd(a1, b1, c11);
    const a2 = v128.load_splat<f32>(a, 8);
    c20 = multiplyAdd(a2, b0, c20);
    c21 = multiplyAdd(a2, b1, c21);
    const a3 = v128.load_splat<f32>(a, 12);
    c30 = multiplyAdd(a3, b0, c30);
    c31 = multiplyAdd(a3, b1, c31);
    a += 16;
    b += 32;
  }
  const row = <usize>ldc << 2;
  if (rows >= MR && columns >= NR) {
    finishWholeRow(c, c00, c01, addToC, bias, activation, slope);
    finishWholeRow(c + row, c10, c11, addToC, bias, activation, slope);
    finishWholeRow(c + 2 * row, c20, c21, addToC, bias, activation, slope);
    finishWholeRow(c + 3 * row, c30, c31, addToC, bias, activation, slope);
    return;
  }
  finishRow8(c, c00, c01, columns, addToC, bias, activation, slope);
  if (rows > 1) finishRow8(c + row, c10, c11, columns, addToC, bias, activation, slope);
  if (rows > 2) finishRow8(c + 2 * row, c20, c21, columns, addToC, bias, activation, slope);
  if (rows > 3) finishRow8(c + 3 * row, c30, c31, columns, addToC, bias, activation, slope);
}

/** Four columns leave only four sums, too few to hide the latency of the addition: even and odd k have sums of their own. */
function tile4x4(
  kc: i32, a: usize, b: usize, c: usize,
  ldc: i32, rows: i32, columns: i32,
  addToC: bool, bias: usize, activation: i32, slope: f32,
): void {
  let even0 = f32x4.splat(0), even1 = f32x4.splat(0), even2 = f32x4.splat(0), even3 = f32x4.splat(0);
  let odd0 = f32x4.splat(0), odd1 = f32x4.splat(0), odd2 = f32x4.splat(0), odd3 = f32x4.splat(0);
  let k = 0;
  for (; k + 2 <= kc; k += 2) {
    const b0 = v128.load(b);
    even0 = multiplyAdd(v128.load_splat<f32>(a), b0, even0);
    even1 = multiplyAdd(v128.load_splat<f32>(a, 4), b0, even1);
    even2 = multiplyAdd(v128.load_splat<f32>(a, 8), b0, even2);
    even3 = multiplyAdd(v128.load_splat<f32>(a, 12), b0, even3);
    const b1 = v128.load(b, 16);
    odd0 = multiplyAdd(v128.load_splat<f32>(a, 16), b1, odd0);
    odd1 = multiplyAdd(v128.load_splat<f32>(a, 20), b1, odd1);
    odd2 = multiplyAdd(v128.load_splat<f32>(a, 24), b1, odd2);
    odd3 = multiplyAdd(v128.load_splat<f32>(a, 28), b1, odd3);
    a += 32;
    b += 32;
  }
  if (k < kc) {
    const b0 = v128.load(b);
    even0 = multiplyAdd(v128.load_splat<f32>(a), b0, even0);
    even1 = multiplyAdd(v128.load_splat<f32>(a, 4), b0, even1);
    even2 = multiplyAdd(v128.load_splat<f32>(a, 8), b0, even2);
    even3 = multiplyAdd(v128.load_splat<f32>(a, 12), b0, even3);
  }
  const row = <usize>ldc << 2;
  finish4(c, f32x4.add(even0, odd0), columns, addToC, bias, activation, slope);
  if (rows > 1) finish4(c + row, f32x4.add(even1, odd1), columns, addToC, bias, activation, slope);
  if (rows > 2) finish4(c + 2 * row, f32x4.add(even2, odd2), columns, addToC, bias, activation, slope);
  if (rows > 3) finish4(c + 3 * row, f32x4.add(even3, odd3), columns, addToC, bias, activation, slope);
}

/** A row of a whole tile, without the calls of the general case: with k = 10 those took as long as the products. */
// @ts-ignore: decorator
@inline
function finishWholeRow(
  c: usize, low: v128, high: v128, addToC: bool, bias: usize, activation: i32, slope: f32,
): void {
  if (addToC) {
    low = f32x4.add(low, v128.load(c));
    high = f32x4.add(high, v128.load(c, 16));
  }
  if (bias) {
    low = f32x4.add(low, v128.load(bias));
    high = f32x4.add(high, v128.load(bias, 16));
  }
  if (activation) {
    low = activate(low, activation, slope);
    high = activate(high, activation, slope);
  }
  v128.store(c, low);
  v128.store(c, high, 16);
}

// @ts-ignore: decorator
@inline
function finishRow8(
  c: usize, low: v128, high: v128, columns: i32,
  addToC: bool, bias: usize, activation: i32, slope: f32,
): void {
  finish4(c, low, 4, addToC, bias, activation, slope);
  finish4(c + 16, high, columns - 4, addToC, bias ? bias + 16 : 0, activation, slope);
}

/** Adds what C holds and the bias, applies the activation, and writes the first `columns` (1 or more; at most 4 count) values. */
export function finish4(c: usize, sum: v128, columns: i32, addToC: bool, bias: usize, activation: i32, slope: f32): void {
  if (addToC) sum = f32x4.add(sum, loadFirst(c, columns));
  if (bias) sum = f32x4.add(sum, loadFirst(bias, columns));
  storeFirst(c, activate(sum, activation, slope), columns);
}

function activate(x: v128, activation: i32, slope: f32): v128 {
  if (activation == RELU) return f32x4.max(x, f32x4.splat(0));
  if (activation == RELU6) return f32x4.min(f32x4.max(x, f32x4.splat(0)), f32x4.splat(6));
  if (activation == LEAKY_RELU) return v128.bitselect(f32x4.mul(x, f32x4.splat(slope)), x, f32x4.lt(x, f32x4.splat(0)));
  return x;
}

/** Panels of four rows of op(A): within a panel the four values of one k lie side by side; missing rows are 0. */
export function packA(a: usize, transpose: bool, lda: i32, i0: i32, mc: i32, k0: i32, kc: i32, packed: usize): void {
  let i = 0;
  if (transpose) {
    for (; i + 4 * MR <= mc; i += 4 * MR) {
      packFourPanels(a + ((<usize>k0 * lda + i0 + i) << 2), lda, kc, packed);
      packed += <usize>kc * 4 * MR * sizeof<f32>();
    }
  }
  for (; i < mc; i += MR) {
    const valid = mc - i;
    if (transpose) {
      packContiguous(a + ((<usize>k0 * lda + i0 + i) << 2), lda, valid, kc, packed, MR);
    } else {
      packStrided(a + ((<usize>(i0 + i) * lda + k0) << 2), lda, valid, kc, packed, MR);
    }
    packed += <usize>kc * MR * sizeof<f32>();
  }
}

/** Panels of eight columns of op(B), the last one of four if that is enough; missing columns are 0. */
export function packB(b: usize, transpose: bool, ldb: i32, j0: i32, nc: i32, k0: i32, kc: i32, packed: usize): void {
  for (let j = 0; j < nc; j += NR) {
    const valid = nc - j;
    const width = valid > 4 ? NR : 4;
    for (let half = 0; half < width; half += 4) {
      if (transpose) {
        packStrided(b + ((<usize>(j0 + j + half) * ldb + k0) << 2), ldb, valid - half, kc, packed + (half << 2), width);
      } else {
        packContiguous(b + ((<usize>k0 * ldb + j0 + j + half) << 2), ldb, valid - half, kc, packed + (half << 2), width);
      }
    }
    packed += <usize>kc * NR * sizeof<f32>();
  }
}

/** Lanes side by side in memory, steps of k `ld` floats apart. Writes one vector per k, `width` floats apart. */
function packContiguous(source: usize, ld: i32, valid: i32, kc: i32, packed: usize, width: i32): void {
  const step = <usize>ld << 2;
  const out = <usize>width << 2;
  if (valid >= 4) {
    for (let k = 0; k < kc; k++) {
      v128.store(packed, v128.load(source));
      source += step;
      packed += out;
    }
  } else {
    for (let k = 0; k < kc; k++) {
      v128.store(packed, loadFirst(source, valid));
      source += step;
      packed += out;
    }
  }
}

/** Four panels at once, since sixteen floats are one cache line of the source and its rows often lie a power of two apart. */
function packFourPanels(source: usize, ld: i32, kc: i32, packed: usize): void {
  const step = <usize>ld << 2;
  const panel = (<usize>kc * MR) << 2;
  const packed1 = packed + panel;
  const packed2 = packed + 2 * panel;
  const packed3 = packed + 3 * panel;
  for (let offset: usize = 0; offset < panel; offset += 16) {
    v128.store(packed + offset, v128.load(source));
    v128.store(packed1 + offset, v128.load(source, 16));
    v128.store(packed2 + offset, v128.load(source, 32));
    v128.store(packed3 + offset, v128.load(source, 48));
    source += step;
  }
}

/** Lanes `ld` floats apart, steps of k side by side: a transposition, done on 4 x 4 blocks in registers. */
function packStrided(source: usize, ld: i32, valid: i32, kc: i32, packed: usize, width: i32): void {
  const row = <usize>ld << 2;
  const out = <usize>width << 2;
  const row1 = source + row;
  const row2 = source + 2 * row;
  const row3 = source + 3 * row;
  const blocks = valid >= 4 ? kc & ~3 : 0;
  let k = 0;
  for (; k < blocks; k += 4) {
    const offset = <usize>k << 2;
    const r0 = v128.load(source + offset);
    const r1 = v128.load(row1 + offset);
    const r2 = v128.load(row2 + offset);
    const r3 = v128.load(row3 + offset);
    const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
    const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
    const high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    v128.store(packed, v128.shuffle<f64>(low01, low23, 0, 2));
    v128.store(packed + out, v128.shuffle<f64>(low01, low23, 1, 3));
    v128.store(packed + 2 * out, v128.shuffle<f64>(high01, high23, 0, 2));
    v128.store(packed + 3 * out, v128.shuffle<f64>(high01, high23, 1, 3));
    packed += 4 * out;
  }
  for (; k < kc; k++) {
    const offset = <usize>k << 2;
    store<f32>(packed, load<f32>(source + offset));
    store<f32>(packed, valid > 1 ? load<f32>(row1 + offset) : 0, 4);
    store<f32>(packed, valid > 2 ? load<f32>(row2 + offset) : 0, 8);
    store<f32>(packed, valid > 3 ? load<f32>(row3 + offset) : 0, 12);
    packed += out;
  }
}
