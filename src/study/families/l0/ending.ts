/**
 * How an ℓ0 job ended, as one number of a link: 1 where the first phase converged, 2 where fine-tuning did, 4 where the network gives the same
 * for every input, and from 8 on a bit for each of the first tensors of which no weight is left then. A lab that knows the first two bits
 * alone reads them rightly.
 */
import type { L0Summary } from './types.ts';

/** Tensors that have a bit: the number stays below 10¹². */
const MOST_TENSORS = 36;

export function packEnding({ converged, layers, collapsed }: Pick<L0Summary, 'converged' | 'layers' | 'collapsed'>): number {
  const bits = [converged.regularised, converged.fineTuning, collapsed !== undefined];
  if (collapsed) bits.push(...layers.slice(0, MOST_TENSORS).map(({ name }) => collapsed.includes(name)));
  // Operators on bits take 32 of them.
  return bits.reduceRight((sum, isSet) => 2 * sum + Number(isSet), 0);
}

/** @param names of the tensors; none where the link does not tell them */
export function unpackEnding(ending: number, names: readonly string[]): Pick<L0Summary, 'converged' | 'collapsed'> {
  const [regularised = false, fineTuning = false, isCollapsed = false, ...empty] = ending
    .toString(2)
    .split('')
    .reverse()
    .map((bit) => bit === '1');
  return {
    converged: { regularised, fineTuning },
    ...(isCollapsed ? { collapsed: names.filter((_, tensor) => empty[tensor]) } : {}),
  };
}
