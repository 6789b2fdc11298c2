import styles from './Header.module.css';

/** Two neurons and the one they feed; the connection that was pruned is dashed. */
export function Logo() {
  return (
    <span className={styles.logo}>
      <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true" focusable="false">
        <path d="M5 17 17 11" stroke="var(--line-strong)" strokeWidth="1.8" strokeDasharray="2 2" fill="none" />
        <path d="M5 5 17 11" stroke="var(--accent)" strokeWidth="1.8" fill="none" />
        <circle cx="5" cy="17" r="2.6" fill="var(--line-strong)" />
        <circle cx="5" cy="5" r="2.6" fill="var(--accent)" />
        <circle cx="17" cy="11" r="2.8" fill="var(--accent)" />
      </svg>
      <span className={styles.lab}>Parsimony</span>
    </span>
  );
}
