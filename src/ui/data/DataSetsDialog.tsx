import { sizeText } from '../../data/shape.ts';
import type { OwnDataset } from '../../data/own/store.ts';
import { servedSources } from '../../data/sources/index.ts';
import { ownImages } from '../../data/sources/own-images.ts';
import type { DataSource } from '../../data/sources/source.ts';
import { Button } from '../kit/Button.tsx';
import { Dialog } from '../kit/Dialog.tsx';
import { useActions, useLab, useView } from '../lab.tsx';
import { count } from '../text/format.ts';
import { AddImages } from './AddImages.tsx';
import { AddState } from './AddState.tsx';
import { AddText } from './AddText.tsx';
import styles from './DataSetsDialog.module.css';
import { offersTexts } from './offers-texts.ts';
import { OwnRow, ServedRow } from './rows.tsx';
import { TextTable } from './TextTable.tsx';

/** The data sets that there are, and adding one's own. */
export function DataSetsDialog() {
  const isOpen = useView((view) => view.dialog === 'data');
  const open = useView((view) => view.open);
  const close = (): void => open(null);
  const hasTexts = offersTexts();
  return (
    <Dialog title="Data sets" wide isOpen={isOpen} onClose={close}>
      <p className={styles.lead}>
        {hasTexts ? 'Images and texts' : 'Images'} that you add are read here and stay in this browser. Links and result files name them
        with their SHA-256 and do not carry them: whoever opens one has to add the same {hasTexts ? 'files' : 'images'}.
      </p>
      <ImageTable onUsed={close} />
      {hasTexts && <TextTable onUsed={close} />}
      <Deleted />
      <AddState />
      <AddImages />
      {hasTexts && <AddText />}
    </Dialog>
  );
}

function ImageTable({ onUsed }: { readonly onUsed: () => void }) {
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
        {servedSources()
          .filter(({ kind }) => kind === ownImages.kind)
          .map((source) => (
            <ServedRow key={source.id} source={source}>
              <Facts of={source} />
            </ServedRow>
          ))}
        {entries.map((entry) => (
          <OwnRow key={entry.sha256} entry={entry} onUsed={onUsed}>
            <Facts of={ownImages} images={entry} />
          </OwnRow>
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

/** What was deleted a moment ago, each with a way back. */
function Deleted() {
  const actions = useActions();
  const deleted = useLab((lab) => lab.ownData.deleted);
  return (
    <output>
      {deleted.map(({ entry: { name, sha256 } }) => (
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
