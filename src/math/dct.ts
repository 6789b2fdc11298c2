/**
 * The orthonormal discrete cosine transform of type I: Ψ_jk = √(2/(m−1))·c_j·c_k·cos(π j k/(m−1)) for j, k = 0 … m−1,
 * with c_0 = c_{m−1} = 1/√2 and every other c = 1. Ψ is symmetric and ΨΨ = I, so it is its own inverse.
 * It is the sparsifying basis of arXiv 2505.23869.
 */
import { cos } from './elementary.ts';

/**
 * The m×m matrix Ψ, row-major.
 *
 * @throws RangeError unless m is an integer ≥ 2
 * @internal Tests and the benchmark of the LASSO make their problems from it.
 */
export function dct1Matrix(m: number): Float64Array {
  const cosines = cosineTable(m);
  const period = cosines.length;
  const matrix = new Float64Array(m * m);
  const scale = Math.sqrt(2 / (m - 1));
  for (let j = 0; j < m; j++) {
    for (let k = 0; k < m; k++) {
      matrix[j * m + k] = scale * endWeight(j, m) * endWeight(k, m) * cosines[(j * k) % period];
    }
  }
  return matrix;
}

/**
 * Ψ·vector, in O(m²) and without forming Ψ; applied twice it gives the vector back.
 * @throws RangeError if the vector has fewer than 2 entries.
 */
export function applyDct(vector: ArrayLike<number>): Float64Array {
  const m = vector.length;
  const cosines = cosineTable(m);
  const period = cosines.length;
  const scale = Math.sqrt(2 / (m - 1));
  const transformed = new Float64Array(m);
  for (let j = 0; j < m; j++) {
    let sum = 0;
    for (let k = 0, phase = 0; k < m; k++) {
      sum += endWeight(k, m) * cosines[phase] * vector[k];
      phase += j;
      if (phase >= period) phase -= period;
    }
    transformed[j] = scale * endWeight(j, m) * sum;
  }
  return transformed;
}

function endWeight(index: number, m: number): number {
  return index === 0 || index === m - 1 ? Math.SQRT1_2 : 1;
}

/** cos(π t/(m−1)) over one period t = 0 … 2m−3: reducing j·k exactly keeps large phases accurate. */
function cosineTable(m: number): Float64Array {
  if (!Number.isInteger(m) || m < 2) {
    throw new RangeError(`The DCT-I needs at least 2 points and was asked for ${m}: transform a layer of 2 or more neurons.`);
  }
  return Float64Array.from({ length: 2 * (m - 1) }, (_, t) => cos((Math.PI * t) / (m - 1)));
}
