import { presets } from '../../study/presets.ts';
import { familyOf } from '../../study/schema.ts';
import { viewOf } from '../families/index.ts';
import { GroupTitle } from '../kit/GroupTitle.tsx';
import { Select } from '../kit/Select.tsx';
import { useActions, useLab } from '../lab.tsx';
import styles from './PresetSelect.module.css';

/** The study to start from, and what it is. */
export function PresetSelect() {
  const actions = useActions();
  const name = useLab((lab) => lab.study.preset ?? null);
  const { PresetNote } = viewOf(useLab((lab) => familyOf(lab.study.job).id));
  const preset = presets().find((candidate) => candidate.name === name);
  return (
    <section className={styles.preset}>
      <GroupTitle>Preset</GroupTitle>
      <Select
        label="Preset"
        hideLabel
        value={preset?.name ?? null}
        placeholder="None: your own settings"
        options={presets().map(({ name: value, title }) => ({ value, title }))}
        onChange={actions.choosePreset}
      />
      <p className={styles.note}>
        {preset?.help ?? 'This study was not started from a preset.'} {PresetNote && <PresetNote />}
      </p>
    </section>
  );
}
