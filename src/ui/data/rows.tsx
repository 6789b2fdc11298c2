import { useState, type ReactNode } from 'react';
import { messageOf } from '../../data/message-of.ts';
import type { Named } from '../../data/own/shelf.ts';
import type { DataSource } from '../../data/sources/source.ts';
import { Button, IconButton } from '../kit/Button.tsx';
import { useActions, useLab } from '../lab.tsx';
import styles from './DataSetsDialog.module.css';

/** A data set that the lab serves, with whose work it is. @param children its cells */
export function ServedRow({ source, children }: { readonly source: DataSource; readonly children: ReactNode }) {
  const dataset = useLab((lab) => lab.datasets.find(({ name }) => name === source.id));
  return (
    <tr>
      <th scope="row">
        {source.title}
        {dataset?.credit && <span className={styles.digest}>{dataset.credit}</span>}
      </th>
      {children}
      <td className={styles.actions}>
        <span className={styles.origin}>{dataset?.ready ? 'from the server' : 'not on this server (yet)'}</span>
      </td>
    </tr>
  );
}

/** A data set of one's own, which can be used and deleted. @param children its cells */
export function OwnRow({
  entry: { name, sha256 },
  onUsed,
  children,
}: {
  readonly entry: Named;
  readonly onUsed: () => void;
  readonly children: ReactNode;
}) {
  const actions = useActions();
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
      {children}
      <td className={styles.actions}>
        <Button small onPress={choose} aria-label={`Use ${name}`}>
          Use
        </Button>
        <IconButton icon="trash" label={`Delete ${name}`} small onPress={() => void actions.deleteOwnData(sha256)} />
      </td>
    </tr>
  );
}
