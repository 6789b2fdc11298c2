/** Magnitudes of the numbers of a network as a histogram, for records and for pruning by hand. */
import { z } from '../data/zod.ts';
import { log10 } from '../math/elementary.ts';

const count = z.int().min(0);

/** Magnitudes of the numbers of a network: counts in bins of equal width in log₁₀. */
export const weightHistogramSchema = z.strictObject({
  /** log₁₀ of the first edge, and the width of a bin in decades. */
  from: z.number(),
  width: z.number().positive(),
  counts: z.array(count).max(1000),
  zeros: count,
  /** Numbers that are not 0 and lie outside of the bins. */
  below: count,
  above: count,
});
export type WeightHistogram = z.output<typeof weightHistogramSchema>;

/** log₁₀ |w| from −8, where float32 weights after training with a penalty hover about zero, to 2, in tenths of a decade. */
const FROM = -8;
const BINS = 100;
const PER_DECADE = 10;

/** Counts the magnitudes of numbers, all arrays together. */
export function weightHistogram(values: readonly Float32Array[]): WeightHistogram {
  const counts = Array.from({ length: BINS }, () => 0);
  let [zeros, below, above] = [0, 0, 0];
  for (const array of values) {
    for (const value of array) {
      if (value === 0) {
        zeros++;
        continue;
      }
      const bin = Math.floor((log10(Math.abs(value)) - FROM) * PER_DECADE);
      if (bin < 0) below++;
      else if (bin >= BINS) above++;
      else counts[bin]++;
    }
  }
  return { from: FROM, width: 1 / PER_DECADE, counts, zeros, below, above };
}
