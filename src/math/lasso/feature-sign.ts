/**
 * Feature-sign search (Lee, Battle, Raina & Ng, NeurIPS 2006, Algorithm 1): an active-set method for the LASSO from any
 * starting point. Each step lowers the objective, so that ties cannot make it cycle; it takes over where the homotopy
 * stalls.
 */
import { norm } from '../elementary.ts';
import { ActiveSet } from './active-set.ts';
import { columnDot, correlationsWith, type LassoProblem, residualOf } from './problem.ts';

/** A violation below 1e-12 of the threshold or 1e-14 of ‖a_j‖‖y‖, to which a correlation is accurate, is rounding. */
const THRESHOLD_SLACK = 1e-12;
const CORRELATION_SLACK = 1e-14;
/** What is left of a coefficient that should have reached 0. */
const ROUNDING = 1e-14;
/** A coefficient of a dependent column below this is rounding: the column it belongs to is no part of the dependence. */
const SPEED_SLACK = 1e-10;

export interface FeatureSignResult {
  readonly solution: Float64Array;
  readonly iterations: number;
}

/** Minimises from `start`, in at most 20·(rows + columns) steps. */
export function featureSignSearch(problem: LassoProblem, start: Float64Array): FeatureSignResult {
  const limit = 20 * (problem.rows + problem.count);
  const x = Float64Array.from(start);
  const active = new ActiveSet(problem);
  const signs: number[] = [];
  for (let j = 0; j < x.length; j++) {
    if (x[j] !== 0) activate(active, signs, x, j, Math.sign(x[j]));
  }
  let iterations = 0;
  while (iterations < limit) {
    iterations++;
    const target = minimiserFor(active, signs, problem.threshold);
    if (active.indices.every((_, i) => target[i] * signs[i] > 0)) {
      active.indices.forEach((j, i) => (x[j] = target[i]!));
      const worst = worstViolation(problem, active, x);
      if (worst === null) break;
      activate(active, signs, x, worst.column, worst.sign);
    } else {
      moveTowards(problem, active, signs, x, target);
    }
  }
  return { solution: x, iterations };
}

/** The minimiser on the active set if these signs were the right ones. */
function minimiserFor(active: ActiveSet, signs: readonly number[], threshold: number): Float64Array {
  const { base, slope } = active.solutionLine(signs);
  return base.map((value, i) => value - threshold * slope[i]);
}

/** The inactive column whose correlation exceeds the threshold most. */
function worstViolation(problem: LassoProblem, active: ActiveSet, x: Float64Array): { column: number; sign: number } | null {
  const { measurements, norms, threshold } = problem;
  const correlations = correlationsWith(problem, residualOf(problem, x));
  for (const j of active.indices) correlations[j] = 0;
  const size = norm(measurements);
  let column = -1;
  let largest = 0;
  for (let j = 0; j < correlations.length; j++) {
    const slack = threshold * THRESHOLD_SLACK + norms[j] * size * CORRELATION_SLACK;
    const violation = Math.abs(correlations[j]) - threshold;
    if (violation > Math.max(largest, slack)) {
      column = j;
      largest = violation;
    }
  }
  return column < 0 ? null : { column, sign: Math.sign(correlations[column]) };
}

/**
 * Makes column j active. If it lies in the span of the active columns, a_j = A_S v, then x can move along (−v, 1)
 * without changing Ax: it goes the way that lowers ‖x‖₁, until a coefficient reaches 0, and that column leaves.
 */
function activate(active: ActiveSet, signs: number[], x: Float64Array, j: number, sign: number): void {
  if (active.add(j)) {
    signs.push(sign);
    return;
  }
  const v = active.coefficientsOf(j);
  // Slope of ‖x‖₁ along (−v, 1): a column not in use yet may only enter with its own sign.
  const slope = v.reduce((sum, value, i) => sum - value * signs[i], sign);
  const direction = x[j] === 0 ? sign : -Math.sign(slope) || 1;
  let leaving = x[j] !== 0 && direction * x[j] < 0 ? j : -1;
  let distance = leaving === j ? Math.abs(x[j]) : Number.POSITIVE_INFINITY;
  active.indices.forEach((i, position) => {
    const speed = -direction * v[position];
    if (speed * signs[position] >= -SPEED_SLACK) return;
    const reach = Math.abs(x[i] / speed);
    if (reach < distance) {
      leaving = i;
      distance = reach;
    }
  });
  if (leaving < 0) return;
  x[j] += direction * distance;
  x[leaving] = 0;
  for (let position = active.size - 1; position >= 0; position--) {
    const i = active.indices[position];
    const before = x[i];
    if (i !== leaving) x[i] = before - direction * distance * v[position];
    // Others can reach 0 together with the one that leaves; kept, they would let the search go round in circles.
    if (Math.abs(x[i]) > ROUNDING * Math.abs(before)) continue;
    x[i] = 0;
    active.drop(position);
    signs.splice(position, 1);
  }
  if (leaving === j) return;
  if (active.add(j)) signs.push(Math.sign(x[j]) || sign);
  else x[j] = 0;
}

/**
 * Moves x towards the target to the point of least objective among the target and the points where a coefficient
 * changes sign; coefficients at 0 there leave the active set, the others take the signs they have.
 */
function moveTowards(problem: LassoProblem, active: ActiveSet, signs: number[], x: Float64Array, target: Float64Array): void {
  const { rows, columns, threshold } = problem;
  const from = Float64Array.from(active.indices, (j) => x[j]);
  const change = target.map((value, i) => value - from[i]);
  const residual = residualOf(problem, x);
  const movement = new Float64Array(rows);
  let linear = 0;
  active.indices.forEach((j, i) => {
    for (let t = 0; t < rows; t++) movement[t] += change[i] * columns[j * rows + t];
    linear -= 2 * change[i] * columnDot(problem, j, residual);
  });
  const quadratic = movement.reduce((sum, value) => sum + value * value, 0);
  const objectiveAt = (t: number): number => {
    let size = 0;
    for (let i = 0; i < from.length; i++) size += Math.abs(from[i] + t * change[i]);
    return t * (linear + t * quadratic) + 2 * threshold * size;
  };
  let best = 1;
  let lowest = objectiveAt(1);
  for (let i = 0; i < from.length; i++) {
    const t = -from[i] / change[i];
    if (!(t > 0 && t < 1)) continue;
    const objective = objectiveAt(t);
    if (objective < lowest) {
      lowest = objective;
      best = t;
    }
  }
  for (let i = from.length - 1; i >= 0; i--) {
    const value = from[i] + best * change[i];
    // Several coefficients can reach 0 together, and rounding leaves something of them. A column that has just become
    // active, from 0, can take its own sign only; the other one comes from rounding too.
    const leaves =
      Math.abs(value) <= ROUNDING * Math.max(Math.abs(from[i]), Math.abs(change[i])) || (from[i] === 0 && value * signs[i] < 0);
    x[active.indices[i]] = leaves ? 0 : value;
    if (leaves) {
      active.drop(i);
      signs.splice(i, 1);
    } else {
      signs[i] = Math.sign(value);
    }
  }
}
