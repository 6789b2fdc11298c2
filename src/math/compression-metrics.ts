/** What a compression is judged by (arXiv 2505.17469, section 4). */

/** Error increase in percentage points, 100·(baseline − accuracy); negative is an improvement. Accuracies are from 0 to 1. */
export function errorIncrease(baselineAccuracy: number, accuracy: number): number {
  return 100 * (baselineAccuracy - accuracy);
}

/** Compression rate CR: parameters over non-zero ones; null where nothing is left. */
export function compressionRate(parameters: number, nonzero: number): number | null {
  return nonzero === 0 ? null : parameters / nonzero;
}
