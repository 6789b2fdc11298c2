import { PlainButton } from '../kit/PlainButton.tsx';
import { relativeToPage } from '../text/addresses.ts';
import { useFront, useSession } from './front.ts';
import styles from './TestNote.module.css';

/** What the accuracy still waits for, or why there is none; all else works without it. */
export function TestNote() {
  const session = useSession();
  const { test } = useFront();
  if (test.state === 'ready') return null;
  if (test.state === 'loading')
    return (
      <output className={styles.note}>
        Reading the 10,000 test digits … <progress value={test.share} aria-label="Test digits that have come" />
      </output>
    );
  return (
    <div className={styles.note} role="alert" data-failed="true">
      <span>
        How much it gets right cannot be measured: {relativeToPage(test.message)} Cutting, drawing and sizes work all the same; fine-tuning
        waits for it.
      </span>
      <PlainButton icon="retry" onClick={() => void session.open()}>
        Try again
      </PlainButton>
    </div>
  );
}
