import type { ReactNode } from 'react';
import { addressOf } from '../route.ts';
import styles from './Doors.module.css';

/** Where to go from the first page. */
export function Doors() {
  return (
    <nav className={styles.doors} aria-label="Where to go">
      <Door
        href={addressOf('learn')}
        title="Learn"
        note="short lessons"
        text="Say what you expect, train a network, see how far off you were."
        picture={<Gap />}
      />
      <Door
        href={addressOf('lab')}
        title="Explore"
        note="the lab"
        text="Train, prune and measure your own network."
        picture={<Network />}
      />
      <Door
        href={addressOf('reproduce')}
        title="Reproduce"
        note="the papers"
        text="Every table and figure of two papers, and whether it comes out here."
        picture={<Sheets />}
      />
    </nav>
  );
}

interface DoorProps {
  readonly href: string;
  readonly title: string;
  readonly note: string;
  readonly text: string;
  readonly picture: ReactNode;
}

function Door({ href, title, note, text, picture }: DoorProps) {
  return (
    <a className={styles.door} href={href}>
      <svg width="76" height="56" viewBox="0 0 76 56" aria-hidden="true" focusable="false" fill="none">
        {picture}
      </svg>
      <span className={styles.words}>
        <span className={styles.title}>
          <b>{title}</b> <small>{note}</small>
        </span>
        <span className={styles.text}>{text}</span>
      </span>
    </a>
  );
}

const Gap = () => (
  <>
    <path d="M6 4v44h66" stroke="var(--line-strong)" />
    <path d="M58 14v20" stroke="var(--against)" strokeWidth="10" opacity="0.2" />
    <path d="M16 40 37 37 58 34" stroke="var(--muted)" strokeWidth="1.8" strokeDasharray="4 3" />
    <path d="M16 42 37 38 58 14" stroke="var(--for)" strokeWidth="2.4" />
    <circle cx="58" cy="34" r="4" fill="var(--surface)" stroke="var(--muted)" strokeWidth="1.8" />
    <circle cx="58" cy="14" r="4.4" fill="var(--for)" />
  </>
);

const Network = () => (
  <>
    <path d="M10 10 38 18M10 28 38 18M38 18 66 28M10 28 38 40M38 40 66 28" stroke="var(--accent)" strokeWidth="1.6" />
    <path d="M10 46 38 40M10 10 38 40" stroke="var(--line-strong)" strokeDasharray="2 3" />
    <g fill="var(--accent)">
      <circle cx="10" cy="10" r="4" />
      <circle cx="10" cy="28" r="4" />
      <circle cx="38" cy="18" r="4" />
      <circle cx="38" cy="40" r="4" />
      <circle cx="66" cy="28" r="4" />
    </g>
    <circle cx="10" cy="46" r="4" fill="var(--line-strong)" />
  </>
);

const Sheets = () => (
  <>
    <rect x="22" y="4" width="34" height="44" rx="3" fill="var(--surface)" stroke="var(--line-strong)" />
    <rect x="10" y="9" width="34" height="44" rx="3" fill="var(--surface)" stroke="var(--line-strong)" />
    <path d="M16 18h20M16 24h14" stroke="var(--line-strong)" strokeWidth="1.6" />
    <path d="M16 46c9-1 14-4 22-13" stroke="var(--for)" strokeWidth="2" />
    <path d="M58 40l5 5 9-11" stroke="var(--ok)" strokeWidth="2.6" />
  </>
);
