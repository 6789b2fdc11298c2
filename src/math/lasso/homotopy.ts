/**
 * The LASSO homotopy: LARS with drops (Osborne, Presnell & Turlach, IMA J. Numer. Anal. 20(3), 2000; Efron et al.,
 * Ann. Statist. 32(2), 2004). As the threshold c falls from λ_max/2, the minimiser moves along a line until an
 * inactive column reaches correlation ±c and joins, or an active coefficient reaches 0 and drops.
 */
import { ActiveSet } from './active-set.ts';
import type { LassoProblem } from './problem.ts';

/**
 * Slopes are accurate to about this share. Where columns tie, a coefficient can stay at 0, or an inactive correlation at
 * the threshold, all along a line; what rounding then leaves of the slope is no event. Missing a true event of so flat
 * a slope costs this share of the threshold at most.
 */
const FLAT = 1e-12;

export interface HomotopyResult {
  /** The minimiser at `threshold`. */
  readonly solution: Float64Array;
  /** The problem's threshold if the path was completed, otherwise where it was left. */
  readonly threshold: number;
  /** Columns that joined or dropped. */
  readonly events: number;
}

type Event = { kind: 'end' } | { kind: 'join'; column: number; sign: number } | { kind: 'drop'; position: number };

/**
 * Follows the path from the empty solution down to the problem's threshold. Where several columns tie, a step can have
 * length zero; a path that makes no progress over more such steps than there are rows and columns, or that takes
 * twenty times as many events, is left where it stands, for another solver to go on from.
 */
export function followPath(problem: LassoProblem): HomotopyResult {
  const patience = problem.rows + problem.count;
  const active = new ActiveSet(problem);
  const signs: number[] = [];
  let threshold = Number.POSITIVE_INFINITY;
  let events = 0;
  let stalled = 0;
  for (;;) {
    const line = active.solutionLine(signs);
    const step = nextEvent(problem, active, signs, threshold, line);
    const { event } = step;
    const finished = event.kind === 'end';
    if (finished || stalled > patience || events > 20 * patience) {
      const at = finished ? problem.threshold : threshold;
      const solution = new Float64Array(problem.count);
      active.indices.forEach((j, i) => {
        const value = line.base[i] - at * line.slope[i];
        // Where columns tie, an active coefficient can be 0; rounding must not give it the sign it may not have.
        solution[j] = value * signs[i] > 0 ? value : 0;
      });
      return { solution, threshold: at, events };
    }
    events++;
    stalled = step.threshold < threshold ? 0 : stalled + 1;
    threshold = step.threshold;
    if (event.kind === 'drop') {
      active.drop(event.position);
      signs.splice(event.position, 1);
    } else {
      signs.push(event.sign);
    }
  }
}

/**
 * The first event as the threshold falls from `from`, with a joining column already added to the active set. An event
 * that lies above `from`, be it by rounding or because of a tie, is due at once.
 */
function nextEvent(
  problem: LassoProblem,
  active: ActiveSet,
  signs: readonly number[],
  from: number,
  line: { base: Float64Array; slope: Float64Array },
): { event: Event; threshold: number } {
  let drop: Event = { kind: 'end' };
  let dropAt = problem.threshold;
  const flat = FLAT * line.slope.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  for (let i = 0; i < active.size; i++) {
    // sign·x shrinks towards 0 as the threshold falls exactly where sign·slope is negative.
    if (signs[i] * line.slope[i] >= -flat) continue;
    const at = Math.min(from, line.base[i] / line.slope[i]);
    if (at > dropAt) {
      drop = { kind: 'drop', position: i };
      dropAt = at;
    }
  }
  const { constant, slope } = active.correlationLine(signs);
  // The active columns stay at ±threshold by construction, and a column in their span can only move along with them.
  for (const j of active.indices) constant[j] = 0;
  for (;;) {
    let joining = -1;
    let sign = 0;
    let joinAt = dropAt;
    for (let j = 0; j < problem.count; j++) {
      // Of +c and −c, the correlation constant + c·slope can meet the one on the side of its constant only.
      const s = Math.sign(constant[j]);
      const closing = 1 - s * slope[j];
      if (s === 0 || closing <= FLAT) continue;
      const at = Math.min(from, Math.abs(constant[j]) / closing);
      if (at > joinAt) {
        joining = j;
        sign = s;
        joinAt = at;
      }
    }
    if (joining < 0) return { event: drop, threshold: dropAt };
    if (active.add(joining)) return { event: { kind: 'join', column: joining, sign }, threshold: joinAt };
    constant[joining] = 0;
  }
}
