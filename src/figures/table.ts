/** Tables behind figures. */
import type { FigureTable } from './figure.ts';
import type { Source } from './style.ts';

const whose: Readonly<Record<Source, string>> = { own: 'this lab', shared: 'shared', published: 'published' };

/** Whose numbers, in words. */
export const sourceCell = (source: Source): string => whose[source];

/** A table of many rows, made when somebody reads it: a figure is made many times for each time that its table is looked at. */
export function tableOf(columns: FigureTable['columns'], makeRows: () => FigureTable['rows']): FigureTable {
  let rows: FigureTable['rows'] | null = null;
  return {
    columns,
    get rows() {
      return (rows ??= makeRows());
    },
  };
}
