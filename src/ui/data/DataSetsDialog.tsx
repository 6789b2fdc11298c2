import { useEffect, useRef, useState, type ChangeEvent } from 'react';
import type { OwnDataset } from '../../data/own/store.ts';
import { sizeText } from '../../data/shape.ts';
import { servedSources } from '../../data/sources/index.ts';
import { ownImages } from '../../data/sources/own-images.ts';
import type { DataSource } from '../../data/sources/source.ts';
import { Button, IconButton } from '../kit/Button.tsx';
import { Dialog } from '../kit/Dialog.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { useActions, useLab, useView } from '../lab.tsx';
import { count } from '../text/format.ts';
import { chosenFiles, nameOf } from './files.ts';
import styles from './DataSetsDialog.module.css';
import { messageOf } from '../../data/message-of.ts';

/** The data sets that there are, and adding images of one's own. */
export function DataSetsDialog() {
  const isOpen = useView((view) => view.dialog === 'data');
  const open = useView((view) => view.open);
  return (
    <Dialog title="Data sets" wide isOpen={isOpen} onClose={() => open(null)}>
      <p className={styles.lead}>
        Images that you add are read here and stay in this browser. Links and result files name them with their SHA-256 and do not carry
        them: whoever opens one has to add the same images.
      </p>
      <DataSetTable onUsed={() => open(null)} />
      <Deleted />
      <AddImages />
    </Dialog>
  );
}

function DataSetTable({ onUsed }: { readonly onUsed: () => void }) {
  const datasets = useLab((lab) => lab.datasets);
  const entries = useLab((lab) => lab.ownData.entries);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">To train</th>
          <th scope="col">To test</th>
          <th scope="col">Size</th>
          <th scope="col">Classes</th>
          <th scope="col">
            <span className={styles.unseen}>Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {servedSources().map((source) => (
          <tr key={source.id}>
            <th scope="row">{source.title}</th>
            <Facts of={source} />
            <td className={styles.actions}>
              <span className={styles.origin}>
                {datasets.find((dataset) => dataset.name === source.id)?.ready ? 'from the server' : 'not on this server (yet)'}
              </span>
            </td>
          </tr>
        ))}
        {entries.map((entry) => (
          <OwnRow key={entry.sha256} entry={entry} onUsed={onUsed} />
        ))}
      </tbody>
    </table>
  );
}

function Facts({ of, images }: { readonly of: DataSource; readonly images?: OwnDataset }) {
  const facts = of.facts(images);
  if (!facts?.count) return null;
  return (
    <>
      <td data-title="To train">{count(facts.count.train)}</td>
      <td data-title="To test">{count(facts.count.test)}</td>
      <td data-title="Size">{sizeText(facts.input)}</td>
      <td data-title="Classes">{facts.outputs}</td>
    </>
  );
}

function OwnRow({ entry, onUsed }: { readonly entry: OwnDataset; readonly onUsed: () => void }) {
  const actions = useActions();
  const { name, sha256 } = entry;
  const [refused, setRefused] = useState<string | null>(null);
  const choose = (): void => {
    try {
      actions.chooseOwnData(sha256);
      onUsed();
    } catch (error) {
      setRefused(messageOf(error));
    }
  };
  return (
    <tr>
      <th scope="row">
        {name}
        <span className={styles.digest} title={sha256}>
          SHA-256 {sha256.slice(0, 12)}…
        </span>
        {refused !== null && (
          <span className={styles.refused} role="alert">
            {refused}
          </span>
        )}
      </th>
      <Facts of={ownImages} images={entry} />
      <td className={styles.actions}>
        <Button small onPress={choose} aria-label={`Use ${name}`}>
          Use
        </Button>
        <IconButton icon="trash" label={`Delete ${name}`} small onPress={() => void actions.deleteOwnData(sha256)} />
      </td>
    </tr>
  );
}

/** What was deleted a moment ago, each with a way back. */
function Deleted() {
  const actions = useActions();
  const deleted = useLab((lab) => lab.ownData.deleted);
  return (
    <output>
      {deleted.map(({ images: { name, sha256 } }) => (
        <span key={sha256} className={styles.deleted}>
          “{name}” was deleted.
          <Button small onPress={() => void actions.restoreOwnData(sha256)} aria-label={`Undo deleting ${name}`}>
            Undo
          </Button>
        </span>
      ))}
    </output>
  );
}

function AddImages() {
  const actions = useActions();
  const adding = useLab((lab) => lab.ownData.adding);
  const error = useLab((lab) => lab.ownData.error);
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
        A folder that has a folder of PNGs for each class, or two IDX files, images and labels, as MNIST has them, gzip or not; either may
        be packed in a zip archive. All images have the same size and 8 bits a channel. Without a folder “test”, or a second pair of files
        with “test” in their names, every fifth image of a class is kept for testing. They can also be dropped anywhere on the page.
      </p>
      <div className={styles.controls}>
        <label className={styles.name}>
          Name
          <input value={name} maxLength={100} placeholder="that of the folder" onChange={(event) => setName(event.target.value)} />
        </label>
        <Button icon="open" isDisabled={adding !== null} onPress={() => folder.current?.click()}>
          Choose a folder
        </Button>
        <Button icon="open" isDisabled={adding !== null} onPress={() => files.current?.click()}>
          Choose zip or IDX files
        </Button>
      </div>
      <input ref={folder} type="file" multiple hidden aria-label="Folder of PNGs by class" onChange={(event) => void add(event)} />
      <input ref={files} type="file" multiple hidden aria-label="Zip archive or IDX files" onChange={(event) => void add(event)} />
      <output className={styles.state}>{adding && `Reading “${adding.name}”: ${count(adding.read)} of ${count(adding.all)} files.`}</output>
      {error !== null && <ErrorText>{error}</ErrorText>}
    </section>
  );
}
