/** Compressed-sensing measurements of weight vectors (arXiv 2505.23869): y = Φa with an n × m Gaussian Φ. */
import { publishedGaussianMatrix, stream } from '../../math/random.ts';

export interface MeasurementMatrix {
  /** n × m, row-major, independent N(0, 1). */
  readonly values: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

export interface MeasurementMatrixOptions {
  readonly rows: number;
  readonly columns: number;
  readonly seed: number;
  /** Hidden layer, from 0. The first one takes the published stream. */
  readonly layer: number;
  /** The cycle, where every cycle draws afresh; null where all of them start from the same seed. */
  readonly cycle: number | null;
}

/** Φ of one layer at one cycle. With seed 42424242, layer 0 and no cycle it is the published matrix of that size. */
export function measurementMatrix({ rows, columns, seed, layer, cycle }: MeasurementMatrixOptions): MeasurementMatrix {
  const published = layer === 0 && cycle === null;
  const values = published
    ? publishedGaussianMatrix(seed, rows, columns)
    : stream(seed, `measurement/layer-${layer}${cycle === null ? '' : `/cycle-${cycle}`}`).normals(rows * columns);
  return { values, rows, columns };
}

/** y = Φa. @param vector length m @returns length n */
export function measure({ values, rows, columns }: MeasurementMatrix, vector: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += values[row * columns + j] * vector[j];
    return sum;
  });
}

/**
 * Measurements of m neurons: trunc(m·share), with the share as the notebook gets it in doubles, 1 − (1 − 0.1) = 0.09999999999999998, so
 * that 460 neurons get 45. The rule gives 0 for fewer than 11 neurons, where the published ladder has ended.
 */
export const measurementCount = (m: number, share: number): number => Math.trunc(m * (1 - (1 - share)));
