import { addFloats, copyFloats } from './simd';

/** out[s] = sum of the rows i of x with ids[i] = s: `segments` rows of `size` floats. Rows with another id are left out. */
export function segmentSum(x: usize, ids: usize, out: usize, rows: i32, size: i32, segments: i32): void {
  const row = <usize>size << 2;
  memory.fill(out, 0, <usize>segments * row);
  for (let i = 0; i < rows; i++) {
    const segment = load<u32>(ids + (<usize>i << 2));
    if (segment < <u32>segments) addFloats(out + <usize>segment * row, x + <usize>i * row, size);
  }
}

/**
 * out[i] = x[ids[i]] for rows of `size` values of four bytes, of which x has `available`.
 * Returns the first i whose id is no row, or -1; then nothing is written.
 */
export function gatherRows(x: usize, ids: usize, out: usize, rows: i32, size: i32, available: i32): i32 {
  for (let i = 0; i < rows; i++) {
    if (load<u32>(ids + (<usize>i << 2)) >= <u32>available) return i;
  }
  const row = <usize>size << 2;
  for (let i = 0; i < rows; i++) {
    copyFloats(out + <usize>i * row, x + <usize>load<u32>(ids + (<usize>i << 2)) * row, size);
  }
  return -1;
}
