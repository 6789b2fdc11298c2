import { storeFirst } from './simd';

/**
 * out = (pixel / 255 - mean) / std for `count` bytes, rounded to float32 after each operation. The values of `means` and `stds`
 * repeat after `vectors` vectors of four: an image of three channels has the same channels again after twelve bytes.
 * Reads up to three bytes behind the last pixel.
 */
export function normalisePixels(pixels: usize, out: usize, count: i32, means: usize, stds: usize, vectors: i32): void {
  const period = <usize>vectors << 4;
  const scale = f32x4.splat(255);
  let constant: usize = 0;
  let left = count;
  for (; left > 0; left -= 4) {
    const bytes = i16x8.extend_low_i8x16_u(v128.load32_zero(pixels));
    const values = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(bytes));
    const centred = f32x4.sub(f32x4.div(values, scale), v128.load(means + constant));
    storeFirst(out, f32x4.div(centred, v128.load(stds + constant)), left);
    pixels += 4;
    out += 16;
    constant += 16;
    if (constant == period) constant = 0;
  }
}
