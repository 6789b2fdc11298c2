/** Curves that travel in a link have fewer points than were measured. */
import type { L0Step } from '../../../compression/l0/record.ts';

/** Points of the curves of all jobs together, and of one: 36 jobs then have 8 each, and their link some 6,000 characters. */
const ALL_POINTS = 300;
const FEWEST_POINTS = 8;
const MOST_POINTS = 60;

/** Points that the curve of one of so many jobs keeps. */
export const pointsOfOne = (jobs: number): number =>
  Math.max(FEWEST_POINTS, Math.min(MOST_POINTS, Math.floor(ALL_POINTS / Math.max(1, jobs))));

/** Some of the steps, in their order: prunings, the first and the last of each phase, and of the others as many as there is room for, evenly. */
export function thinnedSteps(steps: readonly L0Step[], most: number): L0Step[] {
  if (steps.length <= most) return [...steps];
  const turning = steps.map(
    (step, index) => step.phase === 'pruning' || step.phase !== steps[index - 1]?.phase || step.phase !== steps[index + 1]?.phase,
  );
  const others = [...steps.keys()].filter((index) => !turning[index]);
  const room = Math.max(0, most - (steps.length - others.length));
  const kept = new Set(
    Array.from({ length: Math.min(room, others.length) }, (_, place) => others[Math.floor(((place + 0.5) * others.length) / room)]),
  );
  return steps.filter((_, index) => turning[index] || kept.has(index));
}
