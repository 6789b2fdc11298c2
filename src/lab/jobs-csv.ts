/** What the jobs of a result came to as CSV: one row a job, with what tells it from the others, its summary, and why it failed. */
import type { L0Summary, Result, Summary } from '../study/records.ts';
import { settingOf } from '../study/schema.ts';
import { cellOf, csvText, type Cell } from './csv.ts';

/** Of jobs of ℓ0 regularisation; losses are in the unit that was trained, sizes in bytes. */
const l0Columns: readonly (readonly [name: string, cell: (summary: L0Summary) => Cell])[] = [
  ['parameters', (summary) => summary.parameters],
  ['nonzero', (summary) => summary.nonzero],
  ['compressionRate', (summary) => summary.compressionRate],
  ['trainLoss', (summary) => summary.trainLoss],
  ['validationLoss', (summary) => summary.validationLoss],
  ['testLoss', (summary) => summary.testLoss],
  ['testAccuracy', (summary) => summary.testAccuracy],
  ['testLossBeforePruning', (summary) => summary.before?.testLoss ?? null],
  ['testAccuracyBeforePruning', (summary) => summary.before?.testAccuracy ?? null],
  ['testLossAfterPruning', (summary) => summary.after?.testLoss ?? null],
  ['testAccuracyAfterPruning', (summary) => summary.after?.testAccuracy ?? null],
  ['threshold', (summary) => summary.threshold],
  ['codec', (summary) => summary.codec],
  ['modelBytes', (summary) => summary.modelBytes],
  ['dataBytes', (summary) => summary.dataBytes],
  ['descriptionBytes', (summary) => summary.descriptionBytes],
  ['epochsRegularised', (summary) => summary.epochs.regularised],
  ['epochsFineTuning', (summary) => summary.epochs.fineTuning],
];

type DtcSummary = Extract<Summary, { kind: 'dtc' }>;
const dtcColumns: readonly (readonly [name: string, cell: (summary: DtcSummary) => Cell])[] = [
  ['cycles', (summary) => summary.cycles],
  ['finalNeurons', (summary) => summary.finalNeurons],
  ['finalAccuracy', (summary) => summary.finalAccuracy],
  ['accuracyAfterFirstStep', (summary) => summary.accuracyAfterFirstStep],
];

export function jobsCsv({ study, records }: Result): string {
  const isL0 = records.some(({ summary }) => summary?.kind === 'l0');
  const columns = isL0 ? l0Columns : dtcColumns;
  const paths = [...new Set(['compression.method', 'seed', ...study.axes.map((axis) => axis.path)])];
  const cellsOf = (summary: Summary | null): Cell[] => {
    if (summary?.kind === 'l0') return l0Columns.map(([, cell]) => cell(summary));
    return summary ? dtcColumns.map(([, cell]) => cell(summary)) : columns.map(() => null);
  };
  return csvText([
    ['job', ...paths, 'status', ...columns.map(([name]) => name), 'seconds', 'error'],
    ...records.map(({ job, status, summary, seconds, error }, index) => [
      index,
      ...paths.map((path) => cellOf(settingOf(job, path))),
      status,
      ...cellsOf(summary),
      seconds,
      error?.message ?? null,
    ]),
  ]);
}
