import type { RunEntry } from '../../lab/stored-contract.ts';
import { Icon } from '../kit/Icon.tsx';
import { RunRow } from './RunRow.tsx';
import type { SettingColumn, SortKey, Sorting } from './rows.ts';
import styles from './RunTable.module.css';

interface RunTableProps {
  readonly entries: readonly RunEntry[];
  readonly columns: readonly SettingColumn[];
  readonly baseline: RunEntry | null;
  readonly selected: ReadonlySet<string>;
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
  readonly onSelect: (selected: ReadonlySet<string>) => void;
  readonly onRename: (entry: RunEntry) => void;
  readonly onBaseline: (id: string | null) => void;
}

/** All stored runs, one a row. */
export function RunTable({ entries, columns, baseline, selected, sorting, onSort, onSelect, onRename, onBaseline }: RunTableProps) {
  const all = entries.length > 0 && entries.every(({ id }) => selected.has(id));
  const select = (id: string, chosen: boolean) => {
    const next = new Set(selected);
    if (chosen) next.add(id);
    else next.delete(id);
    onSelect(next);
  };
  const header = { sorting, onSort };
  // Columns for runs of ℓ0 regularisation, where there are any.
  const sized = entries.some(({ tally }) => tally.compressionRate !== undefined);
  return (
    // A scrolling region must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={styles.scroll} aria-label="Table of runs" tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">
              <input
                type="checkbox"
                className={styles.check}
                aria-label="Select all runs"
                checked={all}
                onChange={(event) => onSelect(new Set(event.target.checked ? entries.map(({ id }) => id) : []))}
              />
            </th>
            <th scope="col">
              <span className={styles.hidden}>Pinned</span>
            </th>
            <SortableHeader sortKey="name" title="Name" {...header} />
            <th scope="col">Method</th>
            <th scope="col">Data, network</th>
            <SortableHeader sortKey="accuracy" title="Final accuracy" number {...header} />
            {sized && <SortableHeader sortKey="rate" title="Compression rate" number {...header} />}
            {sized && <SortableHeader sortKey="bytes" title="Both (bytes)" number {...header} />}
            {baseline && (
              <th scope="col" className={styles.number}>
                Against baseline
              </th>
            )}
            <SortableHeader sortKey="status" title="Status" {...header} />
            <SortableHeader sortKey="started" title="Started" {...header} />
            <SortableHeader sortKey="seconds" title="Work" number {...header} />
            {columns.map(({ path, title }) => (
              <th key={`${path} ${title}`} scope="col">
                {title}
              </th>
            ))}
            <th scope="col">
              <span className={styles.hidden}>Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <RunRow
              key={entry.id}
              entry={entry}
              columns={columns}
              baseline={baseline}
              sized={sized}
              isSelected={selected.has(entry.id)}
              onSelect={(chosen) => select(entry.id, chosen)}
              onRename={() => onRename(entry)}
              onBaseline={onBaseline}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface SortableHeaderProps {
  readonly sortKey: SortKey;
  readonly title: string;
  readonly number?: boolean;
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
}

/** Text is sorted from A first, numbers and dates from the largest; pressing once more turns it round. */
function SortableHeader({ sortKey, title, number = false, sorting, onSort }: SortableHeaderProps) {
  const isOn = sorting.key === sortKey;
  const first = sortKey !== 'name' && sortKey !== 'status';
  return (
    <th
      scope="col"
      className={number ? styles.number : undefined}
      aria-sort={isOn ? (sorting.descending ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        className={styles.sort}
        onClick={() => onSort({ key: sortKey, descending: isOn ? !sorting.descending : first })}
      >
        {title}
        <span className={styles.arrow} data-on={isOn || undefined} data-up={(isOn && !sorting.descending) || undefined}>
          <Icon name="chevron" size={12} />
        </span>
      </button>
    </th>
  );
}
