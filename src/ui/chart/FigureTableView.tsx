import { VisuallyHidden } from 'react-aria-components';
import type { Figure } from '../../figures/figure.ts';
import { wordsOf } from '../../figures/notes.ts';
import { count, plural, significant } from '../text/format.ts';
import styles from './FigureTableView.module.css';

/** Rows beyond this are left to the CSV: nobody reads them here, and the page would be slow to lay them out. */
const MOST_ROWS = 400;

/** Whole numbers in groups of three, but for seeds, which are names; others with five figures, and no zeros behind them. */
function numberText(value: number, column: string): string {
  if (Number.isInteger(value)) return column === 'seed' ? String(value) : count(value);
  return significant(value, 5).replace(/\.?0+(?=e)/, '');
}

/** The numbers of a figure as a table. */
export function FigureTableView({ title, figure }: { readonly title: string; readonly figure: Figure }) {
  const { table } = figure;
  const rows = table.rows.slice(0, MOST_ROWS);
  const isNumeric = table.columns.map((_, column) => table.rows.every((row) => typeof row[column] !== 'string'));
  return (
    // A scrolling region must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={styles.scroll} aria-label={`Data of ${title}`} tabIndex={0}>
      <table className={styles.table}>
        <caption>
          <VisuallyHidden elementType="span">
            {title}: {wordsOf(figure)}.{' '}
          </VisuallyHidden>
          {table.rows.length > MOST_ROWS
            ? `The first ${MOST_ROWS} of ${count(table.rows.length)} rows; the CSV has them all.`
            : plural(table.rows.length, 'row')}
        </caption>
        <thead>
          <tr>
            {table.columns.map((column, index) => (
              <th key={column} scope="col" data-numeric={isNumeric[index] || undefined}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // Rows have no name of their own, and keep their order.
            // eslint-disable-next-line react/no-array-index-key
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={table.columns[column]} data-numeric={isNumeric[column] || undefined}>
                  {typeof cell === 'number' ? numberText(cell, table.columns[column]) : (cell ?? '–')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
