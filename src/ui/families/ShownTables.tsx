import { useId, type ComponentType } from 'react';
import { tellingText } from '../runs/rows.ts';
import type { ShownPart } from '../chart/shown.ts';
import { aboutText } from '../text/about.ts';
import card from '../kit/Card.module.css';
import styles from './Table.module.css';

interface ShownTablesProps {
  readonly title: string;
  /** Of the region of a table, such as “Table of results”. */
  readonly label: string;
  /** Those that have rows. */
  readonly parts: readonly ShownPart[];
  /** What there is to know before a table is read. */
  readonly subtitleOf: (part: ShownPart) => string;
  /** In place of tables where no part has rows. */
  readonly empty: string;
  readonly Table: ComponentType<Pick<ShownPart, 'study' | 'runs'>>;
  /** What follows each of them. */
  readonly Below?: ComponentType<Pick<ShownPart, 'study' | 'runs'>>;
}

const sourceTitles: Readonly<Record<ShownPart['source'], string>> = {
  run: 'Your run',
  link: 'Result from a link',
  file: 'Result from a file',
  recorded: 'Recorded run',
  plan: 'Plan, as far as it is',
  stored: 'Compared run',
};

/** A table for each study of which the figures show runs, under its name where there are several. */
export function ShownTables({ title, label, parts, subtitleOf, empty, Table, Below }: ShownTablesProps) {
  const titleId = useId();
  const alone = parts.length === 1 ? parts[0] : null;
  return (
    <section className={card.card} aria-labelledby={titleId}>
      <header className={styles.head}>
        <h2 id={titleId} className={styles.title}>
          {title}
        </h2>
        {alone && (
          <p className={styles.subtitle}>
            {alone.source === 'run' ? '' : `${nameOf(alone, parts)}: `}
            {aboutText(alone.study)}; {subtitleOf(alone)}
          </p>
        )}
      </header>
      {parts.length === 0 && <p className={styles.empty}>{empty}</p>}
      {parts.map((part, index) => (
        <div key={part.key}>
          {!alone && (
            <header className={styles.head}>
              <h3 className={styles.part}>{nameOf(part, parts)}</h3>
              <p className={styles.subtitle}>
                {aboutText(part.study)}; {subtitleOf(part)}
              </p>
            </header>
          )}
          {/* A scrolling region must be reachable by keyboard. */}
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <section className={styles.scroll} aria-label={index === 0 ? label : `${label}: ${nameOf(part, parts)}`} tabIndex={0}>
            <Table study={part.study} runs={part.runs} />
          </section>
          {Below && <Below study={part.study} runs={part.runs} />}
        </div>
      ))}
    </section>
  );
}

/** “Compared run “LeNet””, with what tells it from others of its name. */
function nameOf(part: ShownPart, among: readonly ShownPart[]): string {
  const telling = tellingText(part, among);
  return `${sourceTitles[part.source]} “${part.name}”${telling && ` (${telling})`}`;
}
