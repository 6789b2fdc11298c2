/** Numbers as links carry them: whole ones, and of a series the first and then the differences, which pack well. */
import { asinh, sinh } from '../math/elementary.ts';

/** A whole number of steps. Adding 0 turns −0 into 0, which JSON would drop the sign of and a comparison would not. */
export const quantise = (value: number, steps: number): number => Math.round(value * steps) + 0;

/** The value of so many steps. */
export const over = (value: number | null, steps: number): number | null => (value === null ? null : value / steps);

/** First value, then differences; null where a value is undefined, the next difference counting from the one before it. */
export function differences(values: readonly (number | null)[]): (number | null)[] {
  let last = 0;
  return values.map((value) => {
    if (value === null) return null;
    const step = value - last;
    last = value;
    return step;
  });
}

/** The values of `differences`. */
export function sums(steps: readonly (number | null)[]): (number | null)[] {
  let last = 0;
  return steps.map((step) => (step === null ? null : (last += step)));
}

/** Losses run over orders of magnitude and may be negative: asinh is linear below 10⁻⁶ and logarithmic above. */
const LOSS_UNIT = 1e-6;

/** A loss as a whole number. @param steps of one unit of its natural logarithm: 1000 keep it to half a thousandth */
export const quantiseLoss = (loss: number, steps: number): number => quantise(asinh(loss / LOSS_UNIT), steps);

export const lossOver = (value: number, steps: number): number => LOSS_UNIT * sinh(value / steps);
