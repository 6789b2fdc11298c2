// Softmax cross-entropy, its gradient and the number of correct predictions in one call.
//
// Sums over a row or a column are collected in double precision, so the loss is as exact as the float32 logits allow.

import { expNonPositive, ln } from './math';
import { firstLanes, loadFirst, maxLanes, storeFirst, sumLanes } from './simd';

/** Bytes of scratch for `crossEntropy`: one row padded to whole vectors, and with `overBatch` all the rows of o beside it. */
export function crossEntropyScratchBytes(rows: i32, classes: i32, overBatch: bool): i32 {
  const row = ((classes + 3) & ~3) << 2;
  return overBatch ? row * (rows + 1) : row;
}

/**
 * Mean over the rows of logsumexp(o) - o[label], to `loss`; its gradient with respect to z, to `gradient` (rows x classes floats);
 * and how often o[label] is the first largest entry of its row, as int32, to `correct`. Each of the three addresses may be 0.
 * o = z, or with `overBatch` o_bc = z_bc - ln sum_b' exp z_b'c.
 * With `holes` rows with the label -1 count nowhere, their gradient is 0, and the mean is over the others.
 * Returns the first row whose label is not a class, or -1; then nothing is written.
 */
export function crossEntropy(
  z: usize, labels: usize, rows: i32, classes: i32, overBatch: bool, holes: bool,
  loss: usize, gradient: usize, correct: usize, scratch: usize,
): i32 {
  let counted = rows;
  for (let b = 0; b < rows; b++) {
    const label = load<i32>(labels + (<usize>b << 2));
    if (holes && label == -1) counted--;
    else if (<u32>label >= <u32>classes) return b;
  }
  const row = <usize>classes << 2;
  const paddedRow = ((<usize>classes + 3) & ~3) << 2;
  const exponentials = scratch;
  const outputs = scratch + paddedRow;
  if (overBatch) normaliseColumns(z, rows, classes, outputs);

  let total: f64 = 0;
  let hits = 0;
  for (let b = 0; b < rows; b++) {
    const label = load<i32>(labels + (<usize>b << 2));
    const o = overBatch ? outputs + <usize>b * paddedRow : z + <usize>b * row;
    const g = gradient ? gradient + <usize>b * row : 0;
    if (label < 0) {
      if (g) memory.fill(g, 0, row);
      continue;
    }
    if (correct) hits += i32(isFirstLargest(o, classes, label));
    if (loss || gradient) total += rowLoss(o, classes, label, counted, g, exponentials);
  }
  if (overBatch && gradient) throughColumns(outputs, rows, classes, gradient);
  if (loss) store<f32>(loss, <f32>(total / max(counted, 1)));
  if (correct) store<i32>(correct, hits);
  return -1;
}

/** logsumexp(o) - o[label]; writes (softmax(o) - onehot(label)) / rows to `g` unless that is 0. */
function rowLoss(o: usize, classes: i32, label: i32, rows: i32, g: usize, exponentials: usize): f64 {
  const minusInfinity = f32x4.splat(-Infinity);
  let largest = minusInfinity;
  for (let c = 0; c < classes; c += 4) {
    largest = f32x4.max(largest, logits(o + (<usize>c << 2), classes - c));
  }
  const top = maxLanes(largest);
  let sum: f64 = 0;
  for (let c = 0; c < classes; c += 4) {
    const at = <usize>c << 2;
    const e = expNonPositive(f32x4.sub(logits(o + at, classes - c), f32x4.splat(top)));
    v128.store(exponentials + at, e);
    sum += sumLanes(e);
  }
  if (g) {
    const scale = f32x4.splat(<f32>(1 / (sum * rows)));
    for (let c = 0; c < classes; c += 4) {
      const at = <usize>c << 2;
      storeFirst(g + at, f32x4.mul(v128.load(exponentials + at), scale), classes - c);
    }
    const own = g + (<usize>label << 2);
    store<f32>(own, load<f32>(own) - <f32>(1 / <f64>rows));
  }
  return <f64>top + ln(sum) - <f64>load<f32>(o + (<usize>label << 2));
}

/** Up to four logits; lanes behind the last class are -infinity, so that their exponential is 0. */
// @ts-ignore: decorator
@inline
function logits(address: usize, count: i32): v128 {
  return v128.bitselect(loadFirst(address, count), f32x4.splat(-Infinity), firstLanes(count));
}

/** o_bc = z_bc - ln sum_b' exp z_b'c, to rows padded to whole vectors. */
function normaliseColumns(z: usize, rows: i32, classes: i32, outputs: usize): void {
  const row = <usize>classes << 2;
  const paddedRow = ((<usize>classes + 3) & ~3) << 2;
  for (let c = 0; c < classes; c += 4) {
    const count = classes - c;
    const column = z + (<usize>c << 2);
    let top = f32x4.splat(-Infinity);
    for (let b = 0; b < rows; b++) top = f32x4.max(top, loadFirst(column + <usize>b * row, count));
    let low = f64x2.splat(0);
    let high = f64x2.splat(0);
    for (let b = 0; b < rows; b++) {
      const e = expNonPositive(f32x4.sub(loadFirst(column + <usize>b * row, count), top));
      low = f64x2.add(low, f64x2.promote_low_f32x4(e));
      high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<f64>(e, e, 1, 1)));
    }
    // ln per lane: z - (top + ln sum), rounded once.
    const lse0 = <f64>f32x4.extract_lane(top, 0) + ln(f64x2.extract_lane(low, 0));
    const lse1 = <f64>f32x4.extract_lane(top, 1) + ln(f64x2.extract_lane(low, 1));
    const lse2 = <f64>f32x4.extract_lane(top, 2) + ln(f64x2.extract_lane(high, 0));
    const lse3 = <f64>f32x4.extract_lane(top, 3) + ln(f64x2.extract_lane(high, 1));
    const lse01 = f64x2(lse0, lse1);
    const lse23 = f64x2(lse2, lse3);
    for (let b = 0; b < rows; b++) {
      const value = loadFirst(column + <usize>b * row, count);
      const o01 = f64x2.sub(f64x2.promote_low_f32x4(value), lse01);
      const o23 = f64x2.sub(f64x2.promote_low_f32x4(v128.shuffle<f64>(value, value, 1, 1)), lse23);
      const o = v128.shuffle<f64>(f32x4.demote_f64x2_zero(o01), f32x4.demote_f64x2_zero(o23), 0, 2);
      v128.store(outputs + <usize>b * paddedRow + (<usize>c << 2), o);
    }
  }
}

/** The gradient with respect to z from that with respect to o: g_bc - exp(o_bc) sum_b' g_b'c, in place. */
function throughColumns(outputs: usize, rows: i32, classes: i32, gradient: usize): void {
  const row = <usize>classes << 2;
  const paddedRow = ((<usize>classes + 3) & ~3) << 2;
  for (let c = 0; c < classes; c += 4) {
    const count = classes - c;
    const column = gradient + (<usize>c << 2);
    let low = f64x2.splat(0);
    let high = f64x2.splat(0);
    for (let b = 0; b < rows; b++) {
      const g = loadFirst(column + <usize>b * row, count);
      low = f64x2.add(low, f64x2.promote_low_f32x4(g));
      high = f64x2.add(high, f64x2.promote_low_f32x4(v128.shuffle<f64>(g, g, 1, 1)));
    }
    const sum = v128.shuffle<f64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
    for (let b = 0; b < rows; b++) {
      const o = v128.load(outputs + <usize>b * paddedRow + (<usize>c << 2));
      const at = column + <usize>b * row;
      storeFirst(at, f32x4.sub(loadFirst(at, count), f32x4.mul(expNonPositive(o), sum)), count);
    }
  }
}

function isFirstLargest(o: usize, classes: i32, label: i32): bool {
  const own = load<f32>(o + (<usize>label << 2));
  for (let c = 0; c < classes; c++) {
    const other = load<f32>(o + (<usize>c << 2));
    if (c < label ? !(other < own) : !(other <= own)) return false;
  }
  return true;
}
