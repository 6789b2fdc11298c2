/** The ray: dual sum of two LASSO reconstructions in the cosine basis (arXiv 2505.23869). */
import { applyDct } from '../../math/dct.ts';
import { solveLasso, type LassoSolution } from '../../math/lasso.ts';
import type { MeasurementMatrix } from './measurement.ts';

/** How well one LASSO problem was solved. */
export type LassoCertificate = Pick<
  LassoSolution,
  'objective' | 'dualityGap' | 'optimalityResidual' | 'nonzeros' | 'lambdaMax' | 'iterations' | 'certified'
>;

export interface Reconstruction {
  /** r = x1 + x2, m entries: coefficients in the cosine basis, not neurons. */
  readonly ray: Float64Array;
  readonly lasso: { readonly previous: LassoCertificate; readonly next: LassoCertificate };
}

/** Θ = ΦΨ, row-major. Ψ is symmetric, so each row of Θ is the transform of a row of Φ. */
export function sensingMatrix({ values, rows, columns }: MeasurementMatrix): Float64Array {
  const theta = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    theta.set(applyDct(values.subarray(row * columns, (row + 1) * columns)), row * columns);
  }
  return theta;
}

/**
 * x_l = argmin ‖Θx − y_l‖² + λ‖x‖₁ for both layers (no factor ½), and their sum.
 * @param previous Φa1, n entries
 * @param next Φa2, n entries
 */
export function reconstruct(phi: MeasurementMatrix, previous: Float64Array, next: Float64Array, lambda: number): Reconstruction {
  const problem = { matrix: sensingMatrix(phi), rows: phi.rows, columns: phi.columns, lambda };
  const [one, two] = [previous, next].map((measurements) => solveLasso({ ...problem, measurements }));
  return {
    ray: one.solution.map((value, k) => value + two.solution[k]),
    lasso: { previous: certificateOf(one), next: certificateOf(two) },
  };
}

const certificateOf = ({
  objective,
  dualityGap,
  optimalityResidual,
  nonzeros,
  lambdaMax,
  iterations,
  certified,
}: LassoSolution): LassoCertificate => ({
  objective,
  dualityGap,
  optimalityResidual,
  nonzeros,
  lambdaMax,
  iterations,
  certified,
});
