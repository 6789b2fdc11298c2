/** The study on the form: editing it, with undo, and keeping it until the next visit. */
import { presetByName, presets } from '../study/presets.ts';
import type { Study } from '../study/schema.ts';
import { edited, newHistory, redone, undone, type History } from './history.ts';
import type { Access, LabSurroundings, Slice } from './lab-type.ts';
import type { Kept } from './storage.ts';
import { withBeside, withName, withoutBeside, withStudyAxis, withStudySetting } from './study-edit.ts';

export interface StudySlice extends Slice<
  'study' | 'backend' | 'canUndo' | 'canRedo' | 'replacements',
  'choosePreset' | 'rename' | 'setSetting' | 'setAxis' | 'addBeside' | 'removeBeside' | 'setBackend' | 'undo' | 'redo'
> {
  /** Puts another study on the form; what was there can be had back by undo. */
  readonly replace: (study: Study) => void;
}

export function studySlice({ set }: Access, kept: Kept, { now, study: first }: Pick<LabSurroundings, 'now' | 'study'>): StudySlice {
  let history: History<Study> = newHistory(first ?? kept.study() ?? presets()[0].study);

  const show = (next: History<Study>): void => {
    if (next === history) return;
    history = next;
    kept.keepStudy(history.present);
    set({ study: history.present, canUndo: history.past.length > 0, canRedo: history.future.length > 0 });
  };
  const edit = (study: Study, key: string): void => show(edited(history, study, key, now()));
  let replacements = 0;
  const tellReplaced = (): void => set({ replacements: ++replacements });
  // A change of its own each time: choosing two presets quickly is two steps.
  const replace = (study: Study): void => {
    edit(study, `replaced ${replacements}`);
    tellReplaced();
  };
  const goTo = (next: History<Study>): void => {
    show(next);
    tellReplaced();
  };

  return {
    state: { study: history.present, backend: kept.backend(), canUndo: false, canRedo: false, replacements },
    actions: {
      choosePreset: (name) => replace(presetByName(name).study),
      rename: (name) => edit(withName(history.present, name), 'name'),
      setSetting: (path, value) => edit(withStudySetting(history.present, path, value), path),
      setAxis: (path, values) => edit(withStudyAxis(history.present, path, values), path),
      addBeside: (added) => edit(withBeside(history.present, added), `beside ${history.present.beside?.length}`),
      removeBeside: (place) => edit(withoutBeside(history.present, place), `beside ${history.present.beside?.length}`),
      setBackend(backend) {
        kept.keepBackend(backend);
        set({ backend });
      },
      undo: () => goTo(undone(history)),
      redo: () => goTo(redone(history)),
    },
    replace,
  };
}
