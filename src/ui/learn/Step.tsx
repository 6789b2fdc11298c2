import type { ReactNode } from 'react';
import styles from './Lesson.module.css';

interface StepProps {
  readonly place: number;
  readonly title: string;
  /** Beside the title. */
  readonly note?: string | undefined;
  /** Whether it has been come to: its number is filled then. */
  readonly isDone?: boolean;
  readonly children: ReactNode;
}

/** One of the numbered steps of a lesson. */
export function Step({ place, title, note, isDone = true, children }: StepProps) {
  const id = `step-${place}`;
  return (
    <section className={`${styles.step} ${isDone ? '' : styles.todo}`} aria-labelledby={id}>
      <span className={styles.number} aria-hidden="true">
        {place}
      </span>
      <div className={styles.head}>
        <h2 id={id}>{title}</h2>
        {note !== undefined && <span className={styles.note}>{note}</span>}
      </div>
      {children}
    </section>
  );
}
