/** The reconstruction of the first cycle, 51 measurements of 512 weights, with the published measurements and λ = 0.3. */
import { dct1Matrix } from '../../src/math/dct.ts';
import { solveLasso } from '../../src/math/lasso.ts';
import { publishedGaussianMatrix } from '../../src/math/random.ts';
import published from '../reference/dtc-published-series.json' with { type: 'json' };
import { inTurn, type Measurement } from './bench.ts';

const columns = 512;
const measurements = published.y2[0];
const rows = measurements.length;

export default async function lasso(): Promise<Measurement[]> {
  const matrix = product(publishedGaussianMatrix(42424242, rows, columns), dct1Matrix(columns));
  const ours = (): void => {
    const { certified } = solveLasso({ matrix, rows, columns, measurements, lambda: 0.3 });
    if (!certified) throw new Error('The LASSO solution of the bench is not certified.');
  };
  const [milliseconds] = await inTurn([ours], { rounds: 31, warmUp: 5 });
  return [
    { name: 'lasso/512x51', unit: 'solves/s', ours: 1000 / milliseconds, baseline: null, baselineName: null, better: 'more' },
  ];
}

/** Of `rows` × `columns` and `columns` × `columns`, row-major. */
function product(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, k) => {
    const row = Math.floor(k / columns) * columns;
    let sum = 0;
    for (let i = 0; i < columns; i++) sum += a[row + i] * b[i * columns + (k % columns)];
    return sum;
  });
}
