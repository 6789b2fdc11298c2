/**
 * The reconstruction of the first cycle, 51 measurements of 512 weights, with the published measurements and λ = 0.3: ours against SCS, the
 * solver that the paper used. Twice: SCS at the accuracy that our certificate asks for, and SCS with its own settings.
 */
import { dct1Matrix } from '../../src/math/dct.ts';
import { checkLasso, solveLasso } from '../../src/math/lasso.ts';
import { publishedGaussianMatrix } from '../../src/math/random.ts';
import published from '../reference/dtc-published-series.json' with { type: 'json' };
import { inTurn, type Measurement } from './bench.ts';
import { scsLasso } from './lasso-scs.ts';

const columns = 512;
const measurements = published.y2[0];
const rows = measurements.length;
const name = `lasso/${columns}x${rows}`;

/** A duality gap of 1e-7 of the objective is what our certificate is held to. SCS just misses it with 1e-9, and has 1.2e-6 with 1e-8. */
const GAP = 1e-7;
const EQUAL_ACCURACY = 5e-10;
/** SCS's own. */
const DEFAULT_ACCURACY = 1e-4;

/** @param names rows to measure */
export default async function lasso(names: readonly string[]): Promise<Measurement[]> {
  const matrix = product(publishedGaussianMatrix(42424242, rows, columns), dct1Matrix(columns));
  const problem = { matrix, rows, columns, measurements, lambda: 0.3 };
  const gapOf = (solution: Float64Array): number => {
    const { dualityGap, objective } = checkLasso(problem, solution);
    return dualityGap / objective;
  };
  const scs = await scsLasso(problem);
  const ours = (): void => {
    const { certified } = solveLasso(problem);
    if (!certified) throw new Error('The LASSO solution of the bench is not certified.');
  };
  const ourGap = gapOf(solveLasso(problem).solution);
  for (let i = 0; i < 20; i++) ours();

  const compare = async (rowName: string, accuracy: number, rounds: number): Promise<Measurement> => {
    let gap = Number.NaN;
    const theirs = (): void => {
      gap = gapOf(scs.solve(accuracy));
    };
    const [ourMs, theirMs] = await inTurn([ours, theirs], { rounds, warmUp: 0 });
    if (accuracy === EQUAL_ACCURACY && !(gap <= GAP)) throw new Error(`SCS ended with a relative duality gap of ${gap}, above ${GAP}.`);
    return {
      name: rowName,
      unit: 'solves/s',
      ours: 1000 / ourMs,
      baseline: 1000 / theirMs,
      baselineName: `scs-solver, ε ${accuracy.toExponential(0)}: relative duality gap ${gap.toExponential(0)} (ours ${ourGap.toExponential(0)})`,
      better: 'more',
    };
  };
  const measured: Measurement[] = [];
  // Some ten seconds a solve: once is enough, since the ratio is in the thousands.
  if (names.includes(name)) measured.push(await compare(name, EQUAL_ACCURACY, 1));
  if (names.includes(`${name}/default`)) measured.push(await compare(`${name}/default`, DEFAULT_ACCURACY, 15));
  return measured;
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
