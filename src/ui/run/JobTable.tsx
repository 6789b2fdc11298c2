import { memo, useMemo, useState } from 'react';
import type { JobState } from '../../lab/contract.ts';
import { familyOf, type Study } from '../../study/schema.ts';
import { Select } from '../kit/Select.tsx';
import { jobTitle, settingTitle } from '../text/labels.ts';
import { useView } from '../lab.tsx';
import { JobCard } from './JobCard.tsx';
import { gridAxes, jobGrid, usualColumns } from './job-grid.ts';
import { jobStatusWords } from './status-words.ts';
import styles from './JobTable.module.css';

interface JobTableProps {
  readonly jobs: readonly JobState[];
  readonly study: Study;
}

/** The jobs of a sweep as a table of states along two axes; one that is chosen tells how far it is, and can be stopped or run again. */
export function JobTable({ jobs, study }: JobTableProps) {
  const [column, setColumn] = useState<string | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const setOptions = useView((view) => view.setOptions);
  const axes = useMemo(() => gridAxes(study), [study]);
  const path = column !== null && axes.includes(column) ? column : usualColumns(study);
  const grid = useMemo(() => jobGrid(study, path), [study, path]);
  if (!grid) return null;
  const choose = (index: number) => {
    setChosen(index === chosen ? null : index);
    // Figures that look into one run show this one.
    setOptions(familyOf(study.job).id, { run: index === chosen ? null : `own/${index}` });
  };
  const job = chosen === null ? undefined : jobs[chosen];
  const cell = (index: number) => (
    <Cell job={jobs[index]} title={jobTitle(study, jobs[index].record.job)} isChosen={index === chosen} index={index} onChoose={choose} />
  );
  return (
    <div className={styles.jobs}>
      <div className={styles.head}>
        <span className={styles.counts}>{countsOf(jobs)}</span>
        {axes.length > 1 && (
          <div className={styles.columns}>
            <span aria-hidden="true">Columns</span>
            <Select
              label="Columns"
              hideLabel
              value={grid.path}
              options={axes.map((axis) => ({ value: axis, title: settingTitle(axis, study.job) }))}
              onChange={setColumn}
            />
          </div>
        )}
      </div>
      {/* What scrolls must be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={styles.scroll} aria-label="Table of jobs" tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{settingTitle(grid.path, study.job)}</th>
              {grid.columns.map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {grid.rows.map((row) => (
              <tr key={row.title}>
                <th scope="row">{row.title}</th>
                {row.jobs.map((index) => (
                  <td key={index}>{cell(index)}</td>
                ))}
              </tr>
            ))}
            {grid.beside.map((index) => (
              <tr key={index}>
                <th scope="row">{jobTitle(study, jobs[index].record.job)}</th>
                <td colSpan={grid.columns.length}>{cell(index)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {job && chosen !== null ? (
        <ul className={styles.chosen} aria-label="Chosen job">
          <JobCard job={job} index={chosen} study={study} />
        </ul>
      ) : (
        <p className={styles.hint}>Choose a job to see how far it is, to stop it, or to run it again.</p>
      )}
    </div>
  );
}

interface CellProps {
  readonly job: JobState;
  readonly title: string;
  readonly isChosen: boolean;
  readonly index: number;
  readonly onChoose: (index: number) => void;
}

const Cell = memo(function Cell({ job: { record, progress }, title, isChosen, index, onChoose }: CellProps) {
  const { status } = record;
  const percent = status === 'running' && progress && progress.total > 0 ? Math.floor((100 * progress.done) / progress.total) : null;
  const label = `${title}: ${jobStatusWords[status]}${percent === null ? '' : `, ${percent} %`}`;
  return (
    <button
      type="button"
      className={styles.cell}
      data-status={status}
      aria-label={label}
      title={label}
      aria-pressed={isChosen}
      onClick={() => onChoose(index)}
    >
      {percent === null ? marks[status] : percent}
    </button>
  );
}, sameCell);

/** A cell shows a state and whole per cents: nothing else of a job draws it again. */
function sameCell(before: CellProps, after: CellProps): boolean {
  const shown = ({ job: { record, progress } }: CellProps) =>
    record.status === 'running' && progress ? Math.floor((100 * progress.done) / progress.total) : record.status;
  return shown(before) === shown(after) && before.isChosen === after.isChosen && before.title === after.title;
}

/** States by a mark as well as by colour. */
const marks: Readonly<Record<JobState['record']['status'], string>> = {
  queued: '',
  loading: '…',
  running: '…',
  paused: '‖',
  finished: '✓',
  cancelled: '–',
  failed: '✕',
};

/** “12 finished, 2 running, 22 waiting”. */
function countsOf(jobs: readonly JobState[]): string {
  const counts = new Map<string, number>();
  for (const { record } of jobs) counts.set(jobStatusWords[record.status], (counts.get(jobStatusWords[record.status]) ?? 0) + 1);
  return [...counts].map(([word, amount]) => `${amount} ${word}`).join(', ');
}
