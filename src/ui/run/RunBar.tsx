import { Button } from '../kit/Button.tsx';
import { invalidWords } from '../form/typed.ts';
import { useInvalid, useLab, useTyped } from '../lab.tsx';
import { useStudySize } from '../text/useStudySize.ts';
import { Announcer } from './Announcer.tsx';
import { BackendChip } from './BackendChip.tsx';
import { useEdited } from './edited.ts';
import { JobList } from './JobList.tsx';
import { RunButtons } from './RunButtons.tsx';
import { RunProgress } from './RunProgress.tsx';
import { useElsewhere } from './useElsewhere.ts';
import styles from './RunBar.module.css';

/** Run, pause and cancel; how far the run is, where it runs, and each of its jobs. */
export function RunBar() {
  const status = useLab((lab) => lab.run.status);
  const { edited, added } = useEdited();
  const { time, long } = useStudySize();
  const going = status === 'running' || status === 'paused';
  // What another tab works on is gone on with there.
  const idle = !useElsewhere() && !going;
  return (
    <section className={styles.bar} aria-label="Run">
      <div className={styles.row}>
        <RunButtons />
        <RunProgress />
        <BackendChip />
      </div>
      <InvalidFields />
      {idle && (status === 'idle' || edited) && long && <p className={styles.long}>{long}</p>}
      {edited && (
        <p className={styles.edited}>
          {going || status === 'interrupted'
            ? `The settings have changed; this run ${going ? 'goes' : 'would go'} on with those it was started with.`
            : added > 0
              ? 'The settings have changed since this run. Its finished jobs can be taken as they are.'
              : 'The settings have changed since this run.'}
          {!going && long === null && ` Run with them takes ${time}.`}
        </p>
      )}
      <JobList />
      <Announcer />
    </section>
  );
}

/** Fields that cannot be read, which keep the study from running. */
function InvalidFields() {
  const invalid = useInvalid();
  const seek = useTyped((typed) => typed.seek);
  return invalid.map((one) => (
    <p key={one.path} className={styles.invalid}>
      {invalidWords(one)}{' '}
      <Button small onPress={() => seek(one.path)}>
        Show the field
      </Button>
    </p>
  ));
}
