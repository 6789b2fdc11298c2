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

/** As the JSON file has it: `ratio` says how many times better ours is. */
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
  return { name, unit, ours, baseline, baselineName, ratio };
}

export type Timed = () => void | Promise<void>;

/**
 * Median milliseconds of the runs of each of several things. They run in turn, one of each per round, so that a spell in which the
 * machine is busy hits all of them; the order turns around from round to round, since the second finds the caches as the first left them.
 */
export async function inTurn(
  things: readonly Timed[],
  { rounds, warmUp = 1, now = () => performance.now() }: { rounds: number; warmUp?: number; now?: () => number },
): Promise<number[]> {
  const times: number[][] = things.map(() => []);
  for (let round = -warmUp; round < rounds; round++) {
    const order = [...things.keys()];
    if (round % 2 !== 0) order.reverse();
    for (const index of order) {
      const began = now();
      await things[index]();
      if (round >= 0) times[index].push(now() - began);
    }
  }
  return times.map(median);
}
