import { Button } from '../kit/Button.tsx';
import { useActions, useInvalid, useLab } from '../lab.tsx';
import { plural } from '../text/format.ts';
import { useEdited } from './edited.ts';
import { useElsewhere } from './useElsewhere.ts';
import styles from './RunBar.module.css';

/** Run, pause and cancel: those that can be pressed as things are. */
export function RunButtons() {
  const actions = useActions();
  const status = useLab((lab) => lab.run.status);
  const { edited, added } = useEdited();
  const unfinished = useLab(
    (lab) => lab.run.jobs.filter(({ record }) => record.status === 'failed' || record.status === 'cancelled').length,
  );
  const invalid = useInvalid();
  const going = status === 'running' || status === 'paused';
  // What another tab works on is gone on with there.
  const idle = !useElsewhere() && !going;
  return (
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
      {idle && status === 'interrupted' && (
        <Button kind="primary" icon="play" onPress={() => void actions.continueRun()}>
          Continue
        </Button>
      )}
      {idle && added > 0 && (
        <Button kind="primary" icon="play" isDisabled={invalid.length > 0} onPress={actions.extend}>
          {`Run ${plural(added, 'new job')}`}
        </Button>
      )}
      {idle && unfinished > 0 && !edited && (
        <Button kind="primary" icon="retry" onPress={actions.retryUnfinished}>
          {unfinished === 1 ? 'Run the unfinished one' : `Run the ${unfinished} unfinished`}
        </Button>
      )}
      {!going && (
        <Button
          kind={status === 'interrupted' || added > 0 || (unfinished > 0 && !edited) ? 'plain' : 'primary'}
          icon={status === 'interrupted' ? 'retry' : 'play'}
          isDisabled={invalid.length > 0}
          onPress={actions.run}
        >
          {added > 0 ? 'Run all anew' : status === 'idle' || edited ? 'Run' : 'Run again'}
        </Button>
      )}
      {going && <Button onPress={actions.cancel}>Cancel</Button>}
    </div>
  );
}
