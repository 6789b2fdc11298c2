/**
 * The LASSO, minimise ‖Ax − y‖² + λ‖x‖₁ (no factor ½), to the accuracy of double precision, with a certificate.
 * The reconstruction of arXiv 2505.23869: few rows, many columns, λ far below λ_max, so nearly an interpolation, which is
 * hard for first-order methods (coordinate descent ends with optimality residual 4e-5 there) and easy for active sets.
 */
import { ActiveSet } from './lasso/active-set.ts';
import { featureSignSearch } from './lasso/feature-sign.ts';
import { followPath } from './lasso/homotopy.ts';
import { correlationsWith, type LassoProblem, residualOf } from './lasso/problem.ts';

export interface LassoOptions {
  /** A, rows × columns, row-major. */
  readonly matrix: Float64Array;
  readonly rows: number;
  readonly columns: number;
  /** y, `rows` entries. */
  readonly measurements: ArrayLike<number>;
  /** λ > 0. */
  readonly lambda: number;
  /**
   * What the certificate is held to, 1e-7 unless given: optimality residual ≤ tolerance·max(1, max|y|) and duality
   * gap ≤ tolerance·max(1, objective). It changes no result that meets it: the solver is direct.
   */
  readonly tolerance?: number;
}

/** How far a point is from optimal, computed from the problem alone. */
export interface LassoCertificate {
  /** ‖Ax − y‖² + λ‖x‖₁. */
  readonly objective: number;
  /** An upper bound of objective − minimum. */
  readonly dualityGap: number;
  /** Largest violation of 2Aᵀ(Ax − y)_j = −λ sign x_j where x_j ≠ 0, and of |2Aᵀ(Ax − y)_j| ≤ λ elsewhere. */
  readonly optimalityResidual: number;
  /** 2 max_j |(Aᵀy)_j|: from this λ on, x = 0. */
  readonly lambdaMax: number;
  /** Whether residual and gap are within the tolerance. */
  readonly certified: boolean;
}

export interface LassoSolution extends LassoCertificate {
  /** x, `columns` entries, exactly 0 off its support. */
  readonly solution: Float64Array;
  readonly nonzeros: number;
  /** Columns that joined or left the active set on the way. */
  readonly iterations: number;
}

const TOLERANCE = 1e-7;

/**
 * Solves the LASSO by homotopy from λ_max down to λ, then once more on the final support with a fresh factorisation.
 * If that misses the tolerance, as it can where columns tie, feature-sign search goes on from the point reached. The
 * certificate is that of the point returned, whether or not it is within the tolerance.
 *
 * λ = 0 is refused: with more columns than rows, its minimisers are a whole space of interpolants.
 * Where columns repeat, the minimiser is not unique; one of them is returned.
 * @throws RangeError if sizes do not match, an entry is not finite, or λ or the tolerance is not finite and > 0.
 */
export function solveLasso(options: LassoOptions): LassoSolution {
  const problem = toProblem(options);
  const { lambdaMax } = certify(problem, new Float64Array(problem.count), options);
  if (options.lambda >= lambdaMax) return conclude(problem, new Float64Array(problem.count), 0, options);
  const path = followPath(problem);
  const followed = conclude(problem, polish(problem, path.solution), path.events, options);
  if (followed.certified) return followed;
  const search = featureSignSearch(problem, path.solution);
  const iterations = path.events + search.iterations;
  const searched = conclude(problem, polish(problem, search.solution), iterations, options);
  return searched.dualityGap <= followed.dualityGap ? searched : { ...followed, iterations };
}

/**
 * The certificate of any point x.
 * @throws RangeError as solveLasso does, and if x has not one finite entry per column.
 * @internal Tests and the benchmark judge other solvers by it.
 */
export function checkLasso(options: LassoOptions, x: ArrayLike<number>): LassoCertificate {
  const problem = toProblem(options);
  if (x.length !== problem.count) {
    throw new RangeError(`A point with ${x.length} entries cannot solve a LASSO with ${problem.count} columns: give one entry per column.`);
  }
  requireFinite('point', x);
  return certify(problem, Float64Array.from(x), options);
}

/**
 * Solves A_SᵀA_S x_S = A_Sᵀy − (λ/2)·sign on the support of x with a fresh factorisation. If a sign does not survive that,
 * the support is not that of the minimiser, and x is returned as it came.
 */
function polish(problem: LassoProblem, x: Float64Array): Float64Array {
  const active = new ActiveSet(problem);
  for (let j = 0; j < x.length; j++) {
    if (x[j] !== 0 && !active.add(j)) return x;
  }
  const signs = active.indices.map((j) => Math.sign(x[j]));
  const { base, slope } = active.solutionLine(signs);
  const polished = new Float64Array(x.length);
  for (let i = 0; i < active.size; i++) {
    const value = base[i] - problem.threshold * slope[i];
    if (value * signs[i] < 0) return x;
    polished[active.indices[i]] = value;
  }
  return polished;
}

function conclude(problem: LassoProblem, solution: Float64Array, iterations: number, options: LassoOptions): LassoSolution {
  const nonzeros = solution.reduce((count, value) => count + (value === 0 ? 0 : 1), 0);
  return { solution, nonzeros, iterations, ...certify(problem, solution, options) };
}

function certify(problem: LassoProblem, x: Float64Array, options: LassoOptions): LassoCertificate {
  const { lambda, tolerance = TOLERANCE } = options;
  const residual = residualOf(problem, x);
  const gradient = correlationsWith(problem, residual).map((value) => -2 * value);
  const residualSquare = residual.reduce((sum, value) => sum + value * value, 0);
  const scale = Math.min(1, lambda / maxAbs(gradient));
  let optimalityResidual = 0;
  let size = 0;
  // The dual point is ν = 2s(y − Ax). In objective − (ν·y − ‖ν‖²/4), the terms of the size of ‖y‖² cancel; written out,
  // (1 − s)²‖r‖² + Σ_j (λ|x_j| + s x_j g_j), none of the terms is negative.
  let dualityGap = (1 - scale) * (1 - scale) * residualSquare;
  for (let j = 0; j < x.length; j++) {
    const violation = x[j] === 0 ? Math.abs(gradient[j]) - lambda : Math.abs(gradient[j] + lambda * Math.sign(x[j]));
    optimalityResidual = Math.max(optimalityResidual, violation);
    size += Math.abs(x[j]);
    dualityGap += lambda * Math.abs(x[j]) + scale * x[j] * gradient[j];
  }
  const objective = residualSquare + lambda * size;
  const certified =
    optimalityResidual <= tolerance * Math.max(1, maxAbs(problem.measurements)) && dualityGap <= tolerance * Math.max(1, objective);
  const lambdaMax = 2 * maxAbs(correlationsWith(problem, problem.measurements));
  return { objective, dualityGap, optimalityResidual, lambdaMax, certified };
}

function toProblem(options: LassoOptions): LassoProblem {
  const { matrix, rows, columns: count, measurements, lambda, tolerance = TOLERANCE } = options;
  if (!Number.isInteger(rows) || !Number.isInteger(count) || rows < 1 || count < 1) {
    throw new RangeError(`A LASSO with ${rows} rows and ${count} columns cannot be solved: give at least one of each.`);
  }
  if (matrix.length !== rows * count) {
    throw new RangeError(
      `The LASSO matrix has ${matrix.length} entries where ${rows} × ${count} needs ${rows * count}: check rows and columns.`,
    );
  }
  if (measurements.length !== rows) {
    throw new RangeError(`The LASSO has ${measurements.length} measurements for ${rows} rows: give one per row.`);
  }
  if (!Number.isFinite(lambda) || lambda <= 0) {
    throw new RangeError(`The LASSO cannot be solved with λ = ${lambda}: give a finite λ > 0, however small.`);
  }
  if (!Number.isFinite(tolerance) || tolerance <= 0) {
    throw new RangeError(`The LASSO cannot be held to a tolerance of ${tolerance}: give a finite number > 0.`);
  }
  requireFinite('matrix', matrix);
  requireFinite('measurement vector', measurements);
  const columns = new Float64Array(rows * count);
  const norms = new Float64Array(count);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < count; j++) {
      const value = matrix[i * count + j];
      columns[j * rows + i] = value;
      norms[j] += value * value;
    }
  }
  return {
    columns,
    norms: norms.map(Math.sqrt),
    rows,
    count,
    measurements: Float64Array.from(measurements),
    threshold: lambda / 2,
  };
}

function requireFinite(what: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new RangeError(
        `The LASSO ${what} holds ${values[i]} at position ${i}: it must be finite. If it comes from training, the training has diverged.`,
      );
    }
  }
}

function maxAbs(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  return largest;
}
