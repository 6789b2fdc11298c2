/** What a compression is judged by (arXiv 2505.17469, section 4). */

/** Error increase in percentage points, 100·(baseline − accuracy); negative is an improvement. Accuracies are from 0 to 1. */
export function errorIncrease(baselineAccuracy: number, accuracy: number): number {
  return 100 * (baselineAccuracy - accuracy);
}

/** Compression rate CR: parameters over non-zero ones; Infinity for a network without any. */
export function compressionRate(parameters: number, nonzero: number): number {
  requireCounts(parameters, nonzero);
  return parameters / nonzero;
}

/** Share of the parameters that are zero, 1 − 1/CR. */
export function zeroFraction(parameters: number, nonzero: number): number {
  requireCounts(parameters, nonzero);
  return 1 - nonzero / parameters;
}

function requireCounts(parameters: number, nonzero: number): void {
  if (!Number.isInteger(parameters) || parameters < 1 || !Number.isInteger(nonzero) || nonzero < 0 || nonzero > parameters) {
    throw new RangeError(
      `A network of ${parameters} parameters cannot have ${nonzero} non-zero ones: give counts with 0 ≤ non-zero ≤ all.`,
    );
  }
}
