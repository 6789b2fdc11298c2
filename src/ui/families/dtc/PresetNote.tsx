import { Button } from 'react-aria-components';
import { useView } from '../../lab.tsx';
import styles from '../../presets/PresetPicker.module.css';
import { differences } from './differences.ts';
import { DifferencesDialog } from './DifferencesDialog.tsx';

/** Where the paper and its notebook differ. */
export function PresetNote() {
  const open = useView((view) => view.open);
  return (
    <>
      <Button className={styles.link} onPress={() => open('differences')}>
        See all {differences.length} differences between paper and notebook
      </Button>
      <DifferencesDialog />
    </>
  );
}
