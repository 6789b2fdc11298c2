import { ProgressBar } from 'react-aria-components';
import type { LabState } from '../../lab/contract.ts';
import { placeText } from '../../lab/place-text.ts';
import { twinsOf } from '../../study/repeats.ts';
import { familyOf, type Study } from '../../study/schema.ts';
import { useLab } from '../lab.tsx';
import { duration, plural, timeLeft } from '../text/format.ts';
import { jobTitle } from '../text/labels.ts';
import { useStudySize } from '../text/useStudySize.ts';
import { loadingWords, outcomeWords, spokenJob } from './status-words.ts';
import { useElsewhere } from './useElsewhere.ts';
import styles from './RunProgress.module.css';

interface Line {
  readonly strong: string;
  readonly rest: string;
}

/** What the run is doing, and a bar that says how far it is. */
export function RunProgress() {
  const run = useLab((lab) => lab.run);
  const { jobs, cycles, time } = useStudySize();
  const ready = [jobs, cycles, time].filter(Boolean).join(' · ');
  const elsewhere = useElsewhere();
  const { strong, rest } = run.study === null ? { strong: 'Ready', rest: ready } : elsewhere ? goesOnElsewhere : lineOf(run, run.study);
  const going = run.status === 'running' || run.status === 'paused';
  const percent = Math.round(run.share * 1000) / 10;
  return (
    <div className={styles.progress}>
      <div className={styles.words}>
        <span className={styles.line}>
          <strong>{strong}</strong>
          {rest && <span className={styles.rest}> · {rest}</span>}
        </span>
        {going && (
          <span className={styles.left}>
            {run.status === 'paused' ? 'paused' : run.secondsLeft === null ? '' : timeLeft(run.secondsLeft)}
          </span>
        )}
      </div>
      {run.status !== 'idle' && (
        <ProgressBar
          className={styles.track}
          aria-label="Progress of the run"
          value={percent}
          valueLabel={`${percent.toFixed(0)} %`}
          data-status={run.status}
        >
          <i style={{ transform: `scaleX(${percent / 100})` }} />
        </ProgressBar>
      )}
    </div>
  );
}

const goesOnElsewhere: Line = {
  strong: 'Running in another tab or lesson',
  rest: 'what is shown here is from before, and is read anew when that tab has ended it',
};

function lineOf(run: LabState['run'], study: Study): Line {
  if (run.status === 'interrupted') {
    const finished = run.jobs.filter(({ record }) => record.status === 'finished').length;
    const several = `${finished} of ${plural(run.jobs.length, 'job')} finished; the others go on where they were`;
    return { strong: 'Interrupted', rest: run.jobs.length > 1 ? several : 'it goes on where it was' };
  }
  const job = spokenJob(run.jobs);
  if (run.status === 'finished' || run.status === 'failed' || run.status === 'cancelled') {
    const twins = run.study
      ? twinsOf(
          run.study,
          run.jobs.map(({ record }) => record.job),
        )
      : [];
    // What computes the same was trained once.
    const seconds = run.jobs.reduce((sum, { record }, place) => sum + (typeof twins[place] === 'number' ? 0 : record.seconds), 0);
    const title = { finished: 'Finished', failed: 'Ended with a failure', cancelled: 'Cancelled' }[run.status];
    return { strong: title, rest: `${outcomeWords(run)} · ${duration(seconds).replaceAll(' ', '\u00A0')} of work` };
  }
  if (!job) return { strong: 'Starting', rest: '' };
  const title = jobTitle(study, job.record.job);
  if (job.loading && !job.progress?.done) return { strong: loadingWords(job.loading), rest: title };
  if (!job.progress) return { strong: 'Starting', rest: [title, job.phase].filter(Boolean).join(' · ') };
  const unit = familyOf(job.record.job).unitOf(job.record.job);
  return { strong: `${capitalised(unit.one)} ${placeText(job.progress, unit)}`, rest: [title, job.phase].filter(Boolean).join(' · ') };
}

const capitalised = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
