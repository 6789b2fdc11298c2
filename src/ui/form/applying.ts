/** Which settings of a study have an effect. */
import type { Condition } from '../../data/setting.ts';
import { familyOf, settingOf, settingsOf, type SettingValue, type Study } from '../../study/schema.ts';

/** The values that a setting takes in a study: those of its axis, or the one of the base job. */
export const valuesIn = (study: Study, path: string): readonly SettingValue[] =>
  study.axes.find((axis) => axis.path === path)?.values ?? [settingOf(study.job, path)];

/** Whether a setting has an effect in any job of the study, or is one of its axes. */
export function applies(study: Study, path: string): boolean {
  const conditions = [settingsOf(familyOf(study.job)).get(path)?.appliesTo ?? {}].flat();
  const holds = (condition: Condition): boolean =>
    Object.entries(condition).every(([other, among]) => valuesIn(study, other).some((value) => among.includes(String(value))));
  return study.axes.some((axis) => axis.path === path) || conditions.some(holds);
}
