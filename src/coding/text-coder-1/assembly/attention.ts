// One query of one head against the keys and values of the positions up to its own, with the additions in the order of `gemm`: the bits
// are those of one product over all positions at once.

import { KC, multiplyAdd } from './gemm';
import { loadFirst, storeFirst } from './simd';

/** Positions side by side in a panel of keys. */
const LANES = 8;

/** Floats that the keys of one head of one chunk take. */
export function keyFloats(size: i32, length: i32): i32 {
  return ((length + LANES - 1) & ~(LANES - 1)) * size;
}

/** Puts a key where the scores want it: panels of eight positions, in which the eight values of one k lie side by side. */
export function storeKey(key: usize, keys: usize, position: i32, size: i32): void {
  let to = keys + (<usize>((position & ~(LANES - 1)) * size + (position & (LANES - 1))) << 2);
  for (let k = 0; k < size; k++) {
    store<f32>(to, load<f32>(key + (<usize>k << 2)));
    to += LANES << 2;
  }
}

/**
 * scores[j] = scale (query . key j) for the first `columns` positions, a multiple of 8 or all `length` of them. Of a last panel of one to
 * four positions the even and the odd k have sums of their own, as such a tile of `gemm` has. At most KC numbers a head. Two panels at a
 * time: the sums of one alone would wait for each other.
 */
export function scores(query: usize, keys: usize, out: usize, columns: i32, size: i32, scale: f32): void {
  const factor = f32x4.splat(scale);
  const step = <usize>size << 5;
  let j = 0;
  for (; j + 2 * LANES <= columns; j += 2 * LANES) {
    let panel = keys + ((<usize>j * size) << 2);
    let low0 = f32x4.splat(0), high0 = f32x4.splat(0), low1 = f32x4.splat(0), high1 = f32x4.splat(0);
    for (let k = 0; k < size; k++) {
      const q = v128.load_splat<f32>(query + (<usize>k << 2));
      low0 = multiplyAdd(q, v128.load(panel), low0);
      high0 = multiplyAdd(q, v128.load(panel, 16), high0);
      low1 = multiplyAdd(q, v128.load(panel + step), low1);
      high1 = multiplyAdd(q, v128.load(panel + step, 16), high1);
      panel += LANES << 2;
    }
    const to = out + (<usize>j << 2);
    v128.store(to, f32x4.mul(low0, factor));
    v128.store(to, f32x4.mul(high0, factor), 16);
    v128.store(to, f32x4.mul(low1, factor), 32);
    v128.store(to, f32x4.mul(high1, factor), 48);
  }
  for (; j < columns; j += LANES) {
    let panel = keys + ((<usize>j * size) << 2);
    const to = out + (<usize>j << 2);
    let low = f32x4.splat(0), high = f32x4.splat(0);
    if (columns - j > 4) {
      for (let k = 0; k < size; k++) {
        const q = v128.load_splat<f32>(query + (<usize>k << 2));
        low = multiplyAdd(q, v128.load(panel), low);
        high = multiplyAdd(q, v128.load(panel, 16), high);
        panel += LANES << 2;
      }
      v128.store(to, f32x4.mul(low, factor));
      storeFirst(to + 16, f32x4.mul(high, factor), columns - j - 4);
    } else {
      for (let k = 0; k < size; k++) {
        const q = v128.load_splat<f32>(query + (<usize>k << 2));
        if (k & 1) high = multiplyAdd(q, v128.load(panel), high);
        else low = multiplyAdd(q, v128.load(panel), low);
        panel += LANES << 2;
      }
      storeFirst(to, f32x4.mul(f32x4.add(low, high), factor), columns - j);
    }
  }
}

/** out = sum over the positions of probability times value, for values of shape [length, size]. Sixteen numbers at a time where there are. */
export function mix(probabilities: usize, values: usize, out: usize, columns: i32, size: i32): void {
  for (let j0 = 0; j0 < columns; j0 += KC) {
    const j1 = min(j0 + KC, columns);
    let c = 0;
    for (; c + 2 * LANES <= size; c += 2 * LANES) {
      mixSixteen(probabilities, values + (<usize>c << 2), out + (<usize>c << 2), j0, j1, size);
    }
    for (; c < size; c += LANES) mixRest(probabilities, values + (<usize>c << 2), out + (<usize>c << 2), j0, j1, size - c, size);
  }
}

/** The positions j0 to j1 for sixteen of the numbers of a head. */
function mixSixteen(probabilities: usize, values: usize, out: usize, j0: i32, j1: i32, size: i32): void {
  const row = <usize>size << 2;
  let value = values + <usize>j0 * row;
  let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
  for (let j = j0; j < j1; j++) {
    const p = v128.load_splat<f32>(probabilities + (<usize>j << 2));
    s0 = multiplyAdd(p, v128.load(value), s0);
    s1 = multiplyAdd(p, v128.load(value, 16), s1);
    s2 = multiplyAdd(p, v128.load(value, 32), s2);
    s3 = multiplyAdd(p, v128.load(value, 48), s3);
    value += row;
  }
  if (j0 > 0) {
    s0 = f32x4.add(s0, v128.load(out));
    s1 = f32x4.add(s1, v128.load(out, 16));
    s2 = f32x4.add(s2, v128.load(out, 32));
    s3 = f32x4.add(s3, v128.load(out, 48));
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
}

/** The positions j0 to j1 for the last `width` of the numbers of a head, of which eight count at most. */
function mixRest(probabilities: usize, values: usize, out: usize, j0: i32, j1: i32, width: i32, size: i32): void {
  const row = <usize>size << 2;
  let value = values + <usize>j0 * row;
  let low = f32x4.splat(0), high = f32x4.splat(0);
  if (width > 4) {
    for (let j = j0; j < j1; j++) {
      const p = v128.load_splat<f32>(probabilities + (<usize>j << 2));
      low = multiplyAdd(p, v128.load(value), low);
      high = multiplyAdd(p, loadFirst(value + 16, width - 4), high);
      value += row;
    }
    if (j0 > 0) {
      low = f32x4.add(low, v128.load(out));
      high = f32x4.add(high, loadFirst(out + 16, width - 4));
    }
    v128.store(out, low);
    storeFirst(out + 16, high, width - 4);
    return;
  }
  for (let j = j0; j < j1; j++) {
    const p = v128.load_splat<f32>(probabilities + (<usize>j << 2));
    if ((j - j0) & 1) high = multiplyAdd(p, loadFirst(value, width), high);
    else low = multiplyAdd(p, loadFirst(value, width), low);
    value += row;
  }
  low = f32x4.add(low, high);
  if (j0 > 0) low = f32x4.add(low, loadFirst(out, width));
  storeFirst(out, low, width);
}
