import { exp } from './exp.ts';

/** Beyond it erf is 1 in double precision. */
const FAR = 6;

/**
 * The error function, 2/√π ∫₀ˣ exp(−t²) dt, within 1e-14: 2/√π exp(−x²) Σ 2ⁿ x²ⁿ⁺¹ / (1·3·…·(2n+1)), whose terms are all of one sign
 * (Abramowitz and Stegun, 7.1.6).
 */
export function erf(x: number): number {
  if (!(Math.abs(x) < FAR)) return x > 0 ? 1 : x < 0 ? -1 : x;
  let [term, sum] = [x, x];
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * exp(-x * x) * sum;
}
