import { memo, useMemo, useState, type ReactNode } from 'react';
import type { JobStatus } from '../../study/records.ts';
import { jobsOf, type Study } from '../../study/schema.ts';
import { Select } from '../kit/Select.tsx';
import { jobTitle, settingTitle } from '../text/labels.ts';
import { gridAxes, jobGrid, usualColumns } from './job-grid.ts';
import styles from './JobGrid.module.css';

/** How a job stands, as a cell shows it. */
export interface JobMark {
  /** By its colour and its mark. */
  readonly status: JobStatus;
  /** In words. */
  readonly words: string;
  /** Whole per cents; null where it is not said. */
  readonly percent: number | null;
}

interface JobGridProps {
  readonly study: Study;
  /** One for each job of the study, in their order. */
  readonly marks: readonly JobMark[];
  readonly chosen: number | null;
  readonly onChoose: (index: number) => void;
  /** What is told of the one that is chosen, or how to choose one. */
  readonly children: ReactNode;
}

/** The jobs of a study as a table of states along two axes, of which one can be chosen; a row of them where it has no axis. */
export function JobGrid({ study, marks, chosen, onChoose, children }: JobGridProps) {
  const [column, setColumn] = useState<string | null>(null);
  const axes = useMemo(() => gridAxes(study), [study]);
  const path = column !== null && axes.includes(column) ? column : usualColumns(study);
  const grid = useMemo(() => jobGrid(study, path), [study, path]);
  const titles = useMemo(() => jobsOf(study).map((job) => jobTitle(study, job)), [study]);
  const cell = (index: number) => (
    <Cell {...marks[index]} title={titles[index]} isChosen={index === chosen} index={index} onChoose={onChoose} />
  );
  const head = grid && {
    title: settingTitle(grid.path, study.job),
    options: axes.map((axis) => ({ value: axis, title: settingTitle(axis, study.job) })),
  };
  return (
    <div className={styles.jobs}>
      <div className={styles.head}>
        <span className={styles.counts}>{countsOf(marks)}</span>
        {head && axes.length > 1 && (
          <div className={styles.columns}>
            <span aria-hidden="true">Columns</span>
            <Select label="Columns" hideLabel value={grid.path} options={head.options} onChange={setColumn} />
          </div>
        )}
      </div>
      {/* What scrolls must be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={styles.scroll} aria-label="Table of jobs" tabIndex={0}>
        <table className={styles.table}>
          {head && (
            <thead>
              <tr>
                <th scope="col">{head.title}</th>
                {grid.columns.map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
          )}
          <tbody>
            {grid?.rows.map((row) => (
              <tr key={row.title}>
                <th scope="row">{row.title}</th>
                {row.jobs.map((index) => (
                  <td key={index}>{cell(index)}</td>
                ))}
              </tr>
            ))}
            {(grid?.beside ?? [...titles.keys()]).map((index) => (
              <tr key={index}>
                <th scope="row">{titles[index]}</th>
                <td colSpan={grid?.columns.length}>{cell(index)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {children}
    </div>
  );
}

interface CellProps extends JobMark {
  readonly title: string;
  readonly isChosen: boolean;
  readonly index: number;
  readonly onChoose: (index: number) => void;
}

/** A cell shows a state and whole per cents: nothing else of a job draws it again. */
const Cell = memo(function Cell({ status, words, percent, title, isChosen, index, onChoose }: CellProps) {
  const label = `${title}: ${words}${percent === null ? '' : `, ${percent} %`}`;
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
      {percent === null ? signs[status] : percent}
    </button>
  );
});

/** States by a sign as well as by colour. */
const signs: Readonly<Record<JobStatus, string>> = {
  queued: '',
  loading: '…',
  running: '…',
  paused: '‖',
  finished: '✓',
  cancelled: '–',
  failed: '✕',
};

/** “12 finished, 2 running, 22 waiting”. */
function countsOf(marks: readonly JobMark[]): string {
  const counts = new Map<string, number>();
  for (const { words } of marks) counts.set(words, (counts.get(words) ?? 0) + 1);
  return [...counts].map(([words, amount]) => `${amount} ${words}`).join(', ');
}
