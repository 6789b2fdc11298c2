import { useState, type FormEvent } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import type { RunEntry } from '../../lab/stored-contract.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog } from '../kit/Dialog.tsx';
import { useActions } from '../lab.tsx';
import styles from './RunsPage.module.css';

interface RenameDialogProps {
  readonly entry: RunEntry | null;
  readonly onClose: () => void;
}

export function RenameDialog({ entry, onClose }: RenameDialogProps) {
  return (
    <Dialog title="Rename the run" isOpen={entry !== null} onClose={onClose}>
      {entry && <RenameForm key={entry.id} entry={entry} onClose={onClose} />}
    </Dialog>
  );
}

function RenameForm({ entry, onClose }: { readonly entry: RunEntry; readonly onClose: () => void }) {
  const actions = useActions();
  const [name, setName] = useState(entry.study.name);
  const rename = (event: FormEvent) => {
    event.preventDefault();
    void actions.renameRun(entry.id, name.trim());
    onClose();
  };
  return (
    <form className={styles.rename} onSubmit={rename}>
      {/* The dialog was opened to type this name. */}
      {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
      <TextField className={styles.field} value={name} onChange={setName} maxLength={120} autoFocus>
        <Label className={styles.label}>Name</Label>
        <Input className={styles.input} autoComplete="off" />
      </TextField>
      <div className={styles.buttons}>
        <Button kind="primary" type="submit" isDisabled={name.trim() === ''}>
          Rename
        </Button>
        <Button onPress={onClose}>Leave it</Button>
      </div>
    </form>
  );
}
