/** A network that nothing is taken from, beside those that are pruned: it shows what training alone does. */
import { ladder, prunedWidths } from '../../../compression/dtc/ladder.ts';
import type { DtcPoint, DtcRun } from './run.ts';

/** Where the networks are that have trained for as many cycles and were pruned after each: how many of their hidden neurons are left. */
export function besideLadder({ job, points }: DtcRun, index: number): Pick<DtcPoint, 'neurons' | 'sparsity'> {
  const { hidden } = job.model;
  const { share, stopWidth } = job.compression;
  // Files may be from anybody: a ladder may have no such cycle.
  const before = ladder(hidden, share, stopWidth)[points[index].cycle] ?? hidden;
  const neurons = total(prunedWidths(before, job.compression));
  return { neurons, sparsity: 1 - neurons / total(hidden) };
}

const total = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width, 0);
