// Philox4x32-10 (Salmon et al., SC 2011), four counters at a time.

/**
 * Writes the words of four blocks to `target`, 16 in the order of their places: the words of block b, of counter (b, step, 0, 0), are those
 * that `philox` of nn/philox.ts makes.
 */
// @ts-ignore: decorator
@inline
export function philoxBlocks(target: usize, block: u32, step: u32, key0: u32, key1: u32): void {
  let a = i32x4.add(i32x4.splat(block), i32x4(0, 1, 2, 3));
  let b = i32x4.splat(step);
  let c = i32x4.splat(0);
  let d = i32x4.splat(0);
  const first = i32x4.splat(0xd2511f53);
  const second = i32x4.splat(0xcd9e8d57);
  let k = key0;
  let l = key1;
  for (let round = 0; round < 10; round++) {
    const ofA0 = i64x2.extmul_low_i32x4_u(first, a);
    const ofA1 = i64x2.extmul_high_i32x4_u(first, a);
    const ofC0 = i64x2.extmul_low_i32x4_u(second, c);
    const ofC1 = i64x2.extmul_high_i32x4_u(second, c);
    a = v128.xor(v128.xor(v128.shuffle<i32>(ofC0, ofC1, 1, 3, 5, 7), b), i32x4.splat(k));
    c = v128.xor(v128.xor(v128.shuffle<i32>(ofA0, ofA1, 1, 3, 5, 7), d), i32x4.splat(l));
    b = v128.shuffle<i32>(ofC0, ofC1, 0, 2, 4, 6);
    d = v128.shuffle<i32>(ofA0, ofA1, 0, 2, 4, 6);
    k += 0x9e3779b9;
    l += 0xbb67ae85;
  }
  const ab0 = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const ab1 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cd0 = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const cd1 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(target, v128.shuffle<i64>(ab0, cd0, 0, 2));
  v128.store(target, v128.shuffle<i64>(ab0, cd0, 1, 3), 16);
  v128.store(target, v128.shuffle<i64>(ab1, cd1, 0, 2), 32);
  v128.store(target, v128.shuffle<i64>(ab1, cd1, 1, 3), 48);
}
