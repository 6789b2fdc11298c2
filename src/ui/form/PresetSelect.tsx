import { useMemo } from 'react';
import { presets } from '../../study/presets.ts';
import { familyOf, settingsOf } from '../../study/schema.ts';
import { viewOf } from '../families/index.ts';
import { GroupTitle } from '../kit/GroupTitle.tsx';
import { Button } from '../kit/Button.tsx';
import { Select, type SelectOption } from '../kit/Select.tsx';
import { useActions, useLab, usePageLab, useTyped } from '../lab.tsx';
import { timeText } from '../text/study-time.ts';
import { useStudySize } from '../text/useStudySize.ts';
import { isChanged } from './setting-state.ts';
import styles from './PresetSelect.module.css';

/** Changed settings that are named; of more, how many. */
const MOST_NAMED = 4;

/** The study to start from, what it is, what was changed since, and how long it takes. */
export function PresetSelect() {
  const actions = useActions();
  const study = useLab((lab) => lab.study);
  const name = study.preset ?? null;
  const hasTyped = useTyped(({ texts }) => texts.size > 0);
  const { time, long } = useStudySize();
  const options = usePresetOptions();
  const { PresetNote } = viewOf(useLab((lab) => familyOf(lab.study.job).id));
  const preset = presets().find((candidate) => candidate.name === name);
  const changed = preset
    ? [...settingsOf(familyOf(study.job))].filter(([path]) => isChanged(study, path)).map(([, { title }]) => title)
    : [];
  const isOther = changed.length > 0 || hasTyped;
  return (
    <section className={styles.preset}>
      <GroupTitle>Preset</GroupTitle>
      <Select
        label="Preset"
        hideLabel
        // A value that is chosen already would not be told again, and the preset is no longer what is on the form.
        value={isOther ? null : (preset?.name ?? null)}
        placeholder={preset ? `${preset.title} (changed)` : 'None: your own settings'}
        options={options}
        onChange={actions.choosePreset}
      />
      <p className={styles.note}>
        {preset?.help ?? 'This study was not started from a preset.'} {PresetNote && <PresetNote />}
        {long === null && ` Takes ${time}.`}
      </p>
      {long && <p className={styles.long}>{long}</p>}
      {preset && changed.length > 0 && (
        <p className={styles.changed}>
          {`Changed from it: ${named(changed)}. `}
          <Button small icon="undo" onPress={() => actions.choosePreset(preset.name)}>
            Reset to the preset
          </Button>
        </p>
      )}
    </section>
  );
}

/** The presets, each with how long it takes. */
function usePresetOptions(): SelectOption[] {
  const { estimate } = usePageLab().lab;
  const backend = useLab((lab) => lab.backend);
  const status = useLab((lab) => lab.run.status);
  return useMemo(
    () => presets().map(({ name, title, study }) => ({ value: name, title, note: timeText(study, estimate(study)) })),
    // As in `useStudySize`.
    // eslint-disable-next-line react/memo-dependencies, react-hooks/exhaustive-deps
    [estimate, backend, status],
  );
}

const named = (titles: readonly string[]): string =>
  titles.length > MOST_NAMED ? `${titles.slice(0, MOST_NAMED).join(', ')} and ${titles.length - MOST_NAMED} more` : titles.join(', ');
