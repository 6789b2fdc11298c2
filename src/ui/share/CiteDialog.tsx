import { useEffect, useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { bibtex, MOST_CITED } from '../../lab/cite.ts';
import type { Lab } from '../../lab/create-lab.ts';
import { resultText } from '../../lab/result-file.ts';
import { Dialog } from '../kit/Dialog.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { usePageLab, useView } from '../lab.tsx';
import { isOfThisComputer } from '../text/addresses.ts';
import { count } from '../text/format.ts';
import { CopyButton } from './CopyButton.tsx';
import styles from './Share.module.css';
import { messageOf } from '../../data/message-of.ts';
import { sha256Hex } from '../../study/fingerprint.ts';

/** The result as a BibTeX entry, with the paper it builds on. */
export function CiteDialog() {
  const isOpen = useView((view) => view.dialog === 'cite');
  const open = useView((view) => view.open);
  return (
    <Dialog title="Cite this result" isOpen={isOpen} onClose={() => open(null)}>
      <Citation />
    </Dialog>
  );
}

function Citation() {
  const { lab } = usePageLab();
  const [author, setAuthor] = useState('');
  const [made, setMade] = useState<Cited | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    citation(lab, author).then(
      (cited) => current && setMade(cited),
      (reason: unknown) => current && setError(messageOf(reason)),
    );
    return () => {
      current = false;
    };
  }, [lab, author]);
  if (error !== null) {
    return <ErrorText>The citation could not be made: {error}</ErrorText>;
  }
  return (
    <>
      <p className={styles.text}>
        BibTeX of this result and of the paper whose method it runs.
        {made && withoutAddress(made)}
      </p>
      <TextField className={styles.field} value={author} onChange={setAuthor}>
        <Label className={styles.label}>Author of the result, such as “Noether, Emmy and Curie, Marie”</Label>
        <Input className={styles.input} />
      </TextField>
      {/* A scrolling region must be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={styles.code} tabIndex={0} aria-label="BibTeX">
        <pre>{made?.text ?? 'Making the citation…'}</pre>
      </section>
      <div className={styles.actions}>{made && <CopyButton text={made.text} title="Copy BibTeX" />}</div>
    </>
  );
}

interface Cited {
  readonly text: string;
  /** Characters of the link of the result; null where there is none. */
  readonly characters: number | null;
}

/** Why an entry names no address; nothing where it does. */
function withoutAddress({ characters }: Cited): string {
  if (isOfThisComputer(document.baseURI)) return ' It names no link: this page is served by this computer, and nobody else could open one.';
  if (characters === null || characters <= MOST_CITED) return '';
  return ` It names no link: a list of references has room for ${MOST_CITED} characters, and this one has ${count(characters)}. Publish the result file with your paper; the note has its SHA-256.`;
}

/** Cites the run of this page, or the shared result where nothing has been run. */
async function citation({ store, actions }: Lab, author: string): Promise<Cited> {
  const { run, shared, study } = store.getState();
  const { url, characters, tooLong, hasResults } = await actions.shareLink({ lesson: null });
  const result = actions.result();
  const started = run.jobs.map(({ record }) => record.startedAt).find((time) => time !== null);
  const text = await bibtex({
    study: run.study ?? shared?.study ?? study,
    environment: run.study ? run.environment : (shared?.environment ?? null),
    date: started ? new Date(started) : new Date(),
    author,
    url: hasResults && !tooLong && !isOfThisComputer(url) ? url : null,
    fileHash: result && (await sha256Hex(resultText(result))),
  });
  return { text, characters: hasResults ? characters : null };
}
