import { useState } from 'react';
import { cardNumber, spreadText, type ComparedNumber } from '../../study/card.ts';
import { Button } from '../kit/Button.tsx';
import styles from './ComparedTable.module.css';

interface ComparedTableProps {
  /** What a screen reader calls it. */
  readonly title: string;
  readonly numbers: readonly ComparedNumber[];
}

/** Numbers as they are printed, beside ours. */
export function ComparedTable({ title, numbers }: ComparedTableProps) {
  const [showsAll, setShowsAll] = useState(false);
  const main = numbers.filter(({ isMain }) => isMain);
  const shown = showsAll || main.length === 0 ? numbers : main;
  const isRecomputed = shown.some((number) => number.isRecomputed && number.published !== null);
  const several = shown.some(({ ours }) => ours !== null && ours.count > 1);
  return (
    <>
      <table className={styles.table} aria-label={title}>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Published</th>
            <th scope="col">Ours</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((number) => (
            <Row key={number.name} number={number} />
          ))}
        </tbody>
      </table>
      <p className={styles.note}>
        {[
          ...(several ? ['Ours: the median, with the lowest and the highest of the runs.'] : []),
          ...(isRecomputed ? ['* Computed from what is printed or published.'] : []),
        ].join(' ')}
      </p>
      {main.length > 0 && main.length < numbers.length && (
        <Button small kind="quiet" aria-expanded={showsAll} onPress={() => setShowsAll(!showsAll)}>
          {showsAll ? `Show ${main.length} of ${numbers.length} numbers` : `Show all ${numbers.length} numbers`}
        </Button>
      )}
    </>
  );
}

function Row({ number }: { readonly number: ComparedNumber }) {
  const { name, unit, digits, published, error, isRecomputed, ours, isControl } = number;
  const [text, range] = ours === null ? ['–'] : spreadText(ours, digits).split(' (');
  return (
    <tr data-control={isControl || undefined}>
      <th scope="row">
        {name}
        {unit && <span className={styles.unit}> ({unit})</span>}
        {isControl && <span className={styles.tag}>control</span>}
      </th>
      <td>
        {published === null
          ? '–'
          : `${cardNumber(published, digits)}${error === undefined ? '' : ` ± ${cardNumber(error, digits)}`}${isRecomputed ? '*' : ''}`}
      </td>
      <td>
        {text} {range && <span className={styles.range}>({range}</span>}
      </td>
    </tr>
  );
}
