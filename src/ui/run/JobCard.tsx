import { memo } from 'react';
import type { JobState } from '../../lab/contract.ts';
import { hasEnded, isActive } from '../../lab/job-machine.ts';
import { placeText } from '../../lab/place-text.ts';
import { workDone, workOf } from '../../lab/work.ts';
import { familyOf, type Study } from '../../study/schema.ts';
import { IconButton } from '../kit/Button.tsx';
import { MethodMark } from '../kit/MethodMark.tsx';
import { useActions, useLab } from '../lab.tsx';
import { jobTitle } from '../text/labels.ts';
import { jobStatusWords } from './status-words.ts';
import styles from './JobCard.module.css';

interface JobCardProps {
  readonly job: JobState;
  /** Its place in the run. */
  readonly index: number;
  readonly study: Study;
}

/** One job: what it is and how far it is. */
export const JobCard = memo(function JobCard({ job, index, study }: JobCardProps) {
  const actions = useActions();
  const { record } = job;
  const share = shareDone(job);
  const title = jobTitle(study, record.job);
  // A single job is cancelled with its run; one of an interrupted run is not going on.
  const isGoing = useLab(({ run }) => run.jobs.length > 1 && (run.status === 'running' || run.status === 'paused'));
  return (
    <li className={styles.job} data-status={record.status}>
      <div className={styles.head}>
        <MethodMark method={record.job.compression.method} />
        <span className={styles.title} title={title}>
          {/* A line ends before the name of a value, not between it and the value. */}
          {title.replaceAll(/ (?=\d)/g, '\u00A0')}
        </span>
        <span className={styles.status}>{statusText(job)}</span>
        {!hasEnded(record.status) && isGoing && (
          <IconButton icon="close" label={`Cancel ${title}`} small onPress={() => actions.cancelJob(index)} />
        )}
        {(record.status === 'cancelled' || record.status === 'failed') && (
          <IconButton icon="retry" label={`Run ${title} again`} small onPress={() => actions.retryJob(index)} />
        )}
      </div>
      <div className={styles.track}>
        <i style={{ transform: `scaleX(${share.toFixed(2)})` }} />
      </div>
    </li>
  );
});

/** How far it is, 0 to 1; one that ended before it began did nothing, though nothing of it is left to do. */
function shareDone(job: JobState): number {
  const { record, progress } = job;
  if (record.status === 'finished') return 1;
  if (progress && progress.total > 0) return progress.done / progress.total;
  return record.steps.length === 0 ? 0 : workDone(job) / Math.max(1, workOf(record.job).total);
}

function statusText({ record, progress, loading }: JobState): string {
  if (record.status === 'finished' && record.summary) {
    const family = familyOf(record.job);
    return family.measuredNothing(family.runOf(record)) === null ? family.headline(record.summary) : 'measured nothing';
  }
  // A first step waits for its data.
  if (isActive(record.status) && loading && loading.totalBytes > 0 && !progress?.done) {
    return `loading ${Math.round((100 * loading.loadedBytes) / loading.totalBytes)} %`;
  }
  if (record.status === 'running' && progress) return placeText(progress, familyOf(record.job).unitOf(record.job));
  return jobStatusWords[record.status];
}
