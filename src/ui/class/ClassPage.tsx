import { useId, useMemo, useState } from 'react';
import { Label, TextArea, TextField } from 'react-aria-components';
import { linksIn, MOST_LINKS, readSheet, type SheetRow } from '../../lab/class-sheet.ts';
import { download, fileName, textFile } from '../files/download.ts';
import { Button } from '../kit/Button.tsx';
import card from '../kit/Card.module.css';
import { ErrorText } from '../kit/ErrorText.tsx';
import { Segmented } from '../kit/Segmented.tsx';
import { plural } from '../text/format.ts';
import { answerOf, comparableNames, outcomeNames, sheetCsv } from './outcomes.ts';
import { PredictionPlot } from './PredictionPlot.tsx';
import { SheetTable } from './SheetTable.tsx';
import styles from './ClassPage.module.css';

/** Thirty links that a class has handed in, as one table and one figure. Nothing of them leaves the browser, nor is kept in it. */
export function ClassPage() {
  const titleId = useId();
  const [text, setText] = useState('');
  const [rows, setRows] = useState<readonly SheetRow[] | null>(null);
  const [read, setRead] = useState<number | null>(null);
  const links = useMemo(() => linksIn(text), [text]);
  const show = async (): Promise<void> => {
    setRead(0);
    setRows(await readSheet(links, setRead));
    setRead(null);
  };
  return (
    <main className={styles.main} id="results" tabIndex={-1}>
      <section className={`${card.card} ${styles.card}`} aria-labelledby={titleId}>
        <h1 id={titleId} className={styles.title}>
          Class sheet
        </h1>
        <p className={styles.lead}>
          Paste the links that your class has handed in, one below the other, as they came by mail or chat. They are read here: nothing
          leaves this browser, and nothing is kept once the page is closed.
        </p>
        <TextField className={styles.field} value={text} onChange={setText}>
          <Label>Links</Label>
          <TextArea className={styles.area} rows={6} spellCheck="false" />
        </TextField>
        <div className={styles.actions}>
          <Button kind="primary" isDisabled={links.length === 0 || read !== null} onPress={() => void show()}>
            {links.length === 0 ? 'Read the links' : `Read ${plural(Math.min(links.length, MOST_LINKS), 'link')}`}
          </Button>
          {read !== null && (
            <span>
              <progress value={read} max={Math.min(links.length, MOST_LINKS)} aria-label="Links read" /> {read} read
            </span>
          )}
          {text.trim() !== '' && links.length === 0 && (
            <span className={styles.hint}>There is no link in this text: one has “#r=” in it.</span>
          )}
          {links.length > MOST_LINKS && (
            <span className={styles.hint}>
              Of {links.length} links the first {MOST_LINKS} are read.
            </span>
          )}
        </div>
      </section>
      {rows && <Sheet rows={rows} />}
    </main>
  );
}

function Sheet({ rows }: { readonly rows: readonly SheetRow[] }) {
  const answers = useMemo(() => rows.filter((row) => row.kind === 'read').map(answerOf), [rows]);
  const refused = rows.filter((row) => row.kind === 'refused');
  const names = useMemo(() => outcomeNames(answers), [answers]);
  const compared = useMemo(() => comparableNames(answers), [answers]);
  const [chosen, setChosen] = useState<string | null>(null);
  const name = chosen !== null && compared.includes(chosen) ? chosen : (compared[0] ?? null);
  const ask = answers.map(({ row }) => row.digest.lesson?.view.ask).find((one) => one !== undefined);
  return (
    <>
      {refused.length > 0 && (
        <section className={`${card.card} ${styles.card}`} aria-label="Links that could not be read">
          {refused.map(({ start, why }, place) => (
            // The same link may be refused twice.
            // oxlint-disable-next-line react/no-array-index-key
            <ErrorText key={place}>
              {start}… – {why}
            </ErrorText>
          ))}
        </section>
      )}
      {answers.length > 0 && (
        <section className={`${card.card} ${styles.card}`} aria-label="Answers">
          <header className={styles.head}>
            <h2 className={styles.title}>{plural(answers.length, 'answer')}</h2>
            <Button
              icon="download"
              onPress={() => download(textFile(sheetCsv(answers, window.location.href), 'text/csv'), fileName('class sheet', 'csv'))}
            >
              CSV
            </Button>
          </header>
          {ask && (
            <p className={styles.lead} dir="auto">
              {ask.question}
            </p>
          )}
          {compared.length > 1 && (
            <Segmented
              label="Number that is compared with the predictions"
              options={compared.map((value) => ({ value, title: value }))}
              values={name === null ? [] : [name]}
              onChange={([value]) => setChosen(value)}
            />
          )}
          {name !== null && <PredictionPlot answers={answers} name={name} unit={ask?.unit ?? ''} />}
          <SheetTable answers={answers} names={names} />
        </section>
      )}
    </>
  );
}
