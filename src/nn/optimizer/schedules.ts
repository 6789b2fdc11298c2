/** Learning rates and penalty strengths over the steps of a job (arXiv 2505.17469, experiments and code). */
import { cos } from '../../math/elementary.ts';

/** A number for each step or epoch. */
export type Schedule = (at: number) => number;

export const constant =
  (value: number): Schedule =>
  () =>
    value;

export interface WarmCosine {
  readonly peak: number;
  /** Value at the end of the cosine, and after it. */
  readonly least: number;
  /** Length of the rise, and where the cosine ends. */
  readonly warmUp: number;
  readonly end: number;
}

/**
 * By epoch, from 1: a straight rise to the peak over `warmUp` epochs, then half a cosine down to `least` at `end`. The ImageNet runs have
 * peak 0.09, least 0.0009, 5 and 90.
 */
export function warmCosineByEpoch({ peak, least, warmUp, end }: WarmCosine): Schedule {
  return (epoch) => {
    if (epoch <= warmUp) return (peak * epoch) / warmUp;
    return least + (peak - least) * halfCosine((Math.min(epoch, end) - warmUp) / (end - warmUp));
  };
}

/**
 * By step, from 0, as the transformer runs have it: from 1e-8 of the peak to the peak over `warmUp` steps, then half a cosine whose length
 * is the whole run and not what is left of it, so that it ends slightly above `least`. There: peak 3e-4, least 3e-5, 2000, all steps.
 */
export function warmCosineByStep({ peak, least, warmUp, end }: WarmCosine): Schedule {
  const start = 1e-8;
  return (step) => {
    if (step < warmUp) return peak * (start + ((1 - start) * step) / warmUp);
    return least + (peak - least) * halfCosine((step - warmUp) / end);
  };
}

/** α of the lab's ramp: from 0 in a straight line to `alpha` at step `length`, then constant. */
export const ramp =
  (alpha: number, length: number): Schedule =>
  (step) =>
    alpha * Math.min(1, step / length);

/** From 1 at 0 to 0 at 1. */
const halfCosine = (share: number): number => 0.5 * (1 + cos(Math.PI * share));

/**
 * Strengths of DRR-O's layerwise normalisation: mean layer size over own size.
 * @param sizes numbers of parameters by layer (weights and bias together)
 */
export function layerFactors(sizes: readonly number[]): number[] {
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  return sizes.map((size) => mean / size);
}
