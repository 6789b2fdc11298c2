import { useRef, useState } from 'react';
import type { OwnDataFile } from '../../lab/own-data-state.ts';
import { Button } from '../kit/Button.tsx';
import { useActions, useLab } from '../lab.tsx';
import styles from './AddImages.module.css';
import { chosenFiles, textName } from './files.ts';

/** Adding a text of one's own: a file, or what is pasted. */
export function AddText() {
  const actions = useActions();
  const isAdding = useLab((lab) => lab.ownData.adding !== null);
  const [name, setName] = useState('');
  const [pasted, setPasted] = useState('');
  const file = useRef<HTMLInputElement>(null);
  const add = async (files: readonly OwnDataFile[]): Promise<boolean> => {
    const isAdded = files.length > 0 && (await actions.addOwnData(name.trim() || textName(files), files, 'text'));
    if (isAdded) setName('');
    return isAdded;
  };
  const choose = async (field: HTMLInputElement): Promise<void> => {
    await add(chosenFiles(field.files));
    // The same file can be chosen again only if the field is emptied, and the file can be read only until then.
    field.value = '';
  };
  const paste = async (): Promise<void> => {
    if (await add([{ path: 'Pasted text', blob: new Blob([pasted]) }])) setPasted('');
  };
  return (
    <section className={styles.add} aria-label="Add a text">
      <h3 className={styles.title}>Add a text of your own</h3>
      <p className={styles.lead}>
        Any file of up to 64 MB, taken byte by byte as it is. From 163,840 bytes on, blocks of it can be kept for validation and test; a
        shorter one trains as a whole. A text file can also be dropped anywhere on the page.
      </p>
      <div className={styles.controls}>
        <label className={styles.name}>
          Name of the text
          <input value={name} maxLength={100} placeholder="that of the file" onChange={(event) => setName(event.target.value)} />
        </label>
        <Button icon="open" isDisabled={isAdding} onPress={() => file.current?.click()}>
          Choose a file
        </Button>
      </div>
      <input ref={file} type="file" hidden aria-label="Text file" onChange={(event) => void choose(event.target)} />
      <label className={styles.paste}>
        Or paste it here
        <textarea rows={3} value={pasted} spellCheck={false} onChange={(event) => setPasted(event.target.value)} />
      </label>
      {pasted !== '' && (
        <Button small isDisabled={isAdding} onPress={() => void paste()}>
          Add what is pasted
        </Button>
      )}
    </section>
  );
}
