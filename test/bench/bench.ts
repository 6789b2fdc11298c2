/** What a bench gives, and how two things are timed fairly. Runs in a browser and in Node. */
import { median } from '../../src/math/quantile.ts';

/** One line of the table. */
export interface Measurement {
  /** A path, such as `step/lenet-5/wasm`. */
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  /** The same figure of what ours is compared with; null where there is nothing to compare. */
  readonly baseline: number | null;
  readonly baselineName: string | null;
  /** Whether more of the unit is better, as with solves per second, or less, as with milliseconds. */
  readonly better: 'more' | 'less';
}

/** As the JSON file has it: `ratio` says how many times better ours is; null where there is nothing to divide by. */
export interface BenchRow {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly baseline: number | null;
  readonly baselineName: string | null;
  readonly ratio: number | null;
}

export function rowOf({ name, unit, ours, baseline, baselineName, better }: Measurement): BenchRow {
  const ratio = baseline === null ? null : better === 'more' ? ours / baseline : baseline / ours;
  // Nothing at all, as 0 buffers against 17, is no multiple of anything.
  return { name, unit, ours, baseline, baselineName, ratio: ratio !== null && Number.isFinite(ratio) ? ratio : null };
}

export type Timed = () => void | Promise<void>;

/** Measures once, over a short while: milliseconds a step, for instance. */
export type Window = () => number | Promise<number>;

/** What one of several things does when it is its turn: one window or several. */
export type Turn = () => Promise<readonly number[]>;

export interface Turns {
  readonly rounds: number;
  readonly warmUp?: number;
}

/** Several windows, one after another: on a busy machine a short one finds the core undisturbed more often than a long one. */
export const turnOf =
  (window: Window, count = 1): Turn =>
  async () => {
    const figures: number[] = [];
    for (let i = 0; i < count; i++) figures.push(await window());
    return figures;
  };

/**
 * The figures of each of several things. They run in turn, one of each per round, so that a spell in which the machine is busy hits all of
 * them; the order turns around from round to round, since the second finds the caches as the first left them.
 * @returns a list for each thing, with all of its windows
 */
export async function measureInTurn(things: readonly Turn[], { rounds, warmUp = 1 }: Turns): Promise<number[][]> {
  const figures: number[][] = things.map(() => []);
  for (let round = -warmUp; round < rounds; round++) {
    const order = [...things.keys()];
    if (round % 2 !== 0) order.reverse();
    for (const index of order) {
      const measured = await things[index]();
      if (round >= 0) figures[index].push(...measured);
    }
  }
  return figures;
}

/** Median milliseconds of the runs of each of several things, in turn. */
export async function inTurn(
  things: readonly Timed[],
  { now = () => performance.now(), ...turns }: Turns & { now?: () => number },
): Promise<number[]> {
  const timed = things.map((thing) =>
    turnOf(async () => {
      const began = now();
      await thing();
      return now() - began;
    }),
  );
  return (await measureInTurn(timed, turns)).map(median);
}

/** Runs that fill about `milliseconds`, at least one. @param each milliseconds of one run */
export const runsFor = (milliseconds: number, each: number): number => Math.max(1, Math.round(milliseconds / each));
