import { Button } from 'react-aria-components';
import { presets } from '../../study/presets.ts';
import { isDtcJob } from '../../study/schema.ts';
import { GroupTitle } from '../kit/GroupTitle.tsx';
import { Select } from '../kit/Select.tsx';
import { useActions, useLab, useView } from '../lab.tsx';
import { differences } from './differences.ts';
import styles from './PresetSelect.module.css';

/** The study to start from, and what it is. */
export function PresetSelect() {
  const actions = useActions();
  const name = useLab((lab) => lab.study.preset ?? null);
  const isDtc = useLab((lab) => isDtcJob(lab.study.job));
  const open = useView((view) => view.open);
  const preset = presets.find((candidate) => candidate.name === name);
  return (
    <section className={styles.preset}>
      <GroupTitle>Preset</GroupTitle>
      <Select
        label="Preset"
        hideLabel
        value={preset?.name ?? null}
        placeholder="None: your own settings"
        options={presets.map(({ name: value, title }) => ({ value, title }))}
        onChange={actions.choosePreset}
      />
      <p className={styles.note}>
        {preset?.help ?? 'This study was not started from a preset.'}{' '}
        {isDtc && (
          <Button className={styles.link} onPress={() => open('differences')}>
            See all {differences.length} differences between paper and notebook
          </Button>
        )}
      </p>
    </section>
  );
}
