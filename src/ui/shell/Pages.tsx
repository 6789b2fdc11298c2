import { addressOf, usePage } from '../route.ts';
import styles from './Header.module.css';

export const pages = ['learn', 'lab', 'runs', 'reproduce'] as const;

export type PageTitles = Readonly<Record<(typeof pages)[number] | 'pages', string>>;

export const pageTitles: PageTitles = { learn: 'Learn', lab: 'Lab', runs: 'Runs', reproduce: 'Reproduce', pages: 'Pages' };

/** The pages that are always led to. @param titles where the page speaks another language */
export function Pages({ titles = pageTitles }: { readonly titles?: PageTitles }) {
  const current = usePage();
  return (
    <nav className={styles.pages} aria-label={titles.pages}>
      {pages.map((page) => (
        <a key={page} href={addressOf(page)} aria-current={page === current ? 'page' : undefined}>
          {titles[page]}
        </a>
      ))}
    </nav>
  );
}
