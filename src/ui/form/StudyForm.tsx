import { useMemo } from 'react';
import { familyOf } from '../../study/schema.ts';
import { DataSets } from '../data/DataSets.tsx';
import { IconButton } from '../kit/Button.tsx';
import { useLab, usePageLab, useTyped } from '../lab.tsx';
import { StartNote } from '../network/StartNote.tsx';
import { PresetPicker } from '../presets/PresetPicker.tsx';
import { BackendSelect } from './BackendSelect.tsx';
import { CompareMethods } from './CompareMethods.tsx';
import { groupsOf } from './groups.ts';
import { FormStudy, useFormStudy } from './setting-state.ts';
import { LessonSettings } from './LessonSettings.tsx';
import { SettingGroup } from './SettingGroup.tsx';
import { StudySummary } from './StudySummary.tsx';
import { undoIn } from './undo.ts';
import styles from './StudyForm.module.css';

/** What will run: preset, methods and every setting of a job. Nothing in it changes a run that is going on. */
export function StudyForm({ titleLevel: Title }: { readonly titleLevel: 'h1' | 'h3' }) {
  const canUndo = useLab((lab) => lab.canUndo);
  const hasTyped = useTyped(({ texts }) => texts.size > 0);
  const own = usePageLab();
  const canRedo = useLab((lab) => lab.canRedo);
  const study = useLab((lab) => lab.study);
  const family = familyOf(study.job);
  const settings = useLab(({ lesson }) => (lesson?.hasAllSettings ? undefined : lesson?.view.settings));
  return (
    <div>
      <div className={styles.head}>
        <Title className={styles.title}>{family.title}</Title>
        <div className={styles.undo}>
          <IconButton icon="undo" label="Undo" small isDisabled={!canUndo && !hasTyped} onPress={() => undoIn(own)} />
          <IconButton icon="redo" label="Redo" small isDisabled={!canRedo} onPress={own.lab.actions.redo} />
        </div>
        <p className={styles.summary}>{family.summary}</p>
      </div>
      <FormStudy value={study}>{settings ? <LessonSettings paths={settings} /> : <AllSettings />}</FormStudy>
      <StudySummary />
    </div>
  );
}

function AllSettings() {
  const family = familyOf(useFormStudy().job);
  const groups = useMemo(() => groupsOf(family), [family]);
  return (
    <>
      <PresetPicker />
      <StartNote />
      <CompareMethods />
      {groups.map((group) => (
        <SettingGroup key={group.title} group={group} />
      ))}
      <DataSets />
      <BackendSelect />
    </>
  );
}
