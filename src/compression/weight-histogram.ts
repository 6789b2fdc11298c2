/** Magnitudes of the numbers of a network as a histogram, for records and for pruning by hand. */
import { z } from '../data/zod.ts';

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
