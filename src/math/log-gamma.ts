/** The logarithm of the Gamma function and what is made of it. */
import { log } from './elementary.ts';

/** ln Γ(x), x > 0, by Stirling's series after shifting x past 10, where its seventh term is below 1e-16. */
export function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  for (; z < 10; z++) shift += log(z);
  const inverse = 1 / z;
  const square = inverse * inverse;
  const coefficients = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];
  const series = coefficients.reduceRight((sum, c) => sum * square + c, 0) * inverse;
  return (z - 0.5) * log(z) - z + 0.5 * log(2 * Math.PI) + series - shift;
}

/**
 * log₂ of the binomial coefficient C(n, k): the bits that name one k-subset of n. Absolute error about 1e-15·n·log₂ n.
 * @throws RangeError unless 0 ≤ k ≤ n are integers.
 */
export function log2Binomial(n: number, k: number): number {
  if (!Number.isInteger(n) || !Number.isInteger(k) || k < 0 || k > n) {
    throw new RangeError(`There is no binomial coefficient of ${k} out of ${n}: give integers 0 ≤ k ≤ n.`);
  }
  if (k === 0 || k === n) return 0;
  return (logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)) / Math.LN2;
}
