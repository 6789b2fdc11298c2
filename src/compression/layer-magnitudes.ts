/** How large the numbers of each layer of a network are, for records and for what is told while it is trained. */
import { z } from '../data/zod.ts';
import { MAGNITUDE_CLASSES } from '../math/magnitudes.ts';

const count = z.int().min(0);

/** A weight tensor with its biases. */
const layerMagnitudesSchema = z.strictObject({
  name: z.string().max(80),
  /** Numbers that it was built with. */
  size: count,
  /** Of those that are not zero, how many are in each class of magnitude, the smallest first: see `math/magnitudes.ts`. */
  counts: z.array(count).length(MAGNITUDE_CLASSES),
});
export type LayerMagnitudes = z.output<typeof layerMagnitudesSchema>;

export const networkMagnitudesSchema = z.array(layerMagnitudesSchema).max(400);

/** A network at a moment of its training. */
export interface NetworkLook {
  readonly layers: readonly LayerMagnitudes[];
  /** What it makes up, of one that can continue sequences (`data/text/sample.ts`). */
  readonly sample?: string;
}
