import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { presets } from '../../study/presets.ts';
import { familyOf, settingsOf } from '../../study/schema.ts';
import { viewOf } from '../families/index.ts';
import { isChanged } from '../form/setting-state.ts';
import { Button } from '../kit/Button.tsx';
import { GroupTitle } from '../kit/GroupTitle.tsx';
import { Icon } from '../kit/Icon.tsx';
import { useActions, useLab, useTyped } from '../lab.tsx';
import { useStudySize } from '../text/useStudySize.ts';
import { PresetGallery } from './PresetGallery.tsx';
import styles from './PresetPicker.module.css';

/** Changed settings that are named; of more, how many. */
const MOST_NAMED = 4;

/** The study to start from, what it is, what was changed since, and how long it takes. */
export function PresetPicker() {
  const actions = useActions();
  const [isOpen, setOpen] = useState(false);
  const study = useLab((lab) => lab.study);
  const typed = useTyped(({ texts }) => texts);
  const { time, long } = useStudySize();
  const { PresetNote } = viewOf(useLab((lab) => familyOf(lab.study.job).id));
  const preset = presets().find((candidate) => candidate.name === study.preset);
  // What stands in a field and cannot be read is a change as well: the preset has something else there.
  const changed = preset
    ? [...settingsOf(familyOf(study.job))].filter(([path]) => typed.has(path) || isChanged(study, path)).map(([, { title }]) => title)
    : [];
  const title = preset?.title ?? 'Your own settings';
  const count = changed.length > 0 ? `· ${changed.length} changed` : '';
  return (
    <section className={styles.preset}>
      <GroupTitle>Preset</GroupTitle>
      <AriaButton
        className={styles.picker}
        aria-label={`Preset: ${title} ${count}`.trim()}
        aria-haspopup="dialog"
        onPress={() => setOpen(true)}
      >
        <span className={styles.title}>
          {title} <span className={styles.count}>{count}</span>
        </span>
        <Icon name="chevron" size={14} />
      </AriaButton>
      {preset && changed.length > 0 && (
        <div className={styles.changed}>
          <p>{`Changed: ${named(changed)}.`}</p>
          <Button small icon="undo" aria-label="Reset to the preset" onPress={() => actions.choosePreset(preset.name)}>
            Reset
          </Button>
        </div>
      )}
      <p className={styles.note}>
        {preset?.help ?? 'This study was not started from a preset.'} {PresetNote && <PresetNote />}
        {long === null && ` Takes ${time}.`}
      </p>
      {long && <p className={styles.long}>{long}</p>}
      <PresetGallery isOpen={isOpen} onClose={() => setOpen(false)} />
    </section>
  );
}

const named = (titles: readonly string[]): string =>
  titles.length > MOST_NAMED ? `${titles.slice(0, MOST_NAMED).join(', ')} and ${titles.length - MOST_NAMED} more` : titles.join(', ');
