import { ownText } from '../../data/sources/own-text.ts';
import { factsOf, servedSources, setSizes } from '../../data/sources/index.ts';
import type { DataSource } from '../../data/sources/source.ts';
import { useLab } from '../lab.tsx';
import { count } from '../text/format.ts';
import styles from './DataSetsDialog.module.css';
import { OwnRow, ServedRow } from './rows.tsx';

/** The texts that there are. */
export function TextTable({ onUsed }: { readonly onUsed: () => void }) {
  const texts = useLab((lab) => lab.ownData.texts);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Text</th>
          <th scope="col">Bytes</th>
          <th scope="col">Byte values</th>
          <th scope="col">
            <span className={styles.unseen}>Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {servedSources()
          .filter(({ kind }) => kind === ownText.kind)
          .map((source) => (
            <ServedRow key={source.id} source={source}>
              <ServedCells source={source} />
            </ServedRow>
          ))}
        {texts.map((entry) => (
          <OwnRow key={entry.sha256} entry={entry} onUsed={onUsed}>
            <Cells {...entry} />
          </OwnRow>
        ))}
      </tbody>
    </table>
  );
}

function ServedCells({ source }: { readonly source: DataSource }) {
  // Split not at all, the whole text trains.
  const whole = { data: { name: source.id, split: 'none' } };
  return <Cells bytes={setSizes(whole).train.coded} values={factsOf(whole).outputs} />;
}

function Cells({ bytes, values }: { readonly bytes: number; readonly values: number }) {
  return (
    <>
      <td data-title="Bytes">{count(bytes)}</td>
      <td data-title="Byte values">{values} of 256</td>
    </>
  );
}
