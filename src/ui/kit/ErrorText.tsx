import type { ReactNode } from 'react';
import styles from './ErrorText.module.css';

/** What happened, to what, and what to do; said aloud as soon as it is there. */
export function ErrorText({ children }: { readonly children: ReactNode }) {
  return (
    <p className={styles.error} role="alert">
      {children}
    </p>
  );
}
