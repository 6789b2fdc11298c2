import { memo, useId, useState } from 'react';
import type { AssessedCard, ReadCards, RecordedFacts } from '../../lab/card-reader.ts';
import type { Card } from '../../study/card.ts';
import { Button } from '../kit/Button.tsx';
import { Icon } from '../kit/Icon.tsx';
import { backendTitles } from '../text/labels.ts';
import { CardFigure } from './CardFigure.tsx';
import { CardLinks } from './CardLinks.tsx';
import { ComparedTable } from './ComparedTable.tsx';
import type { FigureLabs } from './figure-labs.ts';
import type { Times } from './useTimes.ts';
import { outcomeWords } from './outcome-words.ts';
import styles from './PaperCard.module.css';

interface PaperCardProps {
  readonly card: Card;
  /** Null until the recorded runs are read. */
  readonly read: ReadCards | null;
  readonly times: Times;
  readonly labs: FigureLabs;
}

/** A table or figure of a paper: what it claims, how it stands, the numbers, and ways to run it. */
export const PaperCard = memo(function PaperCard({ card, read, times, labs }: PaperCardProps) {
  const titleId = useId();
  const [isDrawn, setDrawn] = useState(false);
  const assessed = read?.cards.find(({ id }) => id === card.id) ?? null;
  // None before they are read.
  const facts = card.recorded.flatMap((id) => read?.recorded.find((one) => one.id === id) ?? []);
  return (
    <article className={styles.card} aria-labelledby={titleId} data-testid={card.id}>
      <header className={styles.head}>
        <h3 id={titleId} className={styles.title}>
          <span className={styles.place}>{card.place}</span> {card.title}
        </h3>
        {assessed && <Verdict assessed={assessed} />}
      </header>
      <div className={styles.words}>
        <p>
          <b>Claim.</b> {card.claim}
        </p>
        <p>
          <b>Here.</b> {assessed ? assessed.verdict.text : 'The recorded runs are being read …'}
        </p>
        {card.control && (
          <p className={styles.aside}>
            <b>Control.</b> {card.control}
          </p>
        )}
        {card.instead && (
          <p className={styles.aside}>
            <b>Run instead.</b> {card.instead}
          </p>
        )}
      </div>
      <div className={styles.numbers}>
        {assessed && assessed.numbers.length > 0 && <ComparedTable title={`${card.place}: numbers`} numbers={assessed.numbers} />}
        {facts.map((one) => (
          <p key={one.id} className={styles.facts}>
            {factsText(one)}
          </p>
        ))}
      </div>
      <footer className={styles.foot}>
        <CardLinks card={card} recorded={facts} times={times} />
        {card.figures.length > 0 && (
          <Button small kind="quiet" aria-expanded={isDrawn} onPress={() => setDrawn(!isDrawn)}>
            <Icon name="chevron" size={13} /> {isDrawn ? 'Hide' : 'Show'} the {card.figures.length === 1 ? 'figure' : 'figures'}
          </Button>
        )}
      </footer>
      {isDrawn && (
        <div className={styles.figure}>
          <CardFigure labs={labs} recorded={facts[0]?.id ?? null} preset={card.preset} figures={card.figures} />
        </div>
      )}
    </article>
  );
});

const dates = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** “From “DTC as published”, 9 jobs, seeds 1, 2 and 3, 30 November 2026, Parsimony 0.2.0 on WebAssembly (…).” */
function factsText({ name, jobs, seeds, startedAt, environment }: RecordedFacts): string {
  return [
    `From “${name}”, ${jobs} jobs`,
    `${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.join(', ')}`,
    ...(startedAt === null ? [] : [dates.format(new Date(startedAt))]),
    ...(environment ? [`Parsimony ${environment.engine} on ${placeText(environment)}`] : []),
  ].join(' · ');
}

/** The backend and its device, of which some name the backend. */
function placeText({ backend, device }: NonNullable<RecordedFacts['environment']>): string {
  const title = backendTitles[backend];
  return device.startsWith(title) ? device : `${title} (${device})`;
}

function Verdict({ assessed: { verdict } }: { readonly assessed: AssessedCard }) {
  const { title, icon, tone } = outcomeWords[verdict.kind];
  return (
    <p className={styles.verdict} data-tone={tone} data-outcome={verdict.kind}>
      <Icon name={icon} size={14} /> {title}
    </p>
  );
}
