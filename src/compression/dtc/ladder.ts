/** How many neurons go at each prune (arXiv 2505.23869 and its notebook). */
import { dtcMethodOf } from './methods.ts';

/**
 * Neurons kept of m when a share goes: ceil((1 − share)·(m − 1)), which is what keeping the scores strictly below the (1 − share)-quantile
 * yields when all scores differ.
 */
export const keptNeurons = (m: number, share: number): number => Math.ceil((1 - share) * (m - 1));

/** Widths of the hidden layers after a prune. Layers at or below `stopWidth` rest. */
export const prunedWidths = (
  widths: readonly number[],
  { share, stopWidth }: { readonly share: number; readonly stopWidth: number },
): number[] => widths.map((width) => (width > stopWidth ? keptNeurons(width, share) : width));

/** Widths of the hidden layers before each prune. Layers at or below `stopWidth` rest; it ends when all of them do. */
export function ladder(hidden: readonly number[], share: number, stopWidth: number): number[][] {
  const rungs: number[][] = [];
  let widths = [...hidden];
  while (widths.some((width) => width > stopWidth)) {
    rungs.push(widths);
    widths = prunedWidths(widths, { share, stopWidth });
  }
  return rungs;
}

/** What of a job says how its layers get narrower. */
interface LadderJob {
  readonly model: { readonly hidden: readonly number[] };
  readonly compression: { readonly method: string; readonly share: number; readonly stopWidth: number };
}

/** Widths of the hidden layers of a job before each of its cycles. Where nothing is pruned there are as many, all of the whole network. */
export function rungsOf(job: LadderJob): number[][] {
  const { hidden } = job.model;
  const rungs = ladder(hidden, job.compression.share, job.compression.stopWidth);
  return dtcMethodOf(job).keepsAll ? rungs.map(() => [...hidden]) : rungs;
}

/** Widths of the hidden layers that a cycle of a job leaves. */
export const leftOf = (job: Pick<LadderJob, 'compression'>, widths: readonly number[]): number[] =>
  dtcMethodOf(job).keepsAll ? [...widths] : prunedWidths(widths, job.compression);
