import { useState } from 'react';
import { differencesBetween, isTold, RATES, type RateDifference, type RateRow } from '../../../study/families/l0/at-rates.ts';
import type { Study } from '../../../study/schema.ts';
import { MethodMark } from '../../kit/MethodMark.tsx';
import { Select } from '../../kit/Select.tsx';
import { signed } from '../../text/format.ts';
import { rateTitle } from './rate-title.ts';
import numbers from '../../kit/NumberTable.module.css';
import table from '../Table.module.css';
import styles from './RateTable.module.css';

/** What one method gets right beyond the others, seed by seed; nothing where no two have two seeds in common. */
export function DifferenceTable({ study, rows }: { readonly study: Study; readonly rows: readonly RateRow[] }) {
  const [chosen, choose] = useState(0);
  const reference = rows.at(chosen) ?? rows[0];
  const others = rows.filter((row) => row !== reference);
  const differences = others.map((other) => differencesBetween(reference, other));
  if (differences.every((row) => row.every((difference) => difference === null))) return null;
  return (
    <>
      <h3 className={table.part}>Paired differences</h3>
      <div className={styles.reference}>
        <Select
          label="Of"
          value={String(rows.indexOf(reference))}
          options={rows.map(({ job }, index) => ({ value: String(index), title: rateTitle(study, job) }))}
          onChange={(value) => choose(Number(value))}
        />
      </div>
      <p className={table.subtitle}>
        How many percentage points more of the test samples it gets right than each of the others at the same rate, seed by seed, with the
        95 % interval of the mean. Bold where that leaves 0 out; the others show no difference beyond the noise between seeds.
      </p>
      {/* A scrolling region must be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={table.scroll} aria-label="Table of paired differences at equal compression rates" tabIndex={0}>
        <table className={numbers.table}>
          <thead>
            <tr>
              <th scope="col">against</th>
              {RATES.map((rate) => (
                <th key={rate} scope="col">
                  1 of {rate}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {others.map(({ job }, index) => (
              // Methods keep their places.
              // eslint-disable-next-line react/no-array-index-key
              <tr key={index}>
                <th scope="row">
                  <MethodMark method={job.compression.method} /> {rateTitle(study, job)}
                </th>
                {differences[index].map((difference, place) => (
                  <td key={RATES[place]}>
                    <Difference difference={difference} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Difference({ difference }: { readonly difference: RateDifference | null }) {
  if (difference === null) return '–';
  const text = pointsText(difference);
  return isTold(difference) ? <strong>{text}</strong> : <span className={styles.open}>{text}</span>;
}

const pointsText = ({ mean, halfWidth }: RateDifference): string => `${signed(100 * mean)} ± ${(100 * halfWidth).toFixed(1)}`;
