import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dct1Matrix } from '../../../src/math/dct.ts';
import { featureSignSearch } from '../../../src/math/lasso/feature-sign.ts';
import { followPath } from '../../../src/math/lasso/homotopy.ts';
import type { LassoProblem } from '../../../src/math/lasso/problem.ts';
import { checkLasso, type LassoOptions, solveLasso } from '../../../src/math/lasso.ts';
import { publishedGaussianMatrix, stream } from '../../../src/math/random.ts';
import series from '../../reference/dtc-published-series.json';
import cases from '../../reference/lasso-cases.json';
import { expectClose } from './close.ts';

const maxAbs = (values: ArrayLike<number>): number => Math.max(...Array.from(values, Math.abs));

const square = (values: number[]): number => values.reduce((sum, value) => sum + value * value, 0);

/** Objective, optimality residual and duality gap as the reference file writes them, in the plainest code. */
function plainCertificate({ matrix, rows, columns, measurements, lambda }: LassoOptions, x: ArrayLike<number>) {
  const y = Array.from(measurements);
  const residual = y.map((value, i) => {
    let product = 0;
    for (let j = 0; j < columns; j++) product += matrix[i * columns + j] * x[j];
    return value - product;
  });
  const gradient = Array.from({ length: columns }, (_, j) => {
    let product = 0;
    for (let i = 0; i < rows; i++) product += matrix[i * columns + j] * residual[i];
    return -2 * product;
  });
  const objective = square(residual) + lambda * Array.from(x, Math.abs).reduce((a, b) => a + b);
  const scale = Math.min(1, lambda / maxAbs(gradient));
  const nu = residual.map((value) => 2 * scale * value);
  const violations = gradient.map((g, j) => (x[j] === 0 ? Math.abs(g) - lambda : Math.abs(g + lambda * Math.sign(x[j]))));
  return {
    objective,
    optimalityResidual: Math.max(0, ...violations),
    dualityGap: objective - (nu.reduce((sum, value, i) => sum + value * y[i], 0) - square(nu) / 4),
  };
}

function expectOptimal(problem: LassoOptions, x: ArrayLike<number>): void {
  const plain = plainCertificate(problem, x);
  expect(plain.optimalityResidual).toBeLessThanOrEqual(1e-7 * Math.max(1, maxAbs(problem.measurements)));
  expect(plain.dualityGap).toBeLessThanOrEqual(1e-7 * Math.max(1, plain.objective));
}

/** The problem as the inner solvers take it. */
function columnwise({ matrix, rows, columns: count, measurements, lambda }: LassoOptions): LassoProblem {
  const columns = Float64Array.from({ length: rows * count }, (_, k) => matrix[(k % rows) * count + Math.floor(k / rows)]);
  const norms = Float64Array.from({ length: count }, (_, j) => Math.hypot(...columns.subarray(j * rows, (j + 1) * rows)));
  return { columns, norms, rows, count, measurements: Float64Array.from(measurements), threshold: lambda / 2 };
}

const options = (theta: number[][], y: number[], lambda: number): LassoOptions => ({
  matrix: Float64Array.from(theta.flat()),
  rows: theta.length,
  columns: theta[0].length,
  measurements: y,
  lambda,
});

describe('published reconstructions (arXiv 2505.23869)', () => {
  describe.each(cases.published)('$id', ({ theta, lambda, problems, raySum, keepCount, pruneLargestIndices }) => {
    const solutions = problems.map(({ y }) => solveLasso(options(theta, y, lambda)));

    it('solves both layers', () => {
      problems.forEach(({ y, x, objective, support, lambdaMax }, layer) => {
        const found = solutions[layer];
        expectOptimal(options(theta, y, lambda), found.solution);
        expectClose(found.solution, x, 1e-6, maxAbs(x));
        expectClose([found.objective, found.lambdaMax], [objective, lambdaMax], 1e-10);
        expect([...found.solution.keys()].filter((j) => found.solution[j] !== 0)).toEqual(support);
        expect(found).toMatchObject({ certified: true, nonzeros: support.length });
      });
    });

    it('gives the exact ray, and the set to prune', () => {
      const ray = Array.from(solutions[0].solution, (value, j) => value + solutions[1].solution[j]);
      expectClose(ray, raySum, 1e-6, maxAbs(raySum));
      const ranked = [...ray.keys()].sort((a, b) => Math.abs(ray[a]) - Math.abs(ray[b]));
      expect(ranked.slice(keepCount).sort((a, b) => a - b)).toEqual(pruneLargestIndices);
    });
  });

  it('solves all 68 problems of the published run, Θ = ΦΨ made anew, with as many non-zeros as an exact solver', () => {
    series.ladder.forEach(({ cycle, m, n }) => {
      const phi = publishedGaussianMatrix(42424242, n, m);
      const psi = dct1Matrix(m);
      const matrix = new Float64Array(n * m);
      for (let i = 0; i < n; i++) {
        for (let k = 0; k < m; k++) {
          for (let j = 0; j < m; j++) matrix[i * m + j] += phi[i * m + k] * psi[k * m + j];
        }
      }
      const [x1, x2] = [series.y1[cycle], series.y2[cycle]].map((measurements) => {
        const problem = { matrix, rows: n, columns: m, measurements, lambda: 0.3 };
        const { solution, optimalityResidual } = solveLasso(problem);
        expectOptimal(problem, solution);
        expect(optimalityResidual).toBeLessThan(2e-11);
        return solution;
      });
      expect(x1.filter((value, j) => value !== 0 || x2[j] !== 0)).toHaveLength(series.lasso[cycle].exactNonzeros);
    });
  });
});

describe('synthetic cases', () => {
  it.each(cases.synthetic)('$id', ({ theta, y, lambda, x, objective, lambdaMax }) => {
    const problem = options(theta, y, lambda);
    const found = solveLasso(problem);
    expectOptimal(problem, found.solution);
    expectClose(found.solution, x, 1e-6, Math.max(maxAbs(x), 1e-300));
    expectClose([found.objective, found.lambdaMax], [objective, lambdaMax], 1e-10);
  });
});

/** Random problems; `tied` ones have small integers, repeated, opposite and zero columns, so that events coincide. */
function randomProblem(seed: number, tied: boolean): LassoOptions {
  const random = stream(seed, 'lasso');
  const rows = 1 + random.integer(tied ? 12 : 20);
  const columns = 1 + random.integer(tied ? 30 : 60);
  const matrix = Float64Array.from({ length: rows * columns }, () => (tied ? random.integer(5) - 2 : random.normal()));
  const copied = tied ? Array.from({ length: columns - 1 }, (_, j) => j + 1).filter(() => random.integer(2) === 1) : [];
  for (const j of copied) {
    const source = random.integer(j);
    const factor = random.integer(3) - 1;
    for (let i = 0; i < rows; i++) matrix[i * columns + j] = factor * matrix[i * columns + source];
  }
  const measurements = Float64Array.from({ length: rows }, () => (tied ? random.integer(9) - 4 : 10 * random.normal()));
  return { matrix, rows, columns, measurements, lambda: [0.001, 0.3, 2, 20][random.integer(4)] };
}

describe('any problem', () => {
  const seeds = fc.integer({ min: 0, max: 1_000_000 });

  it.each([false, true])('is solved to optimality, by either solver alone as well (tied columns: %s)', (tied) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const problem = randomProblem(seed, tied);
        const found = solveLasso(problem);
        expectOptimal(problem, found.solution);
        expect(found.certified).toBe(true);
        const start = stream(seed, 'start');
        const anywhere = Float64Array.from({ length: problem.columns }, () => start.integer(3) * start.normal());
        for (const from of [new Float64Array(problem.columns), anywhere]) {
          const { solution } = featureSignSearch(columnwise(problem), from);
          expectOptimal(problem, solution);
          expectClose([plainCertificate(problem, solution).objective], [found.objective], 1e-8);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('is certified by figures that agree with the plain formulas, at any point', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const problem = randomProblem(seed, false);
        const random = stream(seed, 'point');
        const x = Float64Array.from({ length: problem.columns }, () => random.integer(2) * random.normal());
        const found = checkLasso(problem, x);
        const plain = plainCertificate(problem, x);
        expectClose([found.objective, found.dualityGap], [plain.objective, plain.dualityGap], 1e-9, plain.objective);
        expectClose([found.optimalityResidual], [plain.optimalityResidual], 1e-10);
        expect(found.certified).toBe(plain.optimalityResidual === 0);
      }),
      { seed: 2 },
    );
  });

  it('comes back optimal, and not certified, when held to a tolerance that rounding does not allow', () => {
    for (const tied of [false, true]) {
      const problem = { ...randomProblem(3, tied), tolerance: 1e-300 };
      const { solution, certified } = solveLasso(problem);
      expectOptimal(problem, solution);
      expect(certified).toBe(false);
    }
  });

  it('passes through ties without going round in circles: all three columns reach the threshold at once', () => {
    // Here the third coefficient stays at 0 and its correlation at the threshold all along the path.
    const problem = line([1, 1, -1, -1, -1, 1, 1, -1, -1, 1, 1, 1], [2, 2, -2, 0], 0.5);
    const path = followPath(columnwise(problem));
    expect(path.threshold).toBe(0.25);
    expect(path.events).toBeLessThanOrEqual(4);
    expectOptimal(problem, path.solution);
  });
});

/** A problem from a matrix written row after row. */
const line = (matrix: number[], y: number[], lambda: number, columns = matrix.length / y.length): LassoOptions => ({
  matrix: Float64Array.from(matrix),
  rows: y.length,
  columns,
  measurements: y,
  lambda,
});

describe('edges', () => {
  it('gives exact zeros from λ_max on, and a non-zero just below', () => {
    const problem = line([1, -2, 0.5, 3], [4], 24);
    expect(solveLasso(problem)).toMatchObject({ nonzeros: 0, lambdaMax: 24, objective: 16, dualityGap: 0 });
    expect([...solveLasso({ ...problem, lambda: 23.9 }).solution].map((value) => value !== 0)).toEqual([false, false, false, true]);
    expect(solveLasso(line([1, 2, 3, 4], [0, 0], 0.3)).solution).toEqual(new Float64Array(2));
    expect(solveLasso(line([0, 0, 0], [1], 0.3)).nonzeros).toBe(0);
  });

  it('solves one row in closed form: the largest column alone, shrunk by λ/(2a²)', () => {
    const { solution } = solveLasso(line([1, -4, 2], [8], 0.5));
    expectClose(solution, [0, -(8 / 4 - 0.5 / (2 * 16)), 0], 1e-14);
  });

  it('uses one of identical columns', () => {
    const found = solveLasso(line([2, 2, -2], [5], 1));
    expect(found.solution.reduce((sum, value) => sum + Math.abs(value), 0)).toBeCloseTo(2.5 - 1 / 8, 12);
    expect(found.certified).toBe(true);
  });

  it('reports honestly when a point misses the tolerance', () => {
    const problem = line([1, 2, 3, 4], [1, 2], 0.3);
    expect(checkLasso(problem, [1, 1]).certified).toBe(false);
    expect(checkLasso({ ...problem, tolerance: 1e9 }, [1, 1]).certified).toBe(true);
  });

  it('names what is wrong with its input', () => {
    const good = line([1, 2], [1], 0.3);
    expect(() => solveLasso({ ...good, lambda: 0 })).toThrow(/λ = 0/);
    expect(() => solveLasso({ ...good, lambda: Number.NaN })).toThrow(/λ = NaN/);
    expect(() => solveLasso({ ...good, tolerance: 0 })).toThrow(/tolerance of 0/);
    expect(() => solveLasso({ ...good, columns: 3 })).toThrow(/2 entries where 1 × 3/);
    expect(() => solveLasso({ ...good, rows: 0 })).toThrow(/0 rows/);
    expect(() => solveLasso({ ...good, measurements: [1, 2] })).toThrow(/2 measurements for 1 rows/);
    expect(() => solveLasso({ ...good, measurements: [Number.NaN] })).toThrow(/NaN at position 0/);
    expect(() => solveLasso({ ...good, matrix: Float64Array.of(1, Number.POSITIVE_INFINITY) })).toThrow(/matrix holds Infinity/);
    expect(() => checkLasso(good, [1])).toThrow(/1 entries/);
    expect(() => checkLasso(good, [1, Number.NaN])).toThrow(/point holds NaN/);
  });
});
