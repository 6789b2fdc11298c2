/** When a plan will be done. */
import type { Plan } from './plan.ts';
import type { PlannedJob } from './plan-state.ts';

/**
 * Seconds until the last job ends, at the pace at which jobs have ended: by what each was estimated to take, so that a few long ones at the end count.
 * Only times that machines have written are compared with each other; a clock that goes ahead shifts it little.
 * @returns null with fewer than two ends, or where all is done
 */
export function planSecondsLeft({ jobs: planned }: Pick<Plan, 'jobs'>, jobs: readonly PlannedJob[]): number | null {
  const ended = jobs.flatMap(({ origin, status }, place) => {
    const at = origin && status === 'finished' ? Date.parse(origin.endedAt) : NaN;
    return Number.isFinite(at) ? [{ at, work: planned[place].seconds }] : [];
  });
  const [first, ...others] = ended.toSorted((a, b) => a.at - b.at);
  const left = jobs.reduce(
    (sum, { status, share }, place) =>
      sum + (status === 'finished' || status === 'failed' ? 0 : planned[place].seconds * (1 - (share ?? 0))),
    0,
  );
  const last = others.at(-1);
  if (left === 0 || !last || last.at === first.at) return null;
  const work = others.reduce((sum, one) => sum + one.work, 0);
  return work > 0 ? (left / work) * ((last.at - first.at) / 1000) : null;
}
