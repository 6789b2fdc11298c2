import type { JobState } from '../../lab/contract.ts';
import type { Study } from '../../study/schema.ts';
import { Button } from '../kit/Button.tsx';
import { Fold } from '../kit/Fold.tsx';
import { CopyButton } from '../share/CopyButton.tsx';
import { relativeToPage } from '../text/addresses.ts';
import { jobTitle } from '../text/labels.ts';
import styles from './JobFailure.module.css';

/** More jobs than this are counted rather than named. */
const MOST_NAMED = 4;

interface JobFailureProps {
  /** Jobs that failed in the same way. */
  readonly jobs: readonly JobState[];
  readonly message: string;
  /** Where a failure that nobody foresaw came from. */
  readonly stack?: string | undefined;
  readonly study: Study;
  readonly onRetry: () => void;
}

/** What went wrong, and a way to run the jobs that it befell again. The other jobs of the run are not touched by it. */
export function JobFailure({ jobs, message, stack, study, onRetry }: JobFailureProps) {
  const titles = jobs.map(({ record }) => jobTitle(study, record.job)).join(', ');
  return (
    <div className={styles.failure}>
      <p className={styles.message}>
        <strong>{jobs.length > MOST_NAMED ? `${jobs.length} jobs` : titles} failed.</strong> {relativeToPage(message)}
      </p>
      <Button small icon="retry" onPress={onRetry} aria-label={`Retry ${titles}`}>
        {jobs.length > 1 ? `Retry ${jobs.length}` : 'Retry'}
      </Button>
      {stack && (
        <div className={styles.cause}>
          <Fold title="Where it came from">
            {/* What scrolls must be reachable by keyboard. */}
            {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
            <pre className={styles.stack} tabIndex={0} aria-label="Calls that led to the failure">
              {stack}
            </pre>
            <CopyButton kind="plain" text={`${message}\n\n${stack}`} title="Copy for a report" />
          </Fold>
        </div>
      )}
    </div>
  );
}
