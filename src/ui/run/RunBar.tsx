import { canonicalJson } from '../../study/schema.ts';
import { Button } from '../kit/Button.tsx';
import { actions, useLab } from '../lab.ts';
import { Announcer } from './Announcer.tsx';
import { BackendChip } from './BackendChip.tsx';
import { JobList } from './JobList.tsx';
import { RunProgress } from './RunProgress.tsx';
import styles from './RunBar.module.css';

/** Run, pause and cancel; how far the run is, where it runs, and each of its jobs. */
export function RunBar() {
  const status = useLab((lab) => lab.run.status);
  const edited = useLab((lab) => lab.run.study !== null && canonicalJson(lab.run.study) !== canonicalJson(lab.study));
  const going = status === 'running' || status === 'paused';
  return (
    <section className={styles.bar} aria-label="Run">
      <div className={styles.row}>
        <div className={styles.buttons}>
          {status === 'running' && (
            <Button kind="primary" icon="pause" onPress={actions.pause}>
              Pause
            </Button>
          )}
          {status === 'paused' && (
            <Button kind="primary" icon="play" onPress={actions.resume}>
              Resume
            </Button>
          )}
          {status === 'interrupted' && (
            <Button kind="primary" icon="play" onPress={() => void actions.continueRun()}>
              Continue
            </Button>
          )}
          {!going && (
            <Button kind={status === 'interrupted' ? 'plain' : 'primary'} icon={status === 'interrupted' ? 'retry' : 'play'} onPress={actions.run}>
              {status === 'idle' || edited ? 'Run' : 'Run again'}
            </Button>
          )}
          {going && <Button onPress={actions.cancel}>Cancel</Button>}
        </div>
        <RunProgress />
        <BackendChip />
      </div>
      {edited && (
        <p className={styles.edited}>
          {going || status === 'interrupted'
            ? `The settings have changed; this run ${going ? 'goes' : 'would go'} on with those it was started with.`
            : 'The settings have changed since this run.'}
        </p>
      )}
      <JobList />
      <Announcer />
    </section>
  );
}
