/** How good a network is, as it is told of its task. */
import { BITS_PER_NAT } from '../../../coding/data-length.ts';
import { lossOf, taskOf } from '../../job-data.ts';
import type { L0Job } from './types.ts';

/** How the losses of a job are drawn over time: times which factor, and on which axis. In bits of a symbol where predictions are symbols. */
export function lossScale(job: L0Job): { readonly factor: number; readonly axis: string; readonly isLog: boolean } {
  const { symbol } = taskOf(job);
  // The Gaussian loss can be negative, and bits fall by less than a tenfold.
  const { axis, isPositive } = lossOf(job);
  return symbol === null ? { factor: 1, axis, isLog: isPositive } : { factor: BITS_PER_NAT, axis: `bits per ${symbol}`, isLog: false };
}

/** A loss as people tell it, where they do so in bits of a symbol, as those of texts: “2.51 bits per byte”; null where they do not. */
export function bitsOfSymbol(job: L0Job, loss: number): string | null {
  const { symbol } = taskOf(job);
  return symbol === null ? null : `${(loss * BITS_PER_NAT).toFixed(2)} bits per ${symbol}`;
}
