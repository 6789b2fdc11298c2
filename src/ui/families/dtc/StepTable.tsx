import { memo, useMemo } from 'react';
import type { DtcRun } from '../../../study/families/dtc/run.ts';
import { MethodMark } from '../../kit/MethodMark.tsx';
import { decimals, significant } from '../../text/format.ts';
import { useActions, useLab } from '../../lab.tsx';
import type { ShownPart } from '../../chart/shown.ts';
import { SEED_PATH } from '../../text/labels.ts';
import { ShownTables } from '../ShownTables.tsx';
import { useShownParts } from '../useShownParts.ts';
import { useDtcInput } from './useDtcInput.ts';
import { extentTitle } from '../../text/study-size.ts';
import { stepRows, type StepRow } from './rows.ts';
import numbers from '../../kit/NumberTable.module.css';
import styles from '../Table.module.css';

/** Every measured step as a row, the newest first; a row and its cycle in the figures light up together. */
export function StepTable() {
  const parts = useShownParts().filter(({ runs }) => (runs as readonly DtcRun[]).some(({ points }) => points.length > 0));
  return (
    <ShownTables
      title="Steps"
      label="Table of steps"
      parts={parts}
      subtitleOf={subtitleOf}
      empty="No step yet. Each prune adds a row: how many neurons went, and what that did to every method."
      Table={CycleTable}
    />
  );
}

/** “12 of 34 cycles; means over 3 seeds”. */
function subtitleOf({ study, runs }: ShownPart): string {
  const all = runs as readonly DtcRun[];
  const cycles = new Set(all.flatMap(({ points }) => points.map(({ cycle }) => cycle))).size;
  const { values } = study.axes.find(({ path }) => path === SEED_PATH) ?? { values: [] };
  const means = values.length > 1 ? `; means over ${values.length} seeds` : '';
  return `${cycles} of ${extentTitle(study).replace(/ each$/, '')}${means}`;
}

const CycleTable = memo(function CycleTable({ study, runs }: Pick<ShownPart, 'study' | 'runs'>) {
  const layer = useDtcInput(({ options }) => options.layer);
  const { series, measured, rows } = useMemo(() => stepRows(study, runs as readonly DtcRun[], layer), [study, runs, layer]);
  const hovered = useLab((lab) => lab.hoveredCycle);
  const chosen = useLab((lab) => lab.chosenCycle);
  return (
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
  );
});

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
