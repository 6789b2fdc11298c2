import { memo, useId, useMemo } from 'react';
import type { DtcRun } from '../../../study/families/dtc/run.ts';
import { MethodMark } from '../../kit/MethodMark.tsx';
import { decimals, significant } from '../../text/format.ts';
import { useActions, useLab } from '../../lab.tsx';
import { useShownStudies } from '../useShownStudies.ts';
import { useDtcInput } from './useDtcInput.ts';
import { extentTitle } from '../../text/study-size.ts';
import { stepRows, type StepRow } from './rows.ts';
import card from '../../kit/Card.module.css';
import numbers from '../../kit/NumberTable.module.css';
import styles from '../Table.module.css';

const none: readonly DtcRun[] = [];

/** Every measured step as a row, the newest first; a row and its cycle in the figures light up together. */
export function StepTable() {
  const titleId = useId();
  const own = useDtcInput((input) => input.own);
  const { runStudy, shared } = useShownStudies();
  const sharedTrajectories = (shared?.runs ?? none) as readonly DtcRun[];
  const layer = useDtcInput(({ options }) => options.layer);
  const sharedStudy = shared?.study ?? null;
  const isOwn = own.some(({ points }) => points.length > 0) || sharedStudy === null;
  const study = isOwn ? runStudy : sharedStudy;
  const trajectories = isOwn ? own : sharedTrajectories;
  const { series, measured, rows } = useMemo(
    () => (study ? stepRows(study, trajectories, layer) : { series: [], measured: null, rows: [] }),
    [study, trajectories, layer],
  );
  const hovered = useLab((lab) => lab.hoveredCycle);
  const chosen = useLab((lab) => lab.chosenCycle);
  const cycles = useMemo(() => (study ? extentTitle(study).replace(/ each$/, '') : ''), [study]);
  const repeats = Math.max(0, ...series.map((one) => one.trajectories.length));
  return (
    <section className={card.card} aria-labelledby={titleId}>
      <header className={styles.head}>
        <h2 id={titleId} className={styles.title}>
          Steps
        </h2>
        <p className={styles.subtitle}>
          {rows.length > 0 && `${rows.length} of ${cycles}${isOwn ? '' : ', from the shared result'}`}
          {rows.length > 0 && repeats > 1 && `; means over ${repeats} seeds`}
        </p>
      </header>
      {rows.length === 0 ? (
        <p className={styles.empty}>No step yet. Each prune adds a row: how many neurons went, and what that did to every method.</p>
      ) : (
        // A scrolling region must be reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <section className={styles.scroll} aria-label="Table of steps" tabIndex={0}>
          <table className={`${numbers.table} ${styles.table}`}>
            <thead>
              <tr className={styles.groups}>
                <th scope="colgroup" colSpan={3}>
                  prune
                </th>
                <th scope="colgroup" colSpan={series.length}>
                  test accuracy after the prune
                </th>
                <th scope="colgroup" colSpan={4}>
                  measured in {measured?.title}
                </th>
              </tr>
              <tr>
                <th scope="col">cycle</th>
                <th scope="col">neurons</th>
                <th scope="col">sparsity</th>
                {series.map(({ title, method }) => (
                  <th key={title} scope="col">
                    <MethodMark method={method} /> {title}
                  </th>
                ))}
                <th scope="col">G₁ (bits)</th>
                <th scope="col">G₂ (bits)</th>
                <th scope="col">|ray|/m</th>
                <th scope="col">LASSO gap</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row key={row.cycle} row={row} isHovered={row.cycle === hovered} isChosen={row.cycle === chosen} />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}

interface RowProps {
  readonly row: StepRow;
  readonly isHovered: boolean;
  readonly isChosen: boolean;
}

const Row = memo(function Row({ row, isHovered, isChosen }: RowProps) {
  const actions = useActions();
  const choose = () => actions.chooseCycle(isChosen ? null : row.cycle);
  return (
    <tr
      data-hovered={isHovered || undefined}
      data-chosen={isChosen || undefined}
      onMouseEnter={() => actions.hoverCycle(row.cycle)}
      onMouseLeave={() => actions.hoverCycle(null)}
      onClick={choose}
    >
      <th scope="row">
        <button
          type="button"
          className={styles.cycle}
          aria-pressed={isChosen}
          aria-label={`Cycle ${row.cycle}`}
          onFocus={() => actions.hoverCycle(row.cycle)}
          onBlur={() => actions.hoverCycle(null)}
          onClick={(event) => {
            event.stopPropagation();
            choose();
          }}
        >
          {row.cycle}
        </button>
      </th>
      <td>
        {row.neuronsBefore} → {row.neurons}
      </td>
      <td>{decimals(row.sparsity)}</td>
      {row.accuracies.map((accuracy, index) => (
        // The columns are fixed for as long as the table's series are.
        // eslint-disable-next-line react/no-array-index-key
        <td key={index}>{decimals(accuracy)}</td>
      ))}
      <td>{decimals(row.g1, 2)}</td>
      <td>{decimals(row.g2, 2)}</td>
      <td>{decimals(row.ray)}</td>
      <td>{significant(row.gap)}</td>
    </tr>
  );
});
