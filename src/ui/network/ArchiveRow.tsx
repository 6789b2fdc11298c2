import { useState } from 'react';
import { WEIGHT_BITS, type WeightBits } from '../../coding/rounded-weights.ts';
import { Button } from '../kit/Button.tsx';
import { Segmented } from '../kit/Segmented.tsx';
import { useActions } from '../lab.tsx';
import styles from './Network.module.css';

const choices = WEIGHT_BITS.map((bits) => ({ value: String(bits), title: `${bits} bits` }));

/** Compresses the text that a network was trained on by the network: both go into one file. */
export function ArchiveRow() {
  const actions = useActions();
  const [bits, setBits] = useState<WeightBits>(8);
  return (
    <div className={styles.group}>
      <h3 className={styles.groupTitle}>As an archive of its text</h3>
      <div className={styles.row}>
        <Segmented
          label="Bits of a weight"
          small
          options={choices}
          values={[String(bits)]}
          onChange={([value]) => setBits(WEIGHT_BITS.find((choice) => String(choice) === value) ?? 8)}
        />
        <Button icon="layers" onPress={() => void actions.makeTextArchive(bits)}>
          Make an archive
        </Button>
      </div>
      <p className={styles.note}>
        The whole text, compressed by this network, with the network: a file that gives the text back wherever it is dropped.
      </p>
    </div>
  );
}
