// Single-precision matrix product on packed panels, after Goto and van de Geijn, "Anatomy of High-Performance Matrix
// Multiplication" (ACM TOMS 34(3), 2008): a KC x NC block of B and an MC x KC block of A are copied into panels that the
// innermost loop reads front to back, and a 4 x 8 tile of C stays in eight vector registers meanwhile.
//
// Every sum runs over k in order, in blocks of KC, without fused multiply-add; where a last tile has one to four columns, even and odd k
// have sums of their own. So the bits of a column depend on whether it lies in such a tile, and on nothing else of the shape.

import { loadFirst, storeFirst } from './simd';

const MR = 4;
const NR = 8;
export const KC = 256;
const MC = 96;
const NC = 1024;

/** Bytes of scratch that `gemm` needs whatever the shape. */
export function gemmWorkspaceBytes(): i32 {
  return (KC * NC + MC * KC) * sizeof<f32>();
}

/**
 * C = A op(B) + bias; A is m x k, op(B) is k x n, C is m x n, all row-major. `bias` is the address of n floats or 0. `workspace`
 * points to `gemmWorkspaceBytes()` bytes.
 */
export function gemm(a: usize, b: usize, c: usize, m: i32, n: i32, k: i32, transposeB: bool, bias: usize, workspace: usize): void {
  const packedB = workspace;
  const packedA = workspace + KC * NC * sizeof<f32>();
  const ldb = transposeB ? k : n;
  for (let j0 = 0; j0 < n; j0 += NC) {
    const nc = min(NC, n - j0);
    for (let k0 = 0; k0 < k; k0 += KC) {
      const kc = min(KC, k - k0);
      const lastBias = k0 + kc >= k && bias ? bias + (<usize>j0 << 2) : 0;
      packB(b, transposeB, ldb, j0, nc, k0, kc, packedB);
      for (let i0 = 0; i0 < m; i0 += MC) {
        const mc = min(MC, m - i0);
        packA(a, k, i0, mc, k0, kc, packedA);
        block(packedA, packedB, c + ((<usize>i0 * n + j0) << 2), mc, nc, kc, n, k0 > 0, lastBias);
      }
    }
  }
}

/** Every tile of an mc x nc block of C. */
function block(packedA: usize, packedB: usize, c: usize, mc: i32, nc: i32, kc: i32, ldc: i32, addToC: bool, bias: usize): void {
  const panelA = <usize>kc * MR * sizeof<f32>();
  for (let j = 0; j < nc; j += NR) {
    const width = nc - j;
    const panelB = packedB + ((<usize>j * kc) << 2);
    const tileBias = bias ? bias + (<usize>j << 2) : 0;
    let panel = packedA;
    let tile = c + (<usize>j << 2);
    for (let i = 0; i < mc; i += MR) {
      if (width > 4) tile4x8(kc, panel, panelB, tile, ldc, mc - i, width, addToC, tileBias);
      else tile4x4(kc, panel, panelB, tile, ldc, mc - i, width, addToC, tileBias);
      panel += panelA;
      tile += (<usize>ldc * MR) << 2;
    }
  }
}

/** sum + x y, rounded twice. */
// @ts-ignore: decorator
@inline
export function multiplyAdd(x: v128, y: v128, sum: v128): v128 {
  return f32x4.add(sum, f32x4.mul(x, y));
}

function tile4x8(kc: i32, a: usize, b: usize, c: usize, ldc: i32, rows: i32, columns: i32, addToC: bool, bias: usize): void {
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
  finish8(c, c00, c01, columns, addToC, bias);
  if (rows > 1) finish8(c + row, c10, c11, columns, addToC, bias);
  if (rows > 2) finish8(c + 2 * row, c20, c21, columns, addToC, bias);
  if (rows > 3) finish8(c + 3 * row, c30, c31, columns, addToC, bias);
}

function tile4x4(kc: i32, a: usize, b: usize, c: usize, ldc: i32, rows: i32, columns: i32, addToC: bool, bias: usize): void {
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
  finish4(c, f32x4.add(even0, odd0), columns, addToC, bias);
  if (rows > 1) finish4(c + row, f32x4.add(even1, odd1), columns, addToC, bias);
  if (rows > 2) finish4(c + 2 * row, f32x4.add(even2, odd2), columns, addToC, bias);
  if (rows > 3) finish4(c + 3 * row, f32x4.add(even3, odd3), columns, addToC, bias);
}

// @ts-ignore: decorator
@inline
function finish8(c: usize, low: v128, high: v128, columns: i32, addToC: bool, bias: usize): void {
  finish4(c, low, 4, addToC, bias);
  finish4(c + 16, high, columns - 4, addToC, bias ? bias + 16 : 0);
}

/** Adds what C holds and the bias, and writes the first `columns` (1 or more; at most 4 count) values. */
function finish4(c: usize, sum: v128, columns: i32, addToC: bool, bias: usize): void {
  if (addToC) sum = f32x4.add(sum, loadFirst(c, columns));
  if (bias) sum = f32x4.add(sum, loadFirst(bias, columns));
  storeFirst(c, sum, columns);
}

/** Panels of four rows of A: within a panel the four values of one k lie side by side; missing rows are 0. */
function packA(a: usize, lda: i32, i0: i32, mc: i32, k0: i32, kc: i32, packed: usize): void {
  for (let i = 0; i < mc; i += MR) {
    packStrided(a + ((<usize>(i0 + i) * lda + k0) << 2), lda, mc - i, kc, packed, MR);
    packed += <usize>kc * MR * sizeof<f32>();
  }
}

/** Panels of eight columns of op(B), the last one of four if that is enough; missing columns are 0. */
function packB(b: usize, transpose: bool, ldb: i32, j0: i32, nc: i32, k0: i32, kc: i32, packed: usize): void {
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
  for (let k = 0; k < kc; k++) {
    v128.store(packed, loadFirst(source, valid));
    source += step;
    packed += out;
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
