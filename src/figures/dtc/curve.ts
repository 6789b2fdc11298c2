/** Curves over the cycles of a study: a value per cycle, and its spread over seeds. */
import { mean } from '../../math/statistics.ts';
import type { Published, PublishedMethod } from '../../study/families/dtc/published.ts';
import type { Place } from '../../study/families/dtc/measured.ts';
import type { DtcRun } from '../../study/families/dtc/run.ts';
import type { Group } from './groups.ts';
import { methodTitle, type Method, type Source } from '../style.ts';

export interface CurvePoint extends Place {
  readonly cycle: number;
  /** The mean over seeds where there are several. */
  readonly value: number;
  /** Ends of the band over seeds; null with a single value. */
  readonly low: number | null;
  readonly high: number | null;
  /** Values that entered. */
  readonly count: number;
}

export interface Curve {
  readonly method: Method;
  readonly source: Source;
  readonly label: string;
  readonly variant: number;
  readonly points: readonly CurvePoint[];
}

/** A value of a trajectory at one of its points; null where it has none. */
export type Reading = (trajectory: DtcRun, index: number) => number | null;

const whereMeasured = (trajectory: DtcRun, index: number): Place => trajectory.points[index];

/** The curves of the groups: means over the seeds that have come to a cycle, and the lowest and highest of them. */
export function curvesOf(
  groups: readonly Group[],
  read: Reading,
  place: (trajectory: DtcRun, index: number) => Place = whereMeasured,
): Curve[] {
  return groups.map((group) => {
    const byCycle = new Map<number, Place & { readonly values: number[] }>();
    for (const trajectory of group.trajectories) {
      trajectory.points.forEach(({ cycle }, index) => {
        const value = read(trajectory, index);
        if (value === null) return;
        const at = byCycle.get(cycle);
        if (at) at.values.push(value);
        else {
          const { neurons, sparsity } = place(trajectory, index);
          byCycle.set(cycle, { neurons, sparsity, values: [value] });
        }
      });
    }
    const points = [...byCycle]
      .sort(([a], [b]) => a - b)
      .map(([cycle, { neurons, sparsity, values }]) => ({
        cycle,
        neurons,
        sparsity,
        value: mean(values),
        low: values.length > 1 ? Math.min(...values) : null,
        high: values.length > 1 ? Math.max(...values) : null,
        count: values.length,
      }));
    return { ...curveHead(group), points };
  });
}

export const curveHead = ({ method, source, label, variant }: Group): Omit<Curve, 'points'> => ({ method, source, label, variant });

/** A published series as a curve; cycles without a value are left out. */
export function publishedCurve(published: Published, method: PublishedMethod, values: readonly (number | null)[]): Curve {
  return {
    method,
    source: 'published',
    label: methodTitle(method),
    variant: 0,
    points: published.ladder.flatMap(({ cycle, neurons, sparsity }, index) => {
      const value = values[index];
      return value === null ? [] : [{ cycle, neurons, sparsity, value, low: null, high: null, count: 1 }];
    }),
  };
}
