/** How well a byte is known by those before it, counted in the text itself. */
import { log2 } from '../../math/elementary.ts';

const VALUES = 256;

/**
 * Plug-in entropy of a byte given the `order` bytes before it, bits; 0 of a text that is no longer than that. It is counted in the very text
 * that it is of: no code for a text that is yet to be told is as short.
 * @param order from 0 to 3
 */
export function entropyBits(text: Uint8Array, order = 0): number {
  if (!Number.isInteger(order) || order < 0 || order > 3) throw new RangeError(`An entropy of order ${order}: give 0, 1, 2 or 3.`);
  if (text.length <= order) return 0;
  const known = order === 0 ? totalOf([text.length]) : totalOf(runCounts(text.subarray(0, -1), order).values());
  return (known - totalOf(runCounts(text, order + 1).values())) / (text.length - order);
}

/** Σ n log₂ n over counts. */
function totalOf(counts: Iterable<number>): number {
  let total = 0;
  for (const count of counts) if (count > 0) total += count * log2(count);
  return total;
}

/** How often each run of so many bytes occurs. */
function runCounts(text: Uint8Array, length: number): Float64Array | Map<number, number> {
  // A file of 64 MB is counted in a tenth of a second so, and in five with a map.
  if (length === 1) {
    const counts = new Float64Array(VALUES);
    for (const byte of text) counts[byte]++;
    return counts;
  }
  const counts = new Map<number, number>();
  for (let at = length - 1; at < text.length; at++) {
    let run = 0;
    for (let place = at - length + 1; place <= at; place++) run = VALUES * run + text[place];
    counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return counts;
}
