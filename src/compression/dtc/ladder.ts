/** How many neurons go at each prune, and how many measurements are taken of those that are there (arXiv 2505.23869 and its notebook). */

/**
 * Neurons kept of m when a share goes: ceil((1 − share)·(m − 1)), which is what keeping the scores strictly below the (1 − share)-quantile
 * yields when all scores differ.
 */
export const keptNeurons = (m: number, share: number): number => Math.ceil((1 - share) * (m - 1));

/**
 * Measurements of m neurons: trunc(m·share), with the share as the notebook gets it in doubles, 1 − (1 − 0.1) = 0.09999999999999998, so
 * that 460 neurons get 45. The rule gives 0 for fewer than 11 neurons, where the published ladder has ended.
 */
export const measurementCount = (m: number, share: number): number => Math.trunc(m * (1 - (1 - share)));

/** Widths of the hidden layers before each prune. Layers at or below `stopWidth` rest; it ends when all of them do. */
export function ladder(hidden: readonly number[], share: number, stopWidth: number): number[][] {
  const rungs: number[][] = [];
  let widths = [...hidden];
  while (widths.some((width) => width > stopWidth)) {
    rungs.push(widths);
    widths = widths.map((width) => (width > stopWidth ? keptNeurons(width, share) : width));
  }
  return rungs;
}
