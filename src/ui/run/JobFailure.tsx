import type { JobState } from '../../lab/contract.ts';
import type { Study } from '../../study/schema.ts';
import { Button } from '../kit/Button.tsx';
import { jobTitle } from '../text/labels.ts';
import styles from './JobFailure.module.css';

interface JobFailureProps {
  readonly job: JobState;
  readonly study: Study;
  readonly onRetry: () => void;
}

/** What went wrong with a job, and a way to run it again. The other jobs of the run are not touched by it. */
export function JobFailure({ job: { record }, study, onRetry }: JobFailureProps) {
  const title = jobTitle(study, record.job);
  return (
    <div className={styles.failure}>
      <p className={styles.message}>
        <strong>{title} failed.</strong> {record.error?.message ?? 'It gave no reason. Run it again.'}
      </p>
      <Button small icon="retry" onPress={onRetry} aria-label={`Retry ${title}`}>
        Retry
      </Button>
    </div>
  );
}
