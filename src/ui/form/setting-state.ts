/** A setting of the study on the form: its values, what the preset has, and how to change it. */
import { createContext, useContext, useMemo } from 'react';
import type { Lab } from '../../lab/create-lab.ts';
import type { Setting } from '../../data/setting.ts';
import { presets } from '../../study/presets.ts';
import { canonicalJson, familyOf, settingsOf, type SettingValue, type Study } from '../../study/schema.ts';
import { usePageLab } from '../lab.tsx';
import { valuesIn } from './applying.ts';

/** The values of the preset that the study began from; null where it began from none. */
export function presetValues(study: Study, path: string): readonly SettingValue[] | null {
  const preset = presets().find((candidate) => candidate.name === study.preset);
  return preset && settingsOf(familyOf(preset.study.job)).has(path) ? valuesIn(preset.study, path) : null;
}

export function isChanged(study: Study, path: string): boolean {
  const original = presetValues(study, path);
  return original !== null && canonicalJson(original) !== canonicalJson(valuesIn(study, path));
}

/**
 * Gives a setting its values: one changes the base job, several make an axis.
 * @returns what is wrong with them, or null
 */
function changeSetting({ store, actions }: Lab, path: string, values: readonly SettingValue[]): string | null {
  const { study } = store.getState();
  if (canonicalJson(valuesIn(study, path)) === canonicalJson(values)) return null;
  try {
    const onlyValue = values.length === 1 && !study.axes.some((axis) => axis.path === path);
    if (onlyValue) actions.setSetting(path, values[0]);
    else actions.setAxis(path, values);
    return null;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

/**
 * The study that the form is drawn of: the same for all of it. A page that is drawn in slices lets a study come in between them, of which
 * fields that were laid out for the one before know nothing.
 */
export const FormStudy = createContext<Study | null>(null);

/** @throws Error outside of the form */
export function useFormStudy(): Study {
  const study = useContext(FormStudy);
  if (!study) throw new Error('This field stands outside of the form, so it is of no study.');
  return study;
}

export interface SettingState {
  readonly setting: Setting;
  readonly values: readonly SettingValue[];
  readonly changed: boolean;
  /** What the preset has; null without one. */
  readonly original: readonly SettingValue[] | null;
  /** Gives it other values. @returns what is wrong with them, or null */
  readonly change: (values: readonly SettingValue[]) => string | null;
}

export function useSetting(path: string): SettingState {
  const { lab } = usePageLab();
  const study = useFormStudy();
  const setting = settingsOf(familyOf(study.job)).get(path);
  if (!setting) throw new RangeError(`The form names a setting “${path}” that a job does not have.`);
  return useMemo(
    () => ({
      setting,
      values: valuesIn(study, path),
      changed: isChanged(study, path),
      original: presetValues(study, path),
      change: (values) => changeSetting(lab, path, values),
    }),
    [lab, study, setting, path],
  );
}
