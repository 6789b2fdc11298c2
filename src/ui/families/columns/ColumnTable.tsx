import { useId } from 'react';
import type { Cell } from '../../../study/family.ts';
import type { Run } from '../../../study/job-record.ts';
import { families } from '../../../study/schema.ts';
import { MethodMark } from '../../kit/MethodMark.tsx';
import { useFigureInput } from '../../lab.tsx';
import { useShownStudies } from '../useShownStudies.ts';
import { jobStatusWords } from '../../run/status-words.ts';
import { inColumn } from '../../text/format.ts';
import { jobTitle } from '../../text/labels.ts';
import card from '../../kit/Card.module.css';
import numbers from '../../kit/NumberTable.module.css';
import styles from '../Table.module.css';

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : inColumn(cell));

/** What the jobs came to, a row each: the columns of their family. */
export function ColumnTable() {
  const titleId = useId();
  const family = families.get(useFigureInput((input) => input.family));
  const { columns } = family;
  const nothingOf = (run: Run): string | null => family.measuredNothing(run);
  const own = useFigureInput((input) => input.own);
  const { runStudy, shared } = useShownStudies();
  const study = runStudy ?? shared?.study ?? null;
  const runs = runStudy === null ? (shared?.runs ?? []) : own;
  return (
    <section className={card.card} aria-labelledby={titleId}>
      <header className={styles.head}>
        <h2 id={titleId} className={styles.title}>
          Results
        </h2>
        <p className={styles.subtitle}>one row a job, when it has ended; every step is in the result file and the CSV (Export).</p>
      </header>
      {study === null || runs.length === 0 ? (
        <p className={styles.empty}>Press Run to see what each job comes to.</p>
      ) : (
        // A scrolling region must be reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <section className={styles.scroll} aria-label="Table of results" tabIndex={0}>
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
                    columns.jobs.map((column) => <td key={column.name}>{textOf(column.cell(summary))}</td>)
                  ) : (
                    <td colSpan={columns.jobs.length}>{jobStatusWords[status]}</td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}
