import { VisuallyHidden } from 'react-aria-components';
import table from '../kit/NumberTable.module.css';
import { predictionText } from '../lesson/prediction-text.ts';
import { checkText, outcomeText, predictionOf, type Answer } from './outcomes.ts';
import styles from './ClassPage.module.css';

interface SheetTableProps {
  readonly answers: readonly Answer[];
  /** Numbers that any of them came to. */
  readonly names: readonly string[];
}

/** A row for each link that was handed in. */
export function SheetTable({ answers, names }: SheetTableProps) {
  const hasChecks = answers.some((answer) => checkText(answer) !== null);
  return (
    // A scrolling region must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={styles.scroll} aria-label="Table of answers" tabIndex={0}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Prediction</th>
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            {hasChecks && <th scope="col">Check</th>}
            <th scope="col" className={styles.words}>
              Sentence
            </th>
            <th scope="col" className={styles.words}>
              To look at
            </th>
            <th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          {answers.map((answer, place) => (
            // Rows stay in the order of the links, of which two may be the same.
            // oxlint-disable-next-line react/no-array-index-key
            <Row key={place} answer={answer} names={names} hasChecks={hasChecks} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ answer, names, hasChecks }: { readonly answer: Answer; readonly names: readonly string[]; readonly hasChecks: boolean }) {
  const { digest, remarks, fragment } = answer.row;
  const { by = 'no name', sentence = '' } = digest.lesson?.answer ?? {};
  const prediction = predictionOf(answer);
  return (
    <tr>
      <th scope="row">
        <bdi>{by}</bdi>
      </th>
      <td>{prediction === null ? '–' : <bdi>{predictionText(digest.lesson?.view.ask, prediction)}</bdi>}</td>
      {names.map((name) => (
        <td key={name}>{outcomeText(answer, name) ?? '–'}</td>
      ))}
      {hasChecks && <td>{checkText(answer) ?? '–'}</td>}
      <td className={styles.words} dir="auto">
        {sentence}
      </td>
      <td className={styles.words}>{remarks.join(' ')}</td>
      <td>
        <a href={`#${fragment}`}>
          Open<VisuallyHidden> what {by} has handed in</VisuallyHidden>
        </a>
      </td>
    </tr>
  );
}
