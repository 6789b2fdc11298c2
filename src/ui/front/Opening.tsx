import { messageOf } from '../../data/message-of.ts';
import { PlainButton } from '../kit/PlainButton.tsx';
import type { FailedProps } from '../shell/LazyPart.tsx';
import { FrontHeader } from './FrontHeader.tsx';
import styles from './Opening.module.css';

/** Stands where a part of the page will be, while its program comes. */
export function Opening({ what }: { readonly what: string }) {
  return (
    <>
      <FrontHeader />
      <main className={styles.main}>
        <output>Opening {what} …</output>
      </main>
    </>
  );
}

/** Stands where such a part would be, where its program did not come. */
export function OpeningFailed({ name, error, onRetry }: FailedProps) {
  return (
    <>
      <FrontHeader />
      <main className={styles.main}>
        <p role="alert">
          {name} could not be shown. {messageOf(error)}
        </p>
        <div className={styles.actions}>
          <PlainButton kind="primary" icon="retry" onClick={onRetry}>
            Try again
          </PlainButton>
          <PlainButton onClick={() => window.location.reload()}>Reload the page</PlainButton>
        </div>
      </main>
    </>
  );
}
