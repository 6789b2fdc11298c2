import { memo } from 'react';
import type { JobState } from '../../lab/contract.ts';
import type { Study } from '../../study/schema.ts';
import { MethodMark } from '../kit/MethodMark.tsx';
import { useLab } from '../lab.ts';
import { jobStatusWords } from '../run/status-words.ts';
import { count, decimals, significant } from '../text/format.ts';
import { jobTitle } from '../text/labels.ts';
import styles from './StepTable.module.css';

/** What the jobs of an ℓ0 study came to: sizes, accuracies and description lengths, a row each. */
export function L0ResultTable() {
  const study = useLab((lab) => lab.run.study);
  const jobs = useLab((lab) => lab.run.jobs);
  return (
    <section className={styles.card} aria-labelledby="l0-results-title">
      <header className={styles.head}>
        <h2 id="l0-results-title" className={styles.title}>
          Results
        </h2>
        <p className={styles.subtitle}>
          one row a job, when it has ended; every epoch is in the result file and the CSV (Export).
        </p>
      </header>
      {study === null || jobs.length === 0 ? (
        <p className={styles.empty}>Press Run to train, prune and fine-tune, and see what network and data take in bytes.</p>
      ) : (
        // A scrolling region must be reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <section className={styles.scroll} aria-label="Table of results" tabIndex={0}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">job</th>
                <th scope="col">compression rate</th>
                <th scope="col">non-zero</th>
                <th scope="col">of</th>
                <th scope="col">test accuracy</th>
                <th scope="col">test loss</th>
                <th scope="col">network (bytes)</th>
                <th scope="col">data (bytes)</th>
                <th scope="col">both (bytes)</th>
              </tr>
            </thead>
            <tbody>
              {jobs.map((job, index) => (
                // The jobs of a run keep their places.
                // eslint-disable-next-line react/no-array-index-key
                <Row key={index} job={job} study={study} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}

const Row = memo(function Row({ job: { record }, study }: { readonly job: JobState; readonly study: Study }) {
  const { summary } = record;
  return (
    <tr>
      <th scope="row">
        <MethodMark method={record.job.compression.method} /> {jobTitle(study, record.job)}
      </th>
      {summary?.kind === 'l0' ? (
        <>
          <td>{significant(summary.compressionRate)}</td>
          <td>{count(summary.nonzero)}</td>
          <td>{count(summary.parameters)}</td>
          <td>{decimals(summary.testAccuracy)}</td>
          <td>{significant(summary.testLoss)}</td>
          <td>{count(summary.modelBytes)}</td>
          <td>{count(summary.dataBytes)}</td>
          <td>{count(summary.descriptionBytes)}</td>
        </>
      ) : (
        <td colSpan={8}>{jobStatusWords[record.status]}</td>
      )}
    </tr>
  );
});
