import { addFloats } from './simd';

/** out[s] = sum of the rows i of x with ids[i] = s: `segments` rows of `size` floats. Rows with another id are left out. */
export function segmentSum(x: usize, ids: usize, out: usize, rows: i32, size: i32, segments: i32): void {
  const row = <usize>size << 2;
  memory.fill(out, 0, <usize>segments * row);
  for (let i = 0; i < rows; i++) {
    const segment = load<u32>(ids + (<usize>i << 2));
    if (segment < <u32>segments) addFloats(out + <usize>segment * row, x + <usize>i * row, size);
  }
}
