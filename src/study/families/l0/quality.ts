/** How good a network is, as it is told of its task. */
import { BITS_PER_NAT } from '../../../coding/data-length.ts';
import { taskOf } from '../../job-data.ts';
import type { L0Job } from './types.ts';

/** A loss as people tell it, where they do so in bits of a symbol, as those of texts: “2.51 bits per byte”; null where they do not. */
export function bitsOfSymbol(job: L0Job, loss: number): string | null {
  const { symbol } = taskOf(job);
  return symbol === null ? null : `${(loss * BITS_PER_NAT).toFixed(2)} bits per ${symbol}`;
}
