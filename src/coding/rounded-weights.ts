/**
 * Weights in fewer bits: what is left of them after rounding, and the bytes that they take then (arXiv 2505.17469 counts 32 bits a weight;
 * fewer are ours). What rounding costs in loss is measured with the rounded weights, not assumed.
 */
import { matrixBytes, type MatrixSize } from './codec-size.ts';

/** Bits of a weight: a float32; a bfloat16, which is its upper half; a whole number from −127 to 127 times a scale of the tensor. */
export const WEIGHT_BITS = [32, 16, 8] as const;
export type WeightBits = (typeof WEIGHT_BITS)[number];

/** What counts: the weights that are not zero alone, or with where they stand, so that they could be read back. */
export type WeightLength = 'values' | 'readable';

/** The scale of a tensor in 8 bits is a float32. */
const SCALE_BYTES = 4;

/** The largest whole number of 8 bits whose negative has 8 bits as well. */
const LARGEST_LEVEL = 127;

/** A tensor in 8 bits: each weight is its level times the scale, in float32. */
export interface Levels {
  /** A float32; 0 for a tensor of zeros. */
  readonly scale: number;
  readonly levels: Int8Array<ArrayBuffer>;
}

/**
 * One tensor at so many bits a weight, as float32 again. Weights may become zero, which then are none.
 * @throws RangeError if a weight is not finite, or is not in 16 bits
 */
export function roundWeights(weights: Float32Array, bits: WeightBits): Float32Array<ArrayBuffer> {
  switch (bits) {
    case 32:
      return checked(weights).slice();
    case 16:
      return checked(nearestBfloat16(checked(weights)));
    case 8: {
      const { scale, levels } = weightLevels(weights);
      return Float32Array.from(levels, (level) => level * scale);
    }
  }
}

/**
 * One tensor in 8 bits: the scale is the largest size over 127, the levels the nearest, of two equally near ones the even.
 * @throws RangeError if a weight is not finite
 */
export function weightLevels(weights: Float32Array): Levels {
  const largest = checked(weights).reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const scale = Math.fround(largest / LARGEST_LEVEL);
  // Where the scale itself is rounded to a subnormal number, or to none, a quotient can lie outside.
  const level = (weight: number): number => Math.max(-LARGEST_LEVEL, Math.min(LARGEST_LEVEL, roundHalfEven(weight / scale)));
  return { scale, levels: Int8Array.from(weights, (weight) => (scale === 0 ? 0 : level(weight))) };
}

/**
 * Bytes of tensors whose weights were rounded to so many bits, none of which are counted that are zero then. Where they stand is counted at
 * its information content, tensor by tensor; a tensor of 8 bits adds its scale.
 */
export function roundedBytes(length: WeightLength, bits: WeightBits, tensors: readonly MatrixSize[]): number {
  const nonzero = tensors.reduce((sum, tensor) => sum + tensor.nonzero, 0);
  const values = (bits / 8) * nonzero;
  if (length === 'values') return values;
  const places = tensors.reduce((sum, tensor) => sum + matrixBytes('entropy', tensor) - matrixBytes('values', tensor), 0);
  return values + places + (bits === 8 ? SCALE_BYTES * tensors.length : 0);
}

/** The nearest of the float32s whose lower half is zero; of two equally near ones that with an even last bit. */
function nearestBfloat16(weights: Float32Array): Float32Array<ArrayBuffer> {
  const words = new Uint32Array(weights.slice().buffer);
  for (let i = 0; i < words.length; i++) {
    const lastKept = (words[i] >>> 16) & 1;
    words[i] = ((words[i] + 0x7fff + lastKept) >>> 16) << 16;
  }
  return new Float32Array(words.buffer);
}

function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}

function checked<Weights extends Float32Array>(weights: Weights): Weights {
  const wrong = weights.findIndex((weight) => !Number.isFinite(weight));
  if (wrong >= 0) throw new RangeError(`Weight ${wrong} is ${weights[wrong]}, which has no number near it: train again with a lower rate.`);
  return weights;
}
