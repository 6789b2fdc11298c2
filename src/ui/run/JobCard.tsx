import { memo } from 'react';
import type { JobState } from '../../lab/contract.ts';
import type { Study } from '../../study/schema.ts';
import { Button } from '../kit/Button.tsx';
import { MethodMark } from '../kit/MethodMark.tsx';
import { decimals } from '../text/format.ts';
import { jobTitle } from '../text/labels.ts';
import { jobStatusWords } from './status-words.ts';
import styles from './JobCard.module.css';

interface JobCardProps {
  readonly job: JobState;
  readonly study: Study;
  readonly onRetry: () => void;
}

/** One job: what it is, how far it is, and if it failed, why. */
export const JobCard = memo(function JobCard({ job, study, onRetry }: JobCardProps) {
  const { record, progress } = job;
  const share = record.status === 'finished' ? 1 : progress && progress.total > 0 ? progress.done / progress.total : 0;
  const canRetry = record.status === 'failed' || record.status === 'cancelled';
  return (
    <li className={styles.job} data-status={record.status}>
      <div className={styles.head}>
        <MethodMark method={record.job.compression.method} />
        <span className={styles.title}>{jobTitle(study, record.job)}</span>
        <span className={styles.status}>{statusText(job)}</span>
      </div>
      <div className={styles.track}>
        <i style={{ width: `${Math.round(share * 100)}%` }} />
      </div>
      {record.error && <p className={styles.error}>{record.error.message}</p>}
      {canRetry && (
        <Button small icon="retry" onPress={onRetry} aria-label={`Run ${jobTitle(study, record.job)} again`}>
          {record.status === 'failed' ? 'Retry' : 'Run this job'}
        </Button>
      )}
    </li>
  );
});

function statusText({ record, progress, loading }: JobState): string {
  if (record.status === 'finished' && record.summary) return decimals(record.summary.finalAccuracy);
  if (record.status === 'running' && progress) return `${Math.min(progress.step + 1, progress.steps)} of ${progress.steps}`;
  if (record.status === 'loading' && loading && loading.totalBytes > 0) {
    return `loading ${Math.round((100 * loading.loadedBytes) / loading.totalBytes)} %`;
  }
  return jobStatusWords[record.status];
}
