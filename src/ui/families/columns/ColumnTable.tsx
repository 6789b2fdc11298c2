import type { Cell } from '../../../study/family.ts';
import type { Run } from '../../../study/job-record.ts';
import { families } from '../../../study/schema.ts';
import type { ShownPart } from '../../chart/shown.ts';
import { MethodMark } from '../../kit/MethodMark.tsx';
import { useFigureInput } from '../../lab.tsx';
import { jobStatusWords } from '../../run/status-words.ts';
import { inColumn } from '../../text/format.ts';
import { jobTitle } from '../../text/labels.ts';
import { ShownTables } from '../ShownTables.tsx';
import { useShownParts } from '../useShownParts.ts';
import numbers from '../../kit/NumberTable.module.css';
import styles from '../Table.module.css';

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : inColumn(cell));

const subtitleOf = ({ source }: ShownPart): string =>
  source === 'run' ? 'one row a job, when it has ended; every step is in the result file and the CSV (Export).' : 'one row a job.';

/** What the jobs came to, a row each: the columns of their family. */
export function ColumnTable() {
  return (
    <ShownTables
      title="Results"
      label="Table of results"
      parts={useShownParts().filter(({ runs }) => runs.length > 0)}
      subtitleOf={subtitleOf}
      empty="Press Run to see what each job comes to."
      Table={JobTable}
    />
  );
}

function JobTable({ study, runs }: Pick<ShownPart, 'study' | 'runs'>) {
  const family = families.get(useFigureInput((input) => input.family));
  const { columns } = family;
  const nothingOf = (run: Run): string | null => family.measuredNothing(run);
  return (
    <table className={numbers.table}>
      <thead>
        <tr>
          <th scope="col">job</th>
          {columns.jobs.map(({ name, unit }) => (
            <th key={name} scope="col">
              {unit === undefined ? name : `${name} (${unit})`}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {runs.map(({ job, status, summary }, index) => (
          // The jobs of a run keep their places.
          // eslint-disable-next-line react/no-array-index-key
          <tr key={index}>
            <th scope="row">
              <MethodMark method={job.compression.method} /> {jobTitle(study, job)}
              {nothingOf(runs[index]) !== null && <span className={styles.hollow}>measured nothing: {nothingOf(runs[index])}</span>}
            </th>
            {summary ? (
              columns.jobs.map((column) => <td key={column.name}>{textOf(column.cell(summary, job))}</td>)
            ) : (
              <td colSpan={columns.jobs.length}>{jobStatusWords[status]}</td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
