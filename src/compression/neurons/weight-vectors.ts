/** The signed weight sums that are measured: one number a neuron, in double precision. */

/** a1_i = Σ_j W[i, j]: sum of the incoming weights of each neuron. @param weights [rows, columns], row-major */
export function rowSums(weights: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const sums = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += weights[i * columns + j];
    sums[i] = sum;
  }
  return sums;
}

/** a2_i = Σ_k W[k, i]: sum of the outgoing weights of each neuron. @param weights [rows, columns], row-major */
export function columnSums(weights: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  for (let k = 0; k < rows; k++) {
    for (let i = 0; i < columns; i++) sums[i] += weights[k * columns + i];
  }
  return sums;
}

/** ‖W[i, :]‖₂ of each row. */
export function rowNorms(weights: ArrayLike<number>, rows: number, columns: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    let square = 0;
    for (let j = 0; j < columns; j++) square += weights[i * columns + j] * weights[i * columns + j];
    return Math.sqrt(square);
  });
}

/** ‖W[:, i]‖₂ of each column. */
export function columnNorms(weights: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const squares = new Float64Array(columns);
  for (let k = 0; k < rows; k++) {
    for (let i = 0; i < columns; i++) squares[i] += weights[k * columns + i] * weights[k * columns + i];
  }
  return squares.map(Math.sqrt);
}
