// Causal self-attention of all heads, forwards and back (arXiv 1706.03762, section 3.2.1), on queries, keys and values as one product left
// them: row t of [batch * length, 3 width] has those of token t beside each other, and in each of the three the heads.
//
// Nothing is moved: products read and write the heads where they lie. A block of BLOCK rows of scores ends at its last token's own column,
// since what lies behind is masked; at 64 tokens that is 5/8 of the square. The sums have the order of whole products, so the bits are those
// of product, mask and softmax one after the other, in 0.55 of their time at batch 16, length 64, width 64 and 4 heads; they were a quarter
// of a training step of two blocks. Blocks of 32 rows are no faster.

import { block, packA, packB, panelsOfA } from './gemm';
import { expNonPositive } from './math';
import { high, low, sumOfTwo } from './reduce';
import { firstLanes, loadFirst, maxLanes, storeFirst } from './simd';

/** Rows of scores at once: a multiple of 8, the columns of a panel, so that every block but the last ends with a whole panel. */
const BLOCK = 16;

/** Bytes of scratch that `attentionGradient` needs for a length: the gradient of one head's scores. */
export function attentionScratchBytes(length: i32): i32 {
  return length * length * sizeof<f32>();
}

/**
 * y = softmax(Q transpose(K) scale) V for every sequence and head, each token looking at itself and those before it.
 * x is [batch length, 3 heads size], y [batch length, heads size], `seen` [batch, heads, length, length]: the probabilities, those of later
 * tokens 0. At most 1024 tokens, and heads of at most 256 numbers.
 */
export function attention(
  x: usize, seen: usize, y: usize, batch: i32, heads: i32, length: i32, size: i32, scale: f32, workspace: usize,
): void {
  const width = heads * size;
  const packed = panelsOfA(workspace);
  for (let b = 0; b < batch; b++) {
    const sequence = x + ((<usize>b * length * 3 * width) << 2);
    for (let h = 0; h < heads; h++) {
      const queries = sequence + ((<usize>h * size) << 2);
      const keys = queries + (<usize>width << 2);
      const values = keys + (<usize>width << 2);
      const out = y + ((<usize>b * length * width + h * size) << 2);
      packB(keys, true, 3 * width, 0, length, 0, size, workspace);
      for (let i = 0; i < length; i += BLOCK) {
        const end = min(i + BLOCK, length);
        const scores = seen + ((<usize>i * length) << 2);
        packA(queries, false, 3 * width, i, end - i, 0, size, packed);
        block(packed, workspace, 0, size, scores, end - i, end, size, length, false, 0, 0, 0);
        causalSoftmax(scores, i, end, length, scale);
      }
      packB(values, false, 3 * width, 0, size, 0, length, workspace);
      for (let i = 0; i < length; i += BLOCK) {
        const end = min(i + BLOCK, length);
        packA(seen, false, length, i, end - i, 0, end, packed);
        block(packed, workspace, 0, length, out + ((<usize>i * width) << 2), end - i, size, end, width, false, 0, 0, 0);
      }
      seen += (<usize>length * length) << 2;
    }
  }
}

/** dx of `attention` for its dy, given its x and the probabilities that it has left; `scratch` has `attentionScratchBytes(length)`. */
export function attentionGradient(
  dy: usize, x: usize, seen: usize, dx: usize,
  batch: i32, heads: i32, length: i32, size: i32, scale: f32, scratch: usize, workspace: usize,
): void {
  const width = heads * size;
  const packed = panelsOfA(workspace);
  for (let b = 0; b < batch; b++) {
    const sequence = (<usize>b * length * 3 * width) << 2;
    for (let h = 0; h < heads; h++) {
      const queries = sequence + ((<usize>h * size) << 2);
      const keys = queries + (<usize>width << 2);
      const values = keys + (<usize>width << 2);
      const out = dy + ((<usize>b * length * width + h * size) << 2);
      packB(x + values, true, 3 * width, 0, length, 0, size, workspace);
      for (let i = 0; i < length; i += BLOCK) {
        const end = min(i + BLOCK, length);
        const row = (<usize>i * length) << 2;
        packA(out, false, width, i, end - i, 0, size, packed);
        block(packed, workspace, 0, size, scratch + row, end - i, end, size, length, false, 0, 0, 0);
        causalSoftmaxGradient(scratch + row, seen + row, i, end, length, scale);
      }
      packB(x + keys, false, 3 * width, 0, size, 0, length, workspace);
      for (let i = 0; i < length; i += BLOCK) {
        const end = min(i + BLOCK, length);
        packA(scratch, false, length, i, end - i, 0, end, packed);
        block(packed, workspace, 0, length, dx + queries + ((<usize>i * 3 * width) << 2), end - i, size, end, 3 * width, false, 0, 0, 0);
      }
      fromLater(scratch, x + queries, 3 * width, dx + keys, length, size, 3 * width, packed, workspace);
      fromLater(seen, out, width, dx + values, length, size, 3 * width, packed, workspace);
      seen += (<usize>length * length) << 2;
    }
  }
}

/** c = transpose(a) b: what each token gets from itself and those after it. a is length x length, b and c length x size in rows of ldb and ldc. */
// @ts-ignore: decorator
@inline
function fromLater(a: usize, b: usize, ldb: i32, c: usize, length: i32, size: i32, ldc: i32, packed: usize, workspace: usize): void {
  packB(b, false, ldb, 0, size, 0, length, workspace);
  for (let j = 0; j < length; j += BLOCK) {
    const rows = min(BLOCK, length - j);
    packA(a, true, length, j, rows, j, length - j, packed);
    block(packed, workspace, j, length, c + ((<usize>j * ldc) << 2), rows, size, length - j, ldc, false, 0, 0, 0);
  }
}

/** Softmax of rows `from` to `end` of scores times `scale`, over the first r + 1 of row r; the others become 0. */
function causalSoftmax(scores: usize, from: i32, end: i32, length: i32, scale: f32): void {
  const factor = f32x4.splat(scale);
  for (let r = from; r < end; r++) {
    const whole = (r + 1) & ~3;
    const tail = scores + (<usize>whole << 2);
    const left = r + 1 - whole;
    let largest = f32x4.splat(-Infinity);
    for (let at = scores; at < tail; at += 16) {
      const score = f32x4.mul(v128.load(at), factor);
      v128.store(at, score);
      largest = f32x4.max(largest, score);
    }
    // Lanes behind the token itself are -infinity, so that their exponential is 0.
    let last = f32x4.splat(-Infinity);
    if (left > 0) {
      last = v128.bitselect(f32x4.mul(loadFirst(tail, left), factor), last, firstLanes(left));
      largest = f32x4.max(largest, last);
    }
    const top = f32x4.splat(maxLanes(largest));
    let sums = f64x2.splat(0);
    for (let at = scores; at < tail; at += 16) {
      const e = expNonPositive(f32x4.sub(v128.load(at), top));
      v128.store(at, e);
      sums = f64x2.add(sums, f64x2.add(low(e), high(e)));
    }
    last = expNonPositive(f32x4.sub(last, top));
    sums = f64x2.add(sums, f64x2.add(low(last), high(last)));
    const share = f32x4.splat(<f32>(1 / sumOfTwo(sums)));
    for (let at = scores; at < tail; at += 16) v128.store(at, f32x4.mul(v128.load(at), share));
    const row = scores + (<usize>length << 2);
    let at = tail;
    if (left > 0) {
      storeFirst(at, f32x4.mul(last, share), <i32>((row - at) >> 2));
      at += 16;
    }
    for (; at < row; at += 16) storeFirst(at, f32x4.splat(0), <i32>((row - at) >> 2));
    scores = row;
  }
}

/** d becomes y (d - sum of d y) scale in rows `from` to `end`, for y = softmax: 0 behind a row's own token, where y is. */
function causalSoftmaxGradient(d: usize, y: usize, from: i32, end: i32, length: i32, scale: f32): void {
  const factor = f32x4.splat(scale);
  const whole = <usize>(end & ~3) << 2;
  const left = end & 3;
  for (let r = from; r < end; r++) {
    let sums = f64x2.splat(0);
    for (let at: usize = 0; at < whole; at += 16) {
      const product = f32x4.mul(v128.load(d + at), v128.load(y + at));
      sums = f64x2.add(sums, f64x2.add(low(product), high(product)));
    }
    if (left > 0) {
      const product = f32x4.mul(loadFirst(d + whole, left), loadFirst(y + whole, left));
      sums = f64x2.add(sums, f64x2.add(low(product), high(product)));
    }
    const along = f32x4.splat(<f32>sumOfTwo(sums));
    for (let at: usize = 0; at < whole; at += 16) {
      const centred = f32x4.mul(v128.load(y + at), f32x4.sub(v128.load(d + at), along));
      v128.store(d + at, f32x4.mul(centred, factor));
    }
    if (left > 0) {
      const centred = f32x4.mul(loadFirst(y + whole, left), f32x4.sub(loadFirst(d + whole, left), along));
      storeFirst(d + whole, f32x4.mul(centred, factor), left);
    }
    const row = <usize>length << 2;
    d += row;
    y += row;
  }
}
