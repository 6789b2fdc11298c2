import { useId } from 'react';
import { familyOf } from '../../study/schema.ts';
import type { ShownPart } from '../chart/shown.ts';
import { useShownParts } from '../families/useShownParts.ts';
import { seriesTitle } from '../text/labels.ts';
import card from '../kit/Card.module.css';
import { useFigureInput } from '../lab.tsx';
import styles from './FindingCard.module.css';

/** What came out, in a sentence and three numbers, before any figure. */
export function FindingCard() {
  const titleId = useId();
  const [family, published] = [useFigureInput((input) => input.family), useFigureInput((input) => input.published)];
  const found = useShownParts().flatMap((part) => {
    const finding = findingOf(part, familyOf(part.study.job).id === family ? published : null);
    return finding ? [{ part, finding }] : [];
  });
  if (found.length === 0) return null;
  const [{ finding: first }] = found;
  return (
    <section className={`${card.card} ${styles.card}`} aria-labelledby={titleId}>
      <h2 id={titleId} className={styles.title}>
        Result
      </h2>
      <dl className={styles.numbers}>
        {first.numbers.map(({ value, title }) => (
          <div key={title} className={styles.number}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {found.map(({ part, finding }) => (
        <div key={part.key} className={styles.found}>
          <p className={styles.text}>
            {found.length > 1 && <strong>{part.name}: </strong>}
            {unbroken(finding.text)}
          </p>
          {finding.more !== '' && <p className={styles.more}>{unbroken(finding.more)}</p>}
        </div>
      ))}
    </section>
  );
}

/** No line begins with the dot between the parts of a name. */
const unbroken = (text: string): string => text.replaceAll(' · ', '\u00A0· ');

/** @param published of the family of the study; null where it is not there */
function findingOf({ study, runs }: ShownPart, published: unknown) {
  return familyOf(study.job).finding?.(runs, (job) => seriesTitle(study, job), published) ?? null;
}
