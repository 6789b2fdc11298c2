import { useId, type ReactNode } from 'react';
import styles from './Info.module.css';

/** An (i) with the rest of what a short line says; the browser's own popover, which Escape and a click beside it close. */
export function Info({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <>
      <button type="button" className={styles.button} popoverTarget={id} aria-label={title}>
        i
      </button>
      <div id={id} popover="auto" className={styles.text} role="note" aria-label={title}>
        <b>{title}</b>
        {children}
      </div>
    </>
  );
}
