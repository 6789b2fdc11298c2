import { useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { type Job } from '../../study/schema.ts';
import { saveResult } from '../files/download.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog } from '../kit/Dialog.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { Tick } from '../kit/Tick.tsx';
import { useActions, useLab, useView } from '../lab.tsx';
import { isOfThisComputer } from '../text/addresses.ts';
import { count } from '../text/format.ts';
import { CopyButton } from './CopyButton.tsx';
import { LinkLength } from './LinkLength.tsx';
import { useShareLink } from './useShareLink.ts';
import styles from './Share.module.css';

/** The result as a link, or as a file where a link would be too long. */
export function ShareDialog() {
  const hasResult = useLab(({ run, shared }) => run.study !== null || shared !== null);
  const isOpen = useView((view) => view.dialog === 'share');
  const open = useView((view) => view.open);
  return (
    <Dialog title={hasResult ? 'Share this result' : 'Share this study'} isOpen={isOpen} onClose={() => open(null)}>
      <ShareLink />
    </Dialog>
  );
}

const startOf = (job: Job | undefined): string | null => job?.start?.network ?? null;

function ShareLink() {
  const actions = useActions();
  const open = useView((view) => view.open);
  const [withoutResults, setWithoutResults] = useState(false);
  const state = useShareLink(withoutResults);
  const hasRun = useLab((lab) => lab.run.study !== null);
  const hasStart = useLab(({ run, shared }) => startOf((run.study ?? shared?.study)?.job) !== null);
  if (state.kind === 'making') return <p className={styles.text}>Making the link…</p>;
  if (state.kind === 'failed') {
    return <ErrorText>The link could not be made: {state.message}</ErrorText>;
  }
  const { url, characters, tooLong, hasResults } = state.link;
  return (
    <>
      <p className={styles.text}>
        {hasResults
          ? 'The link holds the study and its curves. Whoever opens it sees them at once, and can run the study again to see whether it comes out the same.'
          : 'The link holds the study and no results: whoever opens it has it on the form, ready to run.'}{' '}
        Nothing is uploaded.
      </p>
      {hasStart && (
        <p className={styles.warning}>
          This study begins with a network that is stored in this browser and does not travel with the link or the file. Its results are
          seen by whoever opens it; running it again works in this browser only.
        </p>
      )}
      {!tooLong && isOfThisComputer(url) && (
        <p className={styles.warning}>
          This page is served by this computer, so the link opens here and nowhere else. To share it, open the lab at a public address and
          drop the result file there.
        </p>
      )}
      <LinkLength link={state.link} />
      {!tooLong && (
        <TextField className={styles.field} value={url} isReadOnly>
          <Label className={styles.label}>Link · {count(characters)} characters</Label>
          <Input className={styles.input} onFocus={(event) => event.currentTarget.select()} />
        </TextField>
      )}
      {(hasResults || withoutResults) && (
        <Tick isSelected={withoutResults} onChange={setWithoutResults}>
          Leave the curves out
        </Tick>
      )}
      <div className={styles.actions}>
        {!tooLong && <CopyButton text={url} title="Copy link" />}
        {hasRun && (
          <Button kind={tooLong ? 'primary' : 'plain'} icon="download" onPress={() => saveResult(actions.result())}>
            Download the result file
          </Button>
        )}
        <Button icon="layers" onPress={() => open('lesson')}>
          Make a lesson of it
        </Button>
      </div>
    </>
  );
}
