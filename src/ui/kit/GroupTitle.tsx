import type { ReactNode } from 'react';
import styles from './GroupTitle.module.css';

/** The small heading over a group of settings. */
export function GroupTitle({ children }: { readonly children: ReactNode }) {
  return <h2 className={styles.title}>{children}</h2>;
}
