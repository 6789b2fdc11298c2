/** The LASSO as a quadratic cone program for SCS, in the form that CVXPY gives it: what the paper's notebook solves. */
import createScs, { type Scs, type ScsData } from 'scs-solver';
import module from 'scs-solver/dist/scs.wasm?url';
import type { LassoOptions } from '../../src/math/lasso.ts';

export interface ScsLasso {
  /** @param accuracy of SCS's own measures, absolute and relative @throws Error if SCS does not reach it */
  solve(accuracy: number): Float64Array;
}

/** A multiple of what the bench needs (some 80,000). */
const MOST_ITERATIONS = 1_000_000;

export async function scsLasso(problem: LassoOptions): Promise<ScsLasso> {
  const scs = await createScs({ locateFile: () => module });
  const data = coneProgram(problem);
  const cone = { z: problem.rows, l: 2 * problem.columns };
  return {
    solve(accuracy) {
      const settings = settingsOf(scs, accuracy);
      const { x, status, info } = scs.solve(data, cone, settings);
      settings.delete();
      if (status !== 'SOLVED') throw new Error(`SCS ended as ${status} after ${info.iter} iterations.`);
      return Float64Array.from(x.slice(0, problem.columns));
    },
  };
}

function settingsOf(scs: Scs, accuracy: number) {
  const settings = new scs.ScsSettings();
  scs.setDefaultSettings(settings);
  return Object.assign(settings, { epsAbs: accuracy, epsRel: accuracy, maxIters: MOST_ITERATIONS, verbose: 0 });
}

/** minimise rᵀr + λ 1ᵀt over x, r and t, subject to Ax − r = y, x − t ≤ 0 and −x − t ≤ 0. */
function coneProgram({ matrix, rows, columns, measurements, lambda }: LassoOptions): ScsData {
  const A = new Columns();
  const P = new Columns();
  for (let j = 0; j < columns; j++) {
    const dense = Array.from({ length: rows }, (_, i): Entry => [i, matrix[i * columns + j]]);
    A.add([...dense, [rows + j, 1], [rows + columns + j, -1]]);
    P.add([]);
  }
  for (let i = 0; i < rows; i++) {
    A.add([[i, -1]]);
    // SCS halves the quadratic term.
    P.add([[columns + i, 2]]);
  }
  for (let j = 0; j < columns; j++) {
    A.add([
      [rows + j, -1],
      [rows + columns + j, -1],
    ]);
    P.add([]);
  }
  return {
    m: rows + 2 * columns,
    n: 2 * columns + rows,
    A_x: A.values,
    A_i: A.rows,
    A_p: A.starts,
    P_x: P.values,
    P_i: P.rows,
    P_p: P.starts,
    b: [...Array.from(measurements), ...repeated(0, 2 * columns)],
    c: [...repeated(0, columns + rows), ...repeated(lambda, columns)],
  };
}

const repeated = (value: number, length: number): number[] => Array.from({ length }, () => value);

type Entry = readonly [row: number, value: number];

/** A sparse matrix, column by column. */
class Columns {
  readonly values: number[] = [];
  readonly rows: number[] = [];
  readonly starts: number[] = [0];

  add(entries: readonly Entry[]): void {
    for (const [row, value] of entries) {
      this.rows.push(row);
      this.values.push(value);
    }
    this.starts.push(this.values.length);
  }
}
