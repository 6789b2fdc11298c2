import { ProgressBar } from 'react-aria-components';
import { useStore } from 'zustand';
import type { LabState } from '../../lab/contract.ts';
import type { LessonSession } from '../../lab/lessons/session.ts';
import type { Numbers } from '../../lessons/language.ts';
import type { Lesson } from '../../lessons/lesson.ts';
import type { PageWords } from '../../lessons/words/index.ts';
import { Button } from '../kit/Button.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { Fold } from '../kit/Fold.tsx';
import { useActions, useLab } from '../lab.tsx';
import { JobList } from '../run/JobList.tsx';
import { useElsewhere } from '../run/useElsewhere.ts';
import { useEstimate } from '../text/useEstimate.ts';
import { useSpoken } from './language.tsx';
import styles from './Lesson.module.css';

interface RunControlsProps {
  readonly lesson: Lesson;
  readonly session: LessonSession;
  /** Whether there is all to be seen that a run would bring. */
  readonly hasOutcome: boolean;
}

/** One button to run the study of the lesson, how far it is, and the way for who has no time. */
export function RunControls({ lesson, session, hasOutcome }: RunControlsProps) {
  const { language, words: page } = useSpoken();
  const { progress, trouble } = useStore(session.store);
  const status = useLab((lab) => lab.run.status);
  const failed = useLab(({ run }) => run.jobs.filter(({ record }) => record.status === 'failed').length);
  const jobs = useLab(({ run }) => run.jobs.length);
  const isGoing = status === 'running' || status === 'paused';
  return (
    <>
      <div className={styles.go}>
        <Buttons session={session} />
        {status !== 'idle' && <Progress />}
      </div>
      <p className={styles.small}>
        {lesson.words[language].run} {!progress.isFixed && page.run.fixes}{' '}
        {!isGoing && !progress.isRecorded && !hasOutcome && (
          <>
            {page.run.noTime}{' '}
            <button type="button" className={styles.link} onClick={() => void session.showRecorded()}>
              {page.run.recorded}
            </button>
          </>
        )}
        {progress.isRecorded && (
          <button type="button" className={styles.link} onClick={() => session.hideRecorded()}>
            {page.run.unrecorded}
          </button>
        )}
      </p>
      {trouble !== null && <ErrorText>{trouble}</ErrorText>}
      {jobs > 0 && (
        // What jobs are called, and what goes wrong with them, the lab says in English.
        <div key={failed > 0 ? 'failed' : 'jobs'} className={styles.jobs}>
          <Fold title={page.run.jobList} defaultExpanded={failed > 0}>
            <div lang="en">
              <JobList />
            </div>
          </Fold>
        </div>
      )}
    </>
  );
}

/** Run and what may stand in its place. */
function Buttons({ session }: { readonly session: LessonSession }) {
  const { words: page, numbers } = useSpoken();
  const actions = useActions();
  const status = useLab((lab) => lab.run.status);
  const study = useLab((lab) => lab.study);
  const unfinished = useLab(
    ({ run }) => run.jobs.filter(({ record }) => record.status === 'failed' || record.status === 'cancelled').length,
  );
  const isElsewhere = useElsewhere();
  const { seconds, referenceSeconds } = useEstimate(study);
  if (isElsewhere) return null;
  if (status === 'running' || status === 'paused')
    return (
      <>
        <Button
          kind="primary"
          icon={status === 'running' ? 'pause' : 'play'}
          onPress={status === 'running' ? actions.pause : actions.resume}
        >
          {status === 'running' ? page.run.pause : page.run.resume}
        </Button>
        <Button onPress={actions.cancel}>{page.run.cancel}</Button>
      </>
    );
  if (status === 'interrupted')
    return (
      <Button kind="primary" icon="play" onPress={() => void actions.continueRun()}>
        {page.run.goOn}
      </Button>
    );
  if (status === 'idle')
    return (
      <Button kind="primary" icon="play" onPress={() => session.run()}>
        {page.run.run(numbers.duration(seconds ?? referenceSeconds))}
      </Button>
    );
  return unfinished > 0 ? (
    <Button kind="primary" icon="retry" onPress={actions.retryUnfinished}>
      {page.run.unfinished}
    </Button>
  ) : null;
}

/** How far the run is, in a bar and in words. */
function Progress() {
  const { words: page, numbers } = useSpoken();
  const run = useLab((lab) => lab.run);
  const isElsewhere = useElsewhere();
  const percent = Math.round(run.share * 1000) / 10;
  return (
    <>
      <ProgressBar className={styles.track} aria-label={page.run.progress} value={percent} valueLabel={`${percent.toFixed(0)} %`}>
        <i style={{ width: `${percent}%` }} />
      </ProgressBar>
      <span className={styles.state}>{isElsewhere ? page.run.elsewhere : progressWords(run, page, numbers)}</span>
    </>
  );
}

function progressWords({ jobs, status, secondsLeft }: LabState['run'], { run: words }: PageWords, numbers: Numbers): string {
  const count = (...among: readonly string[]): number => jobs.filter(({ record }) => among.includes(record.status)).length;
  const done = words.jobs(count('finished'), jobs.length, numbers);
  if (status === 'running') {
    const begins = count('running', 'finished') === 0;
    const rest = begins
      ? count('loading') > 0
        ? words.loading
        : words.starting
      : secondsLeft === null
        ? ''
        : words.left(numbers.duration(secondsLeft));
    return [done, rest].filter(Boolean).join(' · ');
  }
  if (status === 'paused') return `${done} · ${words.paused}`;
  if (status === 'interrupted') return `${done} · ${words.interrupted}`;
  const failed = count('failed');
  return [
    done,
    ...(failed > 0 ? [words.failed(failed, numbers)] : []),
    ...(count('cancelled') > 0 ? [words.cancelled] : []),
    words.time(numbers.duration(jobs.reduce((sum, { record }) => sum + record.seconds, 0))),
  ].join(' · ');
}
