/** Student's t distribution, through the regularised incomplete beta function. */
import { exp, log } from './elementary.ts';
import { logGamma } from './log-gamma.ts';

/**
 * P(T ≤ t) with `degrees` > 0 degrees of freedom: 1 − ½ I_x(degrees/2, ½) for t ≥ 0, x = degrees/(degrees + t²)
 * (Abramowitz & Stegun 26.7.1 and 26.5.27).
 */
export function studentTCdf(t: number, degrees: number): number {
  requireDegrees(degrees);
  const square = t * t;
  // Of x and 1 − x the small one is computed directly: near t = 0 the difference would lose it.
  const outside = regularisedBeta(degrees / (degrees + square), square / (degrees + square), degrees / 2, 0.5);
  return t >= 0 ? 1 - outside / 2 : outside / 2;
}

/**
 * The t with P(T ≤ t) = p, by bisection to the last bit: about 60 evaluations, and no starting guess to go wrong.
 * @throws RangeError unless 0 < p < 1 and degrees > 0.
 */
export function studentTQuantile(p: number, degrees: number): number {
  requireDegrees(degrees);
  if (!(p > 0 && p < 1)) throw new RangeError(`Student's t has no quantile at level ${p}: give one between 0 and 1.`);
  if (p < 0.5) return -studentTQuantile(1 - p, degrees);
  let low = 0;
  let high = 1;
  while (studentTCdf(high, degrees) < p && high < Number.MAX_VALUE / 2) high *= 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle;
    if (studentTCdf(middle, degrees) < p) low = middle;
    else high = middle;
  }
}

function requireDegrees(degrees: number): void {
  if (!(degrees > 0 && Number.isFinite(degrees))) {
    throw new RangeError(`Student's t cannot have ${degrees} degrees of freedom: give a finite number > 0.`);
  }
}

/** I_x(a, b), with 1 − x handed in as well; the continued fraction 26.5.8 of Abramowitz & Stegun. */
function regularisedBeta(x: number, rest: number, a: number, b: number): number {
  if (x === 0 || rest === 0) return x === 0 ? 0 : 1;
  const front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log(rest));
  // The fraction converges fast below the mean of the distribution; above it, the other tail does.
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(rest, b, a)) / b;
}

/** Lentz's evaluation of 1/(1 + d_1/(1 + d_2/(1 + …))). */
function betaFraction(x: number, a: number, b: number): number {
  let numerator = 1;
  let denominator = 1 / (1 - ((a + b) * x) / (a + 1));
  let fraction = denominator;
  for (let m = 1; m < 1000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    denominator = 1 / (1 + even * denominator);
    numerator = 1 + even / numerator;
    fraction *= denominator * numerator;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    denominator = 1 / (1 + odd * denominator);
    numerator = 1 + odd / numerator;
    const factor = denominator * numerator;
    fraction *= factor;
    if (Math.abs(factor - 1) < 1e-15) break;
  }
  return fraction;
}
