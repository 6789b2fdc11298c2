import { memo, useId } from 'react';
import { idleWords } from '../../../study/families/l0/idle.ts';
import { verbatimBytes } from '../../../study/families/l0/length.ts';
import { l0MeasuredNothing } from '../../../study/families/l0/hollow.ts';
import type { L0Run } from '../../../study/families/l0/run.ts';
import { taskOf } from '../../../study/job-data.ts';
import type { Study } from '../../../study/schema.ts';
import { MethodMark } from '../../kit/MethodMark.tsx';
import { useShownStudies } from '../useShownStudies.ts';
import { useL0Input } from './useL0Input.ts';
import { jobStatusWords } from '../../run/status-words.ts';
import { count, decimals, inColumn } from '../../text/format.ts';
import { jobTitle } from '../../text/labels.ts';
import card from '../../kit/Card.module.css';
import numbers from '../../kit/NumberTable.module.css';
import styles from '../Table.module.css';

/** What the jobs of an ℓ0 study came to: sizes, accuracies and description lengths, a row each. */
export function ResultTable() {
  const titleId = useId();
  const own = useL0Input((input) => input.own);
  const { runStudy, shared } = useShownStudies();
  const isOwn = runStudy !== null || shared === null;
  const study = isOwn ? runStudy : shared.study;
  const rows = isOwn ? own : (shared.runs as readonly L0Run[]);
  const classifies = rows.some(({ job }) => taskOf(job).isRightOrWrong);
  // Where a job takes out neurons without influence, its network is smaller in the end than it was built.
  const deletes = rows.some(({ summary }) => summary?.parametersLeft !== undefined);
  return (
    <section className={card.card} aria-labelledby={titleId}>
      <header className={styles.head}>
        <h2 id={titleId} className={styles.title}>
          Results
        </h2>
        <p className={styles.subtitle}>
          {isOwn
            ? 'one row a job, when it has ended; every epoch is in the result file and the CSV (Export).'
            : 'from the shared result, one row a job; Reproduce runs them here.'}
          {countedText(rows)}
        </p>
      </header>
      {study === null || rows.length === 0 ? (
        <p className={styles.empty}>Press Run to train, prune and fine-tune, and see what network and data take in bytes.</p>
      ) : (
        // A scrolling region must be reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <section className={styles.scroll} aria-label="Table of results" tabIndex={0}>
          <table className={numbers.table}>
            <thead>
              <tr>
                <th scope="col">job</th>
                <th scope="col">compression rate</th>
                <th scope="col">non-zero</th>
                <th scope="col">of</th>
                {deletes && <th scope="col">left by deletion</th>}
                {classifies && <th scope="col">test accuracy</th>}
                <th scope="col">test loss</th>
                <th scope="col">network (bytes)</th>
                <th scope="col">data (bytes)</th>
                <th scope="col">both (bytes)</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ job, status, summary }, index) => (
                <Row
                  // The jobs of a run keep their places.
                  // eslint-disable-next-line react/no-array-index-key
                  key={index}
                  job={job}
                  status={status}
                  summary={summary}
                  study={study}
                  deletes={deletes}
                  classifies={classifies}
                />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}

/** Which weights are counted, and what the data take without any network: less is what one is worth. */
function countedText(rows: readonly L0Run[]): string {
  const ended = rows.filter(({ summary }) => summary !== null).map(({ job }) => job);
  const words = idleWords(ended);
  const plain = [...new Set(ended.map(verbatimBytes))];
  return [
    ...(words === '' ? [] : [` ${words.charAt(0).toUpperCase()}${words.slice(1)}.`]),
    ...(plain.length === 1 ? [` Without any network the data take ${count(plain[0])} bytes.`] : []),
  ].join('');
}

interface RowProps extends Pick<L0Run, 'job' | 'status' | 'summary'> {
  readonly study: Study;
  /** Whether there is a column for the numbers that are left where neurons were deleted. */
  readonly deletes: boolean;
  /** Whether there is one for accuracies: regressions have none. */
  readonly classifies: boolean;
}

const Row = memo(function Row({ job, status, summary, study, deletes, classifies }: RowProps) {
  const nothing = l0MeasuredNothing({ job, summary });
  return (
    <tr>
      <th scope="row">
        <MethodMark method={job.compression.method} /> {jobTitle(study, job)}
        {nothing !== null && <span className={styles.hollow}>measured nothing: {nothing}</span>}
      </th>
      {summary ? (
        <>
          <td>{inColumn(summary.compressionRate)}</td>
          <td>{count(summary.nonzero)}</td>
          <td>{count(summary.parameters)}</td>
          {deletes && <td>{count(summary.parametersLeft ?? summary.parameters)}</td>}
          {classifies && <td>{decimals(summary.testAccuracy)}</td>}
          <td>{inColumn(summary.testLoss)}</td>
          <td>{count(summary.modelBytes)}</td>
          <td>{count(summary.dataBytes)}</td>
          <td>{count(summary.descriptionBytes)}</td>
        </>
      ) : (
        <td colSpan={7 + Number(deletes) + Number(classifies)}>{jobStatusWords[status]}</td>
      )}
    </tr>
  );
});
