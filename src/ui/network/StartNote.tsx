import { Button } from '../kit/Button.tsx';
import { useActions, useLab } from '../lab.tsx';
import styles from './Network.module.css';

/** Says of a study on the form that it begins with a stored network, and lets it begin anew. */
export function StartNote() {
  const actions = useActions();
  const from = useLab(({ study }) => study.job.start?.from ?? null);
  if (from === null) return null;
  return (
    <div className={styles.start}>
      <p>
        Begins with a stored network: {from}. It is fine-tuned and not trained before. The network is stored in the browser where that was
        done: it travels with no link and no result file.
      </p>
      <Button small icon="undo" onPress={actions.dropStart}>
        Begin anew instead
      </Button>
    </div>
  );
}
