/**
 * Locally weighted scatterplot smoothing (Cleveland, JASA 74(368), 1979), in the variant that smoothed the published
 * accuracies of arXiv 2505.23869 (statsmodels'): no interpolation between points, robustness by the bisquare function.
 */
import { median } from './quantile.ts';

export interface LowessOptions {
  /** Share of the points in each local regression, in (0, 1]; 0.3 for the published curves. */
  readonly fraction?: number;
  /** Robustness iterations after the first fit; 3 for the published curves. */
  readonly iterations?: number;
}

/** Below this a local spread of x counts as none, and the regression becomes the weighted mean. */
const MIN_VARIANCE = 1e-12;

/**
 * The smoothed y at every x, in the order of the input. A point without neighbours of positive weight keeps its y.
 * @throws RangeError if x and y differ in length, a value is not finite, or an option is out of range.
 */
export function lowess(x: readonly number[], y: readonly number[], options: LowessOptions = {}): Float64Array {
  const { fraction = 0.3, iterations = 3 } = options;
  if (x.length !== y.length) {
    throw new RangeError(`Cannot smooth ${y.length} values at ${x.length} places: give one y per x.`);
  }
  if (![...x, ...y].every(Number.isFinite)) {
    throw new RangeError('Cannot smooth a series with values that are not finite: leave undefined points out first.');
  }
  if (!(fraction > 0 && fraction <= 1)) {
    throw new RangeError(`Cannot smooth over a fraction ${fraction} of the points: give one in (0, 1].`);
  }
  if (!Number.isInteger(iterations) || iterations < 0) {
    throw new RangeError(`Cannot smooth with ${iterations} robustness iterations: give an integer ≥ 0.`);
  }
  const order = x.map((_, i) => i).sort((a, b) => x[a] - x[b]);
  const xs = Float64Array.from(order, (i) => x[i]);
  const ys = Float64Array.from(order, (i) => y[i]);
  const neighbours = Math.trunc(fraction * xs.length + 1e-10);
  if (neighbours === 0) return Float64Array.from(y);
  let robustness = new Float64Array(xs.length).fill(1);
  let fit: Float64Array = ys;
  for (let pass = 0; pass <= iterations; pass++) {
    if (pass > 0) robustness = bisquareWeights(ys, fit);
    fit = fitOnce(xs, ys, neighbours, robustness);
  }
  const result = new Float64Array(x.length);
  order.forEach((i, k) => (result[i] = fit[k]!));
  return result;
}

const square = (value: number): number => value * value;
const cube = (value: number): number => value * value * value;

/** One pass of local regressions over windows [left, left + neighbours) of the sorted points. */
function fitOnce(x: Float64Array, y: Float64Array, neighbours: number, robustness: Float64Array): Float64Array {
  let left = 0;
  return y.map((own, i) => {
    while (left + neighbours < x.length && x[i] > (x[left] + x[left + neighbours]) / 2) left++;
    const right = left + neighbours;
    const radius = Math.max(x[i] - x[left], x[right - 1] - x[i]);
    const weights = Float64Array.from({ length: neighbours }, (_, k) => {
      const distance = Math.abs(x[left + k] - x[i]);
      return distance < radius ? cube(1 - cube(distance / radius)) * robustness[left + k] : 0;
    });
    const total = weights.reduce((sum, w) => sum + w, 0);
    const positive = weights.reduce((count, w) => count + (w > 0 ? 1 : 0), 0);
    return total === 0 || positive === 1 ? own : regress(x, y, left, weights, total, x[i]);
  });
}

/** The value at `at` of the weighted line through the points from `left` on. */
function regress(x: Float64Array, y: Float64Array, left: number, weights: Float64Array, total: number, at: number): number {
  let mean = 0;
  weights.forEach((w, k) => (mean += (w / total) * x[left + k]));
  let variance = 0;
  weights.forEach((w, k) => (variance += (w / total) * square(x[left + k] - mean)));
  variance = Math.max(variance, MIN_VARIANCE);
  let value = 0;
  weights.forEach((w, k) => {
    value += (w / total) * (1 + ((at - mean) * (x[left + k] - mean)) / variance) * y[left + k];
  });
  return value;
}

/** (1 − t²)² with t = |residual|/(6·median|residual|), 0 from t = 1 on. */
function bisquareWeights(y: Float64Array, fit: Float64Array): Float64Array<ArrayBuffer> {
  const residuals = Float64Array.from(y, (value, i) => Math.abs(value - fit[i]));
  const scale = 6 * median(residuals);
  return Float64Array.from(residuals, (residual) => {
    if (scale === 0) return residual === 0 ? 1 : 0;
    const t = residual / scale;
    return t < 1 ? square(1 - t * t) : 0;
  });
}
