import { addressOf, usePage } from '../route.ts';
import styles from './Header.module.css';

export const pages = ['lab', 'runs', 'reproduce'] as const;

export const pageTitles: Readonly<Record<(typeof pages)[number], string>> = { lab: 'Lab', runs: 'Runs', reproduce: 'Reproduce' };

/** The pages that are always led to. */
export function Pages() {
  const current = usePage();
  return (
    <nav className={styles.pages} aria-label="Pages">
      {pages.map((page) => (
        <a key={page} href={addressOf(page)} aria-current={page === current ? 'page' : undefined}>
          {pageTitles[page]}
        </a>
      ))}
    </nav>
  );
}
