/** A study of the ℓ0 family in a few numbers: one row for jobs that differ in nothing but the seed, medians over them. */

import type { ResultTable } from '../../family.ts';
import { rowTitle } from '../../beside.ts';
import type { Study } from '../../job.ts';
import type { L0Record, L0Summary } from './types.ts';
import { BITS_PER_NAT } from '../../../coding/data-length.ts';
import { median } from '../../../math/quantile.ts';

export interface L0Row {
  /** Values of the study's axes, the seed left out. */
  readonly title: string;
  readonly jobs: number;
  readonly nonzero: number;
  readonly compressionRate: number | null;
  /** Of classifiers, before pruning, right after it and in the end; null for regressions. */
  readonly accuracyBefore: number | null;
  readonly accuracyAfter: number | null;
  readonly testAccuracy: number | null;
  readonly testLoss: number;
  readonly modelBytes: number;
  readonly descriptionBytes: number;
  /** Of texts: the total with 8 bits a weight and where they stand, and what learning along takes in bytes; null of other data. */
  readonly total8: number | null;
  readonly online: number | null;
  /** Seconds of work of one job. */
  readonly seconds: number;
}

/** In the order of the records; jobs without a summary are left out. */
export function l0Rows(study: Study, records: readonly L0Record[]): L0Row[] {
  const groups = new Map<string, { record: L0Record; summary: L0Summary }[]>();
  for (const record of records) {
    const { summary } = record;
    if (!summary) continue;
    const title = rowTitle(study, record.job);
    groups.set(title, [...(groups.get(title) ?? []), { record, summary }]);
  }
  return [...groups].map(([title, group]) => {
    const middle = (read: (summary: L0Summary) => number | null | undefined): number | null =>
      medianKnown(group.map(({ summary }) => read(summary) ?? null));
    return {
      title,
      jobs: group.length,
      nonzero: middle((summary) => summary.nonzero) ?? 0,
      compressionRate: middle((summary) => summary.compressionRate),
      accuracyBefore: middle((summary) => summary.before?.testAccuracy ?? null),
      accuracyAfter: middle((summary) => summary.after?.testAccuracy ?? null),
      testAccuracy: middle((summary) => summary.testAccuracy),
      testLoss: middle((summary) => summary.testLoss) ?? 0,
      modelBytes: middle((summary) => summary.modelBytes) ?? 0,
      descriptionBytes: middle((summary) => summary.descriptionBytes) ?? 0,
      total8: middle(({ text }) => text && total8Of(text)),
      online: middle(({ text }) => text?.online?.bytes),
      seconds: medianKnown(group.map(({ record }) => record.seconds)) ?? 0,
    };
  });
}

/** Of the values that are known; null where none is. */
function medianKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}

/** Network and text, in bytes, with 8 bits a weight. */
function total8Of({ rounded }: NonNullable<L0Summary['text']>): number | undefined {
  const found = rounded.find(({ bits }) => bits === 8);
  return found && found.readableBytes + found.dataBytes;
}

type RowColumn = readonly [title: string, digits: number | null, cell: (row: L0Row) => string | number | null];

const columns: readonly RowColumn[] = [
  ['medians', null, ({ title }) => title],
  ['jobs', 0, ({ jobs }) => jobs],
  ['non-zero', 0, ({ nonzero }) => nonzero],
  ['CR', 1, ({ compressionRate }) => compressionRate],
  ['before', 4, ({ accuracyBefore }) => accuracyBefore],
  ['pruned', 4, ({ accuracyAfter }) => accuracyAfter],
  ['accuracy', 4, ({ testAccuracy }) => testAccuracy],
  ['test loss', 5, ({ testLoss }) => testLoss],
  ['model B', 0, ({ modelBytes }) => modelBytes],
  ['total B', 0, ({ descriptionBytes }) => descriptionBytes],
  ['s per job', 1, ({ seconds }) => seconds],
];

/** Of texts as well. */
const textColumns: readonly RowColumn[] = [
  ['bits/byte', 3, ({ testLoss }) => testLoss * BITS_PER_NAT],
  ['total B, 8 bits', 0, ({ total8 }) => total8],
  ['online B', 0, ({ online }) => online],
];

/** The table of a study: medians over the seeds. */
export function medianTable(study: Study, records: readonly L0Record[]): ResultTable {
  const rows = l0Rows(study, records);
  const shown = rows.some(({ total8 }) => total8 !== null) ? [...columns, ...textColumns] : columns;
  return {
    columns: shown.map(([title, digits]) => ({ title, digits })),
    rows: rows.map((row) => shown.map(([, , cell]) => cell(row))),
    empty: 'No job came to its end.',
  };
}
