import { actions, useLab } from '../lab.ts';
import { JobCard } from './JobCard.tsx';
import styles from './JobList.module.css';

/** The jobs of the run, one beside another, and what went wrong with those that failed. */
export function JobList() {
  const jobs = useLab((lab) => lab.run.jobs);
  const study = useLab((lab) => lab.run.study);
  if (!study || jobs.length === 0) return null;
  return (
    <ul className={styles.jobs} aria-label="Jobs">
      {jobs.map((job, index) => (
        // Jobs of a run keep their place for as long as the run is shown.
        // eslint-disable-next-line react/no-array-index-key
        <JobCard key={index} job={job} study={study} onRetry={() => actions.retryJob(index)} />
      ))}
    </ul>
  );
}
