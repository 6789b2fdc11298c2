/**
 * The QR factorisation A_S = QR of the columns in an active set, updated as columns join and leave.
 * QR rather than the Cholesky factor of A_SᵀA_S, since that would square the condition number.
 */
import { norm } from '../elementary.ts';
import type { LassoProblem } from './problem.ts';

/**
 * A column whose part outside the span of the active ones is below this share of its norm counts as dependent. What
 * orthogonalising twice leaves of a truly dependent column is about 1e-16 of it; and not adding a column that is
 * this nearly dependent violates its optimality condition by 1e-10 of ‖a_j‖‖r‖ at most.
 */
const DEPENDENT = 1e-10;

export class ActiveSet {
  /** Active columns in the order of the factorisation. */
  readonly indices: number[] = [];
  private readonly problem: LassoProblem;
  private readonly capacity: number;
  /** Basis vector i lies at [i·rows, (i + 1)·rows). */
  private readonly q: Float64Array;
  /** Upper triangular, row-major, capacity × capacity. */
  private readonly r: Float64Array;

  constructor(problem: LassoProblem) {
    this.problem = problem;
    this.capacity = Math.min(problem.rows, problem.count);
    this.q = new Float64Array(this.capacity * problem.rows);
    this.r = new Float64Array(this.capacity * this.capacity);
  }

  get size(): number {
    return this.indices.length;
  }

  /** Adds column j; false, and nothing done, if it lies in the span of the active columns. */
  add(j: number): boolean {
    const { rows, columns, norms } = this.problem;
    const k = this.size;
    if (k === this.capacity) return false;
    const rest = columns.slice(j * rows, (j + 1) * rows);
    const inside = new Float64Array(k);
    // Gram–Schmidt once loses orthogonality when the column is nearly dependent; twice is enough (Kahan & Parlett).
    for (let pass = 0; pass < 2; pass++) {
      for (let i = 0; i < k; i++) {
        const overlap = this.basisDot(i, rest);
        inside[i] += overlap;
        for (let t = 0; t < rows; t++) rest[t] -= overlap * this.q[i * rows + t];
      }
    }
    const outside = norm(rest);
    if (outside <= DEPENDENT * norms[j]) return false;
    for (let t = 0; t < rows; t++) this.q[k * rows + t] = rest[t] / outside;
    for (let i = 0; i < k; i++) this.r[i * this.capacity + k] = inside[i]!;
    this.r[k * this.capacity + k] = outside;
    this.indices.push(j);
    return true;
  }

  /** Removes the active column at a position, and restores the triangle by rotations. */
  drop(position: number): void {
    const { rows } = this.problem;
    const { capacity, q, r } = this;
    const size = this.size - 1;
    this.indices.splice(position, 1);
    for (let i = 0; i <= size; i++) r.copyWithin(i * capacity + position, i * capacity + position + 1, i * capacity + size + 1);
    for (let i = position; i < size; i++) {
      const a = r[i * capacity + i];
      const b = r[(i + 1) * capacity + i];
      const length = norm([a, b]);
      const cosine = a / length;
      const sine = b / length;
      rotate(r, i * capacity + i, (i + 1) * capacity + i, size - i, cosine, sine);
      rotate(q, i * rows, (i + 1) * rows, rows, cosine, sine);
    }
  }

  /** Qᵀv. */
  project(vector: Float64Array): Float64Array {
    return Float64Array.from({ length: this.size }, (_, i) => this.basisDot(i, vector));
  }

  /** Qg. */
  combine(coordinates: Float64Array): Float64Array {
    const { rows } = this.problem;
    const vector = new Float64Array(rows);
    for (let i = 0; i < this.size; i++) {
      for (let t = 0; t < rows; t++) vector[t] += coordinates[i] * this.q[i * rows + t];
    }
    return vector;
  }

  /** R⁻¹g, by back substitution. */
  solve(coordinates: Float64Array): Float64Array {
    const { capacity, r, size } = this;
    const solution = Float64Array.from(coordinates);
    for (let i = size - 1; i >= 0; i--) {
      for (let j = i + 1; j < size; j++) solution[i] -= r[i * capacity + j] * solution[j];
      solution[i] /= r[i * capacity + i];
    }
    return solution;
  }

  /** R⁻ᵀs, by forward substitution. */
  solveTransposed(vector: ArrayLike<number>): Float64Array {
    const { capacity, r, size } = this;
    const solution = Float64Array.from(vector);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < i; j++) solution[i] -= r[j * capacity + i] * solution[j];
      solution[i] /= r[i * capacity + i];
    }
    return solution;
  }

  /** The coefficients v with A_S v closest to column j; exact if the column is dependent. */
  coefficientsOf(j: number): Float64Array {
    const { columns, rows } = this.problem;
    return this.solve(this.project(columns.subarray(j * rows, (j + 1) * rows)));
  }

  /**
   * The minimiser on this active set if its coefficients have these signs, at any threshold c:
   * x_S(c) = R⁻¹(Qᵀy − c·R⁻ᵀs) = base − c·slope.
   */
  solutionLine(signs: ArrayLike<number>): { base: Float64Array; slope: Float64Array } {
    return {
      base: this.solve(this.project(this.problem.measurements)),
      slope: this.solve(this.solveTransposed(signs)),
    };
  }

  /**
   * The correlation of every column with the residual along that line: c_j(c) = constant_j + c·slope_j, where the
   * constant comes from the part of y outside the span and the slope from QR⁻ᵀs.
   */
  correlationLine(signs: ArrayLike<number>): { constant: Float64Array; slope: Float64Array } {
    const { columns, count, measurements, rows } = this.problem;
    const outside = Float64Array.from(measurements);
    const inside = this.combine(this.project(measurements));
    for (let t = 0; t < outside.length; t++) outside[t] -= inside[t];
    const direction = this.combine(this.solveTransposed(signs));
    const constant = new Float64Array(count);
    const slope = new Float64Array(count);
    // Both products in one pass, the bulk of the solver's time: two sums that do not wait for each other.
    for (let j = 0, at = 0; j < count; j++) {
      let first = 0;
      let second = 0;
      for (let t = 0; t < rows; t++, at++) {
        first += columns[at] * outside[t];
        second += columns[at] * direction[t];
      }
      constant[j] = first;
      slope[j] = second;
    }
    return { constant, slope };
  }

  private basisDot(i: number, vector: Float64Array): number {
    const { rows } = this.problem;
    let sum = 0;
    for (let t = 0; t < rows; t++) sum += this.q[i * rows + t] * vector[t];
    return sum;
  }
}

/** Rotates two stretches of an array against each other: (a, b) → (ca + sb, cb − sa). */
function rotate(values: Float64Array, a: number, b: number, length: number, cosine: number, sine: number): void {
  for (let t = 0; t < length; t++) {
    const first = values[a + t];
    const second = values[b + t];
    values[a + t] = cosine * first + sine * second;
    values[b + t] = cosine * second - sine * first;
  }
}
