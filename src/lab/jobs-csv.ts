/** What the jobs of a result came to as CSV: one row a job, with its data and network, what tells it from the others, its summary, and why it failed. */
import { csvText } from '../math/foreign-text.ts';
import type { Result } from '../study/records.ts';
import { dataTitle } from '../study/job-data.ts';
import { networkTitle } from '../study/network-title.ts';
import { variedPaths } from '../study/beside.ts';
import { SEED_PATH } from '../study/job.ts';
import { familyOf, settingOf } from '../study/schema.ts';
import { METHOD_PATH } from '../study/settings.ts';
import { cellOf } from './csv.ts';

export function jobsCsv({ study, records }: Result): string {
  const family = familyOf(study.job);
  const columns = family.columns.jobs;
  const paths = [...new Set([METHOD_PATH, SEED_PATH, ...variedPaths(study)])];
  return csvText([
    ['job', 'data', 'network', ...paths, 'status', ...columns.map(({ name }) => name), 'measuredNothing', 'seconds', 'error'],
    ...records.map((record, index) => [
      index,
      dataTitle(record.job),
      networkTitle(record.job),
      ...paths.map((path) => cellOf(settingOf(record.job, path))),
      record.status,
      ...columns.map((column) => record.summary && column.cell(record.summary, record.job)),
      family.measuredNothing(family.runOf(record)),
      record.seconds,
      record.error?.message ?? null,
    ]),
  ]);
}
