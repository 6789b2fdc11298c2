/** Numbers of a network below a threshold, and what is left of them. */

/** Entries below the threshold become 0; those equal to it as well if `inclusive`. */
export const below = (values: Float32Array, threshold: number, inclusive = false): Float32Array =>
  Float32Array.from(values, (value) => (Math.abs(value) < threshold || (inclusive && Math.abs(value) <= threshold) ? 0 : value));

export const largestMagnitude = (values: readonly Float32Array[]): number =>
  values.reduce((largest, array) => array.reduce((most, value) => Math.max(most, Math.abs(value)), largest), 0);

export function countNonzero(values: readonly Iterable<number>[]): number {
  let count = 0;
  for (const array of values) for (const value of array) if (value !== 0) count++;
  return count;
}
