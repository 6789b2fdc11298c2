// Batch normalisation (Ioffe and Szegedy, arXiv 1502.03167) of rows x channels floats: statistics, transform and gradient.
// Sums over the rows are collected in double precision, in a scratch row of one double per channel, so that the data is
// read front to back.

import { loadFirst, storeFirst } from './simd';

// @ts-ignore: decorator
@inline
function paddedChannels(channels: i32): usize {
  return (<usize>channels + 3) & ~3;
}

/** Bytes of scratch for each of the functions below. */
export function batchNormScratchBytes(channels: i32): i32 {
  return <i32>paddedChannels(channels) * 4 * sizeof<f64>();
}

/** sums[c] += x for four channels, as two vectors of doubles. */
// @ts-ignore: decorator
@inline
function collect(sums: usize, c: i32, x: v128): void {
  const at = sums + (<usize>c << 3);
  v128.store(at, f64x2.add(v128.load(at), f64x2.promote_low_f32x4(x)));
  v128.store(at, f64x2.add(v128.load(at, 16), f64x2.promote_low_f32x4(v128.shuffle<f64>(x, x, 1, 1))), 16);
}

/** Four channels of sums / rows, in single precision. */
// @ts-ignore: decorator
@inline
function average(sums: usize, c: i32, rows: i32): v128 {
  const at = sums + (<usize>c << 3);
  const factor = f64x2.splat(1 / <f64>rows);
  return v128.shuffle<f64>(
    f32x4.demote_f64x2_zero(f64x2.mul(v128.load(at), factor)),
    f32x4.demote_f64x2_zero(f64x2.mul(v128.load(at, 16), factor)),
    0, 2,
  );
}

/** Mean and (biased) variance of every channel. */
export function batchNormStatistics(x: usize, rows: i32, channels: i32, mean: usize, variance: usize, scratch: usize): void {
  const row = <usize>channels << 2;
  const sumBytes = paddedChannels(channels) << 3;
  memory.fill(scratch, 0, sumBytes);
  for (let r = 0; r < rows; r++) {
    const source = x + <usize>r * row;
    for (let c = 0; c < channels; c += 4) collect(scratch, c, loadFirst(source + (<usize>c << 2), channels - c));
  }
  for (let c = 0; c < channels; c += 4) storeFirst(mean + (<usize>c << 2), average(scratch, c, rows), channels - c);
  memory.fill(scratch, 0, sumBytes);
  for (let r = 0; r < rows; r++) {
    const source = x + <usize>r * row;
    for (let c = 0; c < channels; c += 4) {
      const at = <usize>c << 2;
      const centred = f32x4.sub(loadFirst(source + at, channels - c), loadFirst(mean + at, channels - c));
      collect(scratch, c, f32x4.mul(centred, centred));
    }
  }
  for (let c = 0; c < channels; c += 4) storeFirst(variance + (<usize>c << 2), average(scratch, c, rows), channels - c);
}

/** factors[c] = 1 / sqrt(variance + epsilon), to whole vectors. */
function inverseDeviations(variance: usize, channels: i32, epsilon: f32, factors: usize): void {
  for (let c = 0; c < channels; c += 4) {
    const at = <usize>c << 2;
    const inside = f32x4.add(loadFirst(variance + at, channels - c), f32x4.splat(epsilon));
    v128.store(factors + at, f32x4.div(f32x4.splat(1), f32x4.sqrt(inside)));
  }
}

/** y = (x - mean) / sqrt(variance + epsilon) * scale + offset; the addresses of scale and offset may be 0 for 1 and 0. */
export function batchNormTransform(
  x: usize, mean: usize, variance: usize, scale: usize, offset: usize, epsilon: f32,
  y: usize, rows: i32, channels: i32, scratch: usize,
): void {
  const row = <usize>channels << 2;
  inverseDeviations(variance, channels, epsilon, scratch);
  if (scale) {
    for (let c = 0; c < channels; c += 4) {
      const at = <usize>c << 2;
      v128.store(scratch + at, f32x4.mul(v128.load(scratch + at), loadFirst(scale + at, channels - c)));
    }
  }
  for (let r = 0; r < rows; r++) {
    const shift = <usize>r * row;
    for (let c = 0; c < channels; c += 4) {
      const at = <usize>c << 2;
      const count = channels - c;
      const centred = f32x4.sub(loadFirst(x + shift + at, count), loadFirst(mean + at, count));
      let value = f32x4.mul(centred, v128.load(scratch + at));
      if (offset) value = f32x4.add(value, loadFirst(offset + at, count));
      storeFirst(y + shift + at, value, count);
    }
  }
}

/**
 * Gradients of the transform when mean and variance are those of x. With h = (x - mean) / sqrt(variance + epsilon):
 * dOffset = sum dy, dScale = sum dy h, dx = scale / sqrt(variance + epsilon) (dy - dOffset / rows - h dScale / rows).
 */
export function batchNormGradient(
  x: usize, dy: usize, mean: usize, variance: usize, scale: usize, epsilon: f32,
  dx: usize, dScale: usize, dOffset: usize, rows: i32, channels: i32, scratch: usize,
): void {
  const row = <usize>channels << 2;
  const padded = paddedChannels(channels);
  const offsetSums = scratch;
  const scaleSums = scratch + (padded << 3);
  const factors = scaleSums + (padded << 3);
  inverseDeviations(variance, channels, epsilon, factors);
  memory.fill(scratch, 0, padded << 4);
  for (let r = 0; r < rows; r++) {
    const shift = <usize>r * row;
    for (let c = 0; c < channels; c += 4) {
      const at = <usize>c << 2;
      const count = channels - c;
      const gradient = loadFirst(dy + shift + at, count);
      const centred = f32x4.sub(loadFirst(x + shift + at, count), loadFirst(mean + at, count));
      collect(offsetSums, c, gradient);
      collect(scaleSums, c, f32x4.mul(gradient, f32x4.mul(centred, v128.load(factors + at))));
    }
  }
  // The averages take the place of the sums' first halves, as single-precision rows; the sums themselves go out first.
  const many = f32x4.splat(<f32>rows);
  for (let c = 0; c < channels; c += 4) {
    const at = <usize>c << 2;
    const meanGradient = average(offsetSums, c, rows);
    const meanScale = average(scaleSums, c, rows);
    storeFirst(dOffset + at, f32x4.mul(meanGradient, many), channels - c);
    storeFirst(dScale + at, f32x4.mul(meanScale, many), channels - c);
    v128.store(offsetSums + at, meanGradient);
    v128.store(scaleSums + at, meanScale);
  }
  for (let r = 0; r < rows; r++) {
    const shift = <usize>r * row;
    for (let c = 0; c < channels; c += 4) {
      const at = <usize>c << 2;
      const count = channels - c;
      const factor = v128.load(factors + at);
      const centred = f32x4.sub(loadFirst(x + shift + at, count), loadFirst(mean + at, count));
      const projected = f32x4.mul(f32x4.mul(centred, factor), v128.load(scaleSums + at));
      const rest = f32x4.sub(f32x4.sub(loadFirst(dy + shift + at, count), v128.load(offsetSums + at)), projected);
      storeFirst(dx + shift + at, f32x4.mul(rest, f32x4.mul(factor, loadFirst(scale + at, count))), count);
    }
  }
}
