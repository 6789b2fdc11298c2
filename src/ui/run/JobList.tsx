import { actions, useLab } from '../lab.ts';
import { JobCard } from './JobCard.tsx';
import { JobFailure } from './JobFailure.tsx';
import styles from './JobList.module.css';

/** The jobs of the run, one beside another, and below them what went wrong with those that failed. */
export function JobList() {
  const jobs = useLab((lab) => lab.run.jobs);
  const study = useLab((lab) => lab.run.study);
  if (!study || jobs.length === 0) return null;
  // Jobs have no name of their own; they keep their place for as long as the run is shown.
  const placed = jobs.map((job, index) => ({ job, index, retry: () => actions.retryJob(index) }));
  return (
    <>
      {/* What scrolls must be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ul className={styles.jobs} aria-label="Jobs" tabIndex={0}>
        {placed.map(({ job, index, retry }) => (
          <JobCard key={index} job={job} study={study} onRetry={retry} />
        ))}
      </ul>
      {placed
        .filter(({ job }) => job.record.status === 'failed')
        .map(({ job, index, retry }) => (
          <JobFailure key={index} job={job} study={study} onRetry={retry} />
        ))}
    </>
  );
}
