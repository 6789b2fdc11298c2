import { percent } from '../../../math/number-text.ts';
import { ratesOf, RATES } from '../../../study/families/l0/at-rates.ts';
import type { L0Run } from '../../../study/families/l0/run.ts';
import type { ShownPart } from '../../chart/shown.ts';
import { MethodMark } from '../../kit/MethodMark.tsx';
import { plural } from '../../text/format.ts';
import { DifferenceTable } from './DifferenceTable.tsx';
import { rateTitle } from './rate-title.ts';
import numbers from '../../kit/NumberTable.module.css';
import table from '../Table.module.css';
import styles from './RateTable.module.css';

/** What methods get right at equal compression rates; nothing where no method has networks on both sides of one. */
export function RateTable({ study, runs }: Pick<ShownPart, 'study' | 'runs'>) {
  const rows = ratesOf(runs as readonly L0Run[]);
  if (rows.length === 0) return null;
  const hasUnpruned = rows.some(({ unpruned }) => unpruned !== null);
  return (
    <section className={styles.rates} aria-label="Accuracy at equal compression rates">
      <h3 className={table.part}>At equal compression rates</h3>
      <p className={table.subtitle}>
        Test accuracy where 1 number of so many is left, on the line between the two networks of a method next to it; over seeds the middle.
        A dash: no network on one of the sides.
        {hasUnpruned && ' Unpruned: networks of the same seeds that nothing was taken from.'}
      </p>
      {/* A scrolling region must be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={table.scroll} aria-label="Table of accuracies at equal compression rates" tabIndex={0}>
        <table className={numbers.table}>
          <thead>
            <tr>
              <th scope="col">method</th>
              {hasUnpruned && <th scope="col">unpruned</th>}
              {RATES.map((rate) => (
                <th key={rate} scope="col">
                  1 of {rate}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ job, seeds, accuracies, unpruned }, index) => (
              // Methods keep their places.
              // eslint-disable-next-line react/no-array-index-key
              <tr key={index}>
                <th scope="row">
                  <MethodMark method={job.compression.method} /> {rateTitle(study, job)}
                  {seeds > 1 && `, ${plural(seeds, 'seed')}`}
                </th>
                {hasUnpruned && <td>{unpruned === null ? '–' : percent(unpruned)}</td>}
                {accuracies.map((accuracy, place) => (
                  <td key={RATES[place]}>{accuracy === null ? '–' : percent(accuracy)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <DifferenceTable study={study} rows={rows} />
    </section>
  );
}
