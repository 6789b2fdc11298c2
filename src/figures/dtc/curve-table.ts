/** Curves as tables: one row per drawn point. */
import type { FigureTable } from '../figure.ts';
import { sourceCell } from '../table.ts';
import type { Curve, CurvePoint } from './curve.ts';

/** The columns that every row about a point of a curve begins with. */
export const pointColumns = ['source', 'series', 'cycle', 'neurons', 'sparsity'] as const;

export const pointCells = (
  { source, label }: Pick<Curve, 'source' | 'label'>,
  { cycle, neurons, sparsity }: CurvePoint,
): (string | number)[] => [sourceCell(source), label, cycle, neurons, sparsity];

export interface CurveTableOptions {
  /** Name of the value's column, with its unit. */
  readonly value: string;
  /** Names of the band's columns. */
  readonly band?: readonly [string, string];
  /** One more column: smoothed values for a curve. */
  readonly smoothed?: (curve: Curve) => readonly number[];
}

/** One row per drawn point. */
export function curveTable(curves: readonly Curve[], { value, band = ['lowest', 'highest'], smoothed }: CurveTableOptions): FigureTable {
  return {
    columns: [...pointColumns, value, ...band, 'seeds', ...(smoothed ? ['smoothed'] : [])],
    rows: curves.flatMap((curve) => {
      const smooths = smoothed?.(curve);
      return curve.points.map((point, index) => [
        ...pointCells(curve, point),
        point.value,
        point.low,
        point.high,
        point.count,
        ...(smooths ? [smooths[index]] : []),
      ]);
    }),
  };
}
