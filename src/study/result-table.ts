/** What a study came to in a few numbers: the table with which the command line ends. */
import { familyOf } from './families.ts';
import { bandTable } from './families/dtc/bands.ts';
import { medianTable } from './families/l0/rows.ts';
import type { Result } from './records.ts';

export interface ResultTable {
  /** Digits after the point of a column of numbers; null for words. */
  readonly columns: readonly { readonly title: string; readonly digits: number | null }[];
  /** Null where a number is not known. */
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** Said where there is no row. */
  readonly empty: string;
}

export const resultTable = ({ study, records }: Pick<Result, 'study' | 'records'>): ResultTable =>
  familyOf(study.job).family.name === 'l0' ? medianTable(study, records) : bandTable(study, records);
