import type { JobState } from '../../lab/contract.ts';
import { useActions, useLab } from '../lab.tsx';
import { JobCard } from './JobCard.tsx';
import { JobFailure } from './JobFailure.tsx';
import { usualColumns } from './job-grid.ts';
import { JobTable } from './JobTable.tsx';
import styles from './JobList.module.css';

/** A job and its place in the run: jobs have no name of their own, and keep their place for as long as the run is shown. */
interface PlacedJob {
  readonly job: JobState;
  readonly index: number;
}

/** More jobs than this are a table: cards would not fit below each other. */
const MOST_CARDS = 12;

/** The jobs of the run, one beside another or as a table, and below them what went wrong with those that failed. */
export function JobList() {
  const actions = useActions();
  const jobs = useLab((lab) => lab.run.jobs);
  const study = useLab((lab) => lab.run.study);
  if (!study || jobs.length === 0) return null;
  const placed = jobs.map((job, index) => ({ job, index }));
  return (
    <>
      {jobs.length > MOST_CARDS && usualColumns(study) !== null ? (
        <JobTable jobs={jobs} study={study} />
      ) : (
        // What scrolls must be reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <ul className={styles.jobs} aria-label="Jobs" tabIndex={0}>
          {placed.map(({ job, index }) => (
            <JobCard key={index} job={job} index={index} study={study} />
          ))}
        </ul>
      )}
      {failures(placed).map(([message, failed]) => (
        <JobFailure
          key={message}
          message={message}
          stack={failed[0]?.job.record.error?.stack}
          jobs={failed.map(({ job }) => job)}
          study={study}
          onRetry={() => failed.forEach(({ index }) => actions.retryJob(index))}
        />
      ))}
    </>
  );
}

/** Failed jobs by what they say about it: what stops one job often stops them all. */
function failures(placed: readonly PlacedJob[]): [string, PlacedJob[]][] {
  const byMessage = new Map<string, PlacedJob[]>();
  for (const one of placed) {
    if (one.job.record.status !== 'failed') continue;
    const message = one.job.record.error?.message ?? 'It gave no reason. Run it again.';
    byMessage.set(message, [...(byMessage.get(message) ?? []), one]);
  }
  return [...byMessage];
}
