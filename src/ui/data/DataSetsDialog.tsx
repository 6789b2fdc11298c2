import { useState } from 'react';
import type { OwnDataset } from '../../data/own/store.ts';
import { sizeText } from '../../data/shape.ts';
import { servedSources } from '../../data/sources/index.ts';
import { ownImages } from '../../data/sources/own-images.ts';
import type { DataSource } from '../../data/sources/source.ts';
import { Button, IconButton } from '../kit/Button.tsx';
import { Dialog } from '../kit/Dialog.tsx';
import { useActions, useLab, useView } from '../lab.tsx';
import { count } from '../text/format.ts';
import { AddImages } from './AddImages.tsx';
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
  const facts = of.facts({ data: { name: of.id }, images });
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
