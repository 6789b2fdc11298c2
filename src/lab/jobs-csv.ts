/** What the jobs of a result came to as CSV: one row a job, with what tells it from the others, its summary, and why it failed. */
import { csvText } from '../math/foreign-text.ts';
import type { Result } from '../study/records.ts';
import { familyOf, settingOf } from '../study/schema.ts';
import { cellOf } from './csv.ts';

export function jobsCsv({ study, records }: Result): string {
  const columns = familyOf(study.job).columns.jobs;
  const paths = [...new Set(['compression.method', 'seed', ...study.axes.map((axis) => axis.path)])];
  return csvText([
    ['job', ...paths, 'status', ...columns.map(({ name }) => name), 'seconds', 'error'],
    ...records.map(({ job, status, summary, seconds, error }, index) => [
      index,
      ...paths.map((path) => cellOf(settingOf(job, path))),
      status,
      ...columns.map((column) => summary && column.cell(summary)),
      seconds,
      error?.message ?? null,
    ]),
  ]);
}
