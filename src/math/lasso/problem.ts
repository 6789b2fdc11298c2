/** The LASSO problem in the form that its solvers work on. */

/** minimise ‖Ax − y‖² + λ‖x‖₁. */
export interface LassoProblem {
  /** Column j of A lies at [j·rows, (j + 1)·rows): the solvers walk along columns. */
  readonly columns: Float64Array;
  /** Euclidean norm of each column. */
  readonly norms: Float64Array;
  readonly rows: number;
  readonly count: number;
  readonly measurements: Float64Array;
  /**
   * λ/2: at the minimum every active column has correlation ±threshold with the residual, every other column at most
   * that in absolute value.
   */
  readonly threshold: number;
}

/** Column j of A times a vector of `rows` entries. */
export function columnDot(problem: LassoProblem, j: number, vector: Float64Array): number {
  const { columns, rows } = problem;
  const start = j * rows;
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += columns[start + i] * vector[i];
  return sum;
}

/** y − Ax. */
export function residualOf(problem: LassoProblem, x: Float64Array): Float64Array {
  const { columns, rows, count, measurements } = problem;
  const residual = Float64Array.from(measurements);
  for (let j = 0; j < count; j++) {
    if (x[j] === 0) continue;
    for (let i = 0; i < rows; i++) residual[i] -= columns[j * rows + i] * x[j];
  }
  return residual;
}

/** Aᵀv: the correlation of every column with v. */
export function correlationsWith(problem: LassoProblem, vector: Float64Array): Float64Array {
  return Float64Array.from({ length: problem.count }, (_, j) => columnDot(problem, j, vector));
}
