/** How many numbers there are of each magnitude, on a logarithmic axis that is also the slider's. */
import { log10, pow } from '../../math/elementary.ts';
import { lowerBound } from './going.ts';

export interface MagnitudeAxis {
  /** log₁₀ of the magnitudes at its ends. */
  readonly from: number;
  readonly to: number;
}

/** Decades of the axis. Training with a little ℓ2 takes the weights of pixels that are always blank to nothing: those lie left of it. */
const DECADES = 3.5;

/** Up to the largest magnitude. @param ascending magnitudes */
export function magnitudeAxis(ascending: Float32Array): MagnitudeAxis {
  const largest = ascending.at(-1) ?? 0;
  const to = largest === 0 ? 0 : log10(largest);
  return { from: to - DECADES, to };
}

/** Of each number the bin of the axis that its magnitude falls in, the last one where it is larger; `bins` for what lies left of the axis. */
export function binsOf(numbers: Float32Array, axis: MagnitudeAxis, bins: number): Uint8Array {
  const edges = Array.from({ length: bins }, (_value, bin) => magnitudeAt(axis, bin / bins));
  const binOf = new Uint8Array(numbers.length);
  for (let i = 0; i < numbers.length; i++) {
    const below = lowerBound(edges, Math.abs(numbers[i]));
    binOf[i] = below === 0 ? bins : below - 1;
  }
  return binOf;
}

/**
 * Counts by bin the numbers from one index to another that are not 0.
 * @param binOf as `binsOf` gives it
 */
export function countBins(binOf: Uint8Array, numbers: Float32Array, bins: number, begin: number, end: number): Uint32Array {
  const counts = new Uint32Array(bins + 1);
  for (let i = begin; i < end; i++) counts[binOf[i]] += numbers[i] === 0 ? 0 : 1;
  return counts.subarray(0, bins);
}

/** The magnitude at a share of the axis, 0 to 1. */
export const magnitudeAt = ({ from, to }: MagnitudeAxis, share: number): number => pow(10, from + share * (to - from));

/** The share of the axis at which a magnitude lies, between 0 and 1. */
export const shareOf = ({ from, to }: MagnitudeAxis, magnitude: number): number =>
  magnitude === 0 ? 0 : Math.min(1, Math.max(0, (log10(magnitude) - from) / (to - from)));
