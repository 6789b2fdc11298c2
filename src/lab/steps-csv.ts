/** Every step of a result as CSV (RFC 4180): one row a step, and in front the data and the network of its job and what tells it from the others. */
import { csvText } from '../math/foreign-text.ts';
import type { Result } from '../study/records.ts';
import { dataTitle } from '../study/job-data.ts';
import { networkTitle } from '../study/network-title.ts';
import { variedPaths } from '../study/beside.ts';
import { SEED_PATH } from '../study/job.ts';
import { familyOf, settingOf } from '../study/schema.ts';
import { METHOD_PATH } from '../study/settings.ts';
import { cellOf } from './csv.ts';

export function stepsCsv({ study, records }: Result): string {
  // All jobs of a study are of one family.
  const columns = familyOf(study.job).columns.steps;
  const paths = [...new Set([METHOD_PATH, SEED_PATH, ...variedPaths(study)])];
  const head = ['job', 'data', 'network', ...paths, 'status', ...columns.map(({ name }) => name)];
  const rows = records.flatMap((record, index) =>
    record.steps.map((step) => [
      index,
      dataTitle(record.job),
      networkTitle(record.job),
      ...paths.map((path) => cellOf(settingOf(record.job, path))),
      record.status,
      ...columns.map((column) => column.cell(step, record.job)),
    ]),
  );
  return csvText([head, ...rows]);
}
