import { useEffect, useRef, useState, type ChangeEvent } from 'react';
import { Button } from '../kit/Button.tsx';
import { useActions, useLab } from '../lab.tsx';
import styles from './AddImages.module.css';
import { chosenFiles, nameOf } from './files.ts';

/** Adding images of one's own: choosing their files. */
export function AddImages() {
  const actions = useActions();
  const isAdding = useLab((lab) => lab.ownData.adding !== null);
  const [name, setName] = useState('');
  const folder = useRef<HTMLInputElement>(null);
  const files = useRef<HTMLInputElement>(null);
  // React knows no such attribute; every browser does.
  useEffect(() => folder.current?.setAttribute('webkitdirectory', ''), []);
  const add = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const field = event.target;
    const given = chosenFiles(field.files);
    if (given.length === 0) return;
    if (await actions.addOwnData(name.trim() || nameOf(given), given)) setName('');
    // The same files can be chosen again only if the field is emptied, and the files can be read only until then.
    field.value = '';
  };
  return (
    <section className={styles.add} aria-label="Add images">
      <h3 className={styles.title}>Add images of your own</h3>
      <p className={styles.lead}>
        A folder that has a folder of pictures for each class (PNG, JPEG or WebP), or two IDX files, images and labels, as MNIST has them,
        gzip or not; either may be packed in a zip archive. All images have the same size. They are kept with 8 bits a channel, and what is
        transparent is laid on white. Without a folder “test”, or a second pair of files with “test” in their names, every fifth image of a
        class is kept for testing. They can also be dropped anywhere on the page.
      </p>
      <div className={styles.controls}>
        <label className={styles.name}>
          Name
          <input value={name} maxLength={100} placeholder="that of the folder" onChange={(event) => setName(event.target.value)} />
        </label>
        <Button icon="open" isDisabled={isAdding} onPress={() => folder.current?.click()}>
          Choose a folder
        </Button>
        <Button icon="open" isDisabled={isAdding} onPress={() => files.current?.click()}>
          Choose zip or IDX files
        </Button>
      </div>
      <input ref={folder} type="file" multiple hidden aria-label="Folder of pictures by class" onChange={(event) => void add(event)} />
      <input ref={files} type="file" multiple hidden aria-label="Zip archive or IDX files" onChange={(event) => void add(event)} />
    </section>
  );
}
