// Permutation of the dimensions of an array of 4-byte values, in one of two forms (`transpose.ts` beside this folder
// chooses and writes the plan): runs that stay together are copied; otherwise the two dimensions that lie side by side
// in source and result are exchanged in 4 x 4 blocks in registers.

import { copyFloats } from './simd';

/** Int32 words of a plan: five outer loops (size, source step, result step), then rows, columns, source step, result step. */
const OUTER = 5;
const WORDS_PER_LOOP = 3;

// @ts-ignore: decorator
@inline
function word(plan: usize, index: i32): i32 {
  return load<i32>(plan + (<usize>index << 2));
}

/**
 * For each combination of the outer loops: copies `columns` values in one run if `rows` is 0, else writes
 * result[r * resultStep + c] = source[r + c * sourceStep] for r < rows, c < columns. Steps count values.
 */
export function transpose(x: usize, y: usize, plan: usize): void {
  loop(x, y, plan, 0);
}

function loop(x: usize, y: usize, plan: usize, depth: i32): void {
  if (depth == OUTER) {
    const rest = OUTER * WORDS_PER_LOOP;
    const rows = word(plan, rest);
    const columns = word(plan, rest + 1);
    if (rows == 0) copyFloats(y, x, columns);
    else exchange(x, y, rows, columns, word(plan, rest + 2), word(plan, rest + 3));
    return;
  }
  const size = word(plan, depth * WORDS_PER_LOOP);
  const sourceStep = <usize>word(plan, depth * WORDS_PER_LOOP + 1) << 2;
  const resultStep = <usize>word(plan, depth * WORDS_PER_LOOP + 2) << 2;
  for (let i = 0; i < size; i++) {
    loop(x, y, plan, depth + 1);
    x += sourceStep;
    y += resultStep;
  }
}

/** Rows are taken sixteen at a time, since sixteen values are one cache line of the source. */
function exchange(x: usize, y: usize, rows: i32, columns: i32, sourceStep: i32, resultStep: i32): void {
  const from = <usize>sourceStep << 2;
  const to = <usize>resultStep << 2;
  const wholeColumns = columns & ~3;
  for (let first = 0; first < rows; first += 16) {
    const last = min(first + 16, rows);
    for (let c = 0; c < wholeColumns; c += 4) {
      let r = first;
      for (; r + 4 <= last; r += 4) {
        const source = x + (<usize>r << 2) + <usize>c * from;
        const result = y + <usize>r * to + (<usize>c << 2);
        const s0 = v128.load(source);
        const s1 = v128.load(source + from);
        const s2 = v128.load(source + 2 * from);
        const s3 = v128.load(source + 3 * from);
        const low01 = v128.shuffle<f32>(s0, s1, 0, 4, 1, 5);
        const high01 = v128.shuffle<f32>(s0, s1, 2, 6, 3, 7);
        const low23 = v128.shuffle<f32>(s2, s3, 0, 4, 1, 5);
        const high23 = v128.shuffle<f32>(s2, s3, 2, 6, 3, 7);
        v128.store(result, v128.shuffle<f64>(low01, low23, 0, 2));
        v128.store(result + to, v128.shuffle<f64>(low01, low23, 1, 3));
        v128.store(result + 2 * to, v128.shuffle<f64>(high01, high23, 0, 2));
        v128.store(result + 3 * to, v128.shuffle<f64>(high01, high23, 1, 3));
      }
      for (; r < last; r++) {
        for (let j = c; j < c + 4; j++) move(x, y, r, j, from, to);
      }
    }
    for (let r = first; r < last; r++) {
      for (let c = wholeColumns; c < columns; c++) move(x, y, r, c, from, to);
    }
  }
}

// @ts-ignore: decorator
@inline
function move(x: usize, y: usize, row: i32, column: i32, from: usize, to: usize): void {
  store<u32>(y + <usize>row * to + (<usize>column << 2), load<u32>(x + (<usize>row << 2) + <usize>column * from));
}
