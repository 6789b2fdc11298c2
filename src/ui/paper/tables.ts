/** Tables of a paper: the numbers of a result and the settings behind them, as LaTeX with booktabs and siunitx. */
import { latexText } from '../../math/foreign-text.ts';
import { median } from '../../math/quantile.ts';
import type { PaperColumn } from '../../study/family.ts';
import { byName } from '../../study/finding.ts';
import type { JobRecord, Result } from '../../study/records.ts';
import { familyOf, settingsOf, type Study } from '../../study/schema.ts';
import { applies } from '../form/applying.ts';
import { seriesTitle, settingTitle } from '../text/labels.ts';
import { isTold } from './methods.ts';
import { sayerOf, withPowers } from './say.ts';

/** Digits after the point of the numbers of a family that has no words for a paper. */
const DIGITS = 4;

/** Those of its family; without words of its own for a paper, the numbers that its summaries have. */
function columnsOf(study: Study, records: readonly JobRecord[]): readonly PaperColumn[] {
  const family = familyOf(study.job);
  const all =
    family.paper?.columns ??
    family.columns.jobs.map((column): PaperColumn => ({
      title: column.name,
      ...(column.unit === undefined ? {} : { unit: column.unit }),
      digits: DIGITS,
      of: ({ summary, job }) => {
        const cell = summary && column.cell(summary, job);
        return typeof cell === 'number' && Number.isFinite(cell) ? cell : null;
      },
    }));
  return all.filter((column) => records.some((record) => column.of(record) !== null));
}

interface Cell {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export interface ResultsTable {
  readonly columns: readonly PaperColumn[];
  readonly rows: readonly { readonly title: string; readonly seeds: number; readonly cells: readonly (Cell | null)[] }[];
}

/** One row for jobs that differ in nothing but the seed, in the order of the records; those of which nothing was measured are left out. */
export function resultsTable({ study, records }: Result): ResultsTable {
  const told = records.filter(isTold);
  const columns = columnsOf(study, told);
  const family = familyOf(study.job);
  const recordOf = new Map(told.map((record) => [family.runOf(record), record]));
  const rows = byName([...recordOf.keys()], (job) => withPowers(seriesTitle(study, job))).map(({ name, runs }) => {
    const group = runs.flatMap((run) => recordOf.get(run) ?? []);
    const cells = columns.map((column): Cell | null => {
      const values = group.map((record) => column.of(record)).filter((value) => value !== null);
      return values.length === 0 ? null : { median: median(values), least: Math.min(...values), most: Math.max(...values) };
    });
    return { title: name, seeds: group.length, cells };
  });
  // A job that was given up on its way has come to none of them.
  return { columns, rows: rows.filter(({ cells }) => cells.some((cell) => cell !== null)) };
}

/** What stands above or below the table. */
export function resultsCaption({ rows }: ResultsTable, name: string): string {
  const seeds = [...new Set(rows.map((row) => row.seeds))];
  const repeated = seeds.some((count) => count > 1);
  const over = seeds.length === 1 ? `${seeds[0]} seeds` : `n seeds`;
  return repeated ? `${name}: medians over ${over}, in brackets the least and the greatest.` : `${name}: one run of each.`;
}

const headOf = ({ title, unit }: PaperColumn): string => `{${latexText(unit === undefined ? title : `${title} (${unit})`)}}`;

/** Numbers before and after the point, for a column that is set by its points. */
function formatOf(digits: number, values: readonly number[]): string {
  const most = Math.max(0, ...values.map((value) => Math.abs(value).toFixed(digits).split('.')[0].length));
  const sign = values.some((value) => value < 0) ? '-' : '';
  return `S[table-format=${sign}${Math.max(1, most)}.${digits}]`;
}

/** A table of few columns and long heads, which are broken into lines. */
const headWidth = (count: number): string => `${count > 5 ? 14 : 20}mm`;

export function resultsTex(table: ResultsTable): string {
  const { columns, rows } = table;
  const isRepeated = rows.some(({ seeds }) => seeds > 1);
  const spread = (digits: number, cell: Cell | null, seeds: number): string =>
    cell === null || seeds < 2 || cell.least === cell.most
      ? ''
      : `{\\scriptsize [${cell.least.toFixed(digits)}, ${cell.most.toFixed(digits)}]}`;
  const specs = columns.map(({ digits }, place) => {
    const format = formatOf(
      digits,
      rows.flatMap(({ cells }) => cells[place]?.median ?? []),
    );
    return isRepeated ? `${format}@{\\,}l` : format;
  });
  const head = columns.map((column) => {
    const text = `\\parbox[b]{${headWidth(columns.length)}}{\\centering ${headOf(column)}}`;
    return isRepeated ? `\\multicolumn{2}{c}{${text}}` : `{${text}}`;
  });
  const lines = rows.map(({ title, seeds, cells }) =>
    [
      latexText(title),
      ...(isRepeated ? [String(seeds)] : []),
      ...cells.flatMap((cell, place) => {
        const { digits } = columns[place];
        return [cell === null ? '{--}' : cell.median.toFixed(digits), ...(isRepeated ? [spread(digits, cell, seeds)] : [])];
      }),
    ].join(' & '),
  );
  return tabular(['l', ...(isRepeated ? ['r'] : []), ...specs], ['', ...(isRepeated ? ['n'] : []), ...head], lines);
}

/** Needs booktabs, and siunitx for columns of numbers. */
const tabular = (specs: readonly string[], head: readonly string[], lines: readonly string[]): string =>
  [
    `\\begin{tabular}{${specs.join(' ')}}`,
    '\\toprule',
    `${head.join(' & ')} \\\\`,
    '\\midrule',
    ...lines.map((line) => `${line} \\\\`),
    '\\bottomrule',
    '\\end{tabular}',
    '',
  ].join('\n');

/** Every setting that has an effect on a job of the study. */
export function settingsTex(study: Study): string {
  const say = sayerOf(study);
  const paths = [...settingsOf(familyOf(study.job)).keys()].filter((path) => applies(study, path));
  const broken = (text: string, width: number): string => `\\parbox[t]{${width}mm}{\\raggedright ${latexText(text)}\\strut}`;
  return tabular(
    ['l', 'l'],
    ['Setting', 'Value'],
    paths.map((path) => `${broken(settingTitle(path, study.job), 52)} & ${broken(say(path), 60)}`),
  );
}
