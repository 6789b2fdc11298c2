import { Input, Label, TextField } from 'react-aria-components';
import { download, fileName, textFile } from '../files/download.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog } from '../kit/Dialog.tsx';
import { actions, useLab } from '../lab.ts';
import { count } from '../text/format.ts';
import { useView } from '../view.ts';
import { CopyButton } from './CopyButton.tsx';
import { useShareLink } from './useShareLink.ts';
import styles from './Share.module.css';

/** The result as a link, or as a file where a link would be too long. */
export function ShareDialog() {
  const isOpen = useView((view) => view.dialog === 'share');
  const open = useView((view) => view.open);
  const state = useShareLink(isOpen);
  return (
    <Dialog title="Share this result" isOpen={isOpen} onClose={() => open(null)}>
      {state.kind === 'making' && <p className={styles.text}>Making the link…</p>}
      {state.kind === 'none' && <p className={styles.text}>There is nothing to share yet. Run the study first.</p>}
      {state.kind === 'failed' && (
        <p className={styles.error} role="alert">
          The link could not be made: {state.message}
        </p>
      )}
      {state.kind === 'made' && (
        <>
          <p className={styles.text}>
            The link holds the study and its curves. Whoever opens it sees them at once, and can run the study again and see whether it comes
            out the same. Nothing is uploaded.
          </p>
          {state.link.tooLong ? (
            <p className={styles.warning}>
              This link has {count(state.link.characters)} characters; mail programs and chats cut such links. A result file is the safer way:
              it opens in the lab by drag and drop.
            </p>
          ) : (
            <>
              <TextField className={styles.field} value={state.link.url} isReadOnly>
                <Label className={styles.label}>Link · {count(state.link.characters)} characters</Label>
                <Input className={styles.input} onFocus={(event) => event.currentTarget.select()} />
              </TextField>
            </>
          )}
          <div className={styles.actions}>
            {!state.link.tooLong && <CopyButton text={state.link.url} title="Copy link" />}
            <FileButton primary={state.link.tooLong} />
          </div>
        </>
      )}
    </Dialog>
  );
}

function FileButton({ primary }: { readonly primary: boolean }) {
  const hasRun = useLab((lab) => lab.run.study !== null);
  if (!hasRun) return null;
  const save = () => {
    const result = actions.result();
    if (result) download(textFile(`${JSON.stringify(result)}\n`, 'application/json'), fileName(result.study.name, 'json'));
  };
  return (
    <Button kind={primary ? 'primary' : 'plain'} icon="download" onPress={save}>
      Download the result file
    </Button>
  );
}
