/** Changes to a study as the form makes them. Each gives a new, checked study. */
import { settingSchema } from '../data/setting.ts';
import { ownOf, type OwnChoice } from '../data/sources/source.ts';
import { z } from '../data/zod.ts';
import { explainIssues } from '../study/explain.ts';
import { canonicalJson, type Beside } from '../study/job.ts';
import { describe } from '../study/overrides.ts';
import {
  familyOf,
  settingsOf,
  studySchema,
  withFittingBeside,
  withSettingAndCompanions,
  type Job,
  type SettingValue,
  type Study,
} from '../study/schema.ts';

/**
 * Changes a setting of the base job, or makes the value the only one of its axis.
 * @throws RangeError if there is no such setting or it does not take the value
 */
export function withStudySetting(study: Study, path: string, value: SettingValue): Study {
  checkValue(study, path, value);
  if (!study.axes.some((axis) => axis.path === path)) return withFittingBeside({ ...study, job: changedJob(study, path, value) });
  return withAxes(
    study,
    study.axes.map((axis) => (axis.path === path ? { path, values: [value] } : axis)),
  );
}

/**
 * Makes an axis, changes its values where it stands, or with a single value puts that into the base job instead.
 * @throws RangeError if there is no such setting, it does not take one of the values, or the study would become too large
 */
export function withStudyAxis(study: Study, path: string, values: readonly SettingValue[]): Study {
  for (const value of values) checkValue(study, path, value);
  if (values.length === 0) throw new RangeError(`${settingsOf(familyOf(study.job)).get(path)?.title ?? path} needs at least one value.`);
  const others = study.axes.filter((axis) => axis.path !== path);
  if (values.length === 1) return withFittingBeside({ ...study, job: changedJob(study, path, values[0]), axes: others });
  const axis = { path, values };
  const replaced = study.axes.map((old) => (old.path === path ? axis : old));
  return withAxes(study, others.length < study.axes.length ? replaced : [...study.axes, axis]);
}

/**
 * Puts data of one's own in place of the data: all of them. Axes that depend on the data go.
 * @throws RangeError where they do not fit
 */
export function withOwnData(study: Study, own: OwnChoice): Study {
  const { job } = study;
  const family = familyOf(job);
  const { jobs, dropped } = family.onOwn(job, own);
  const axes = study.axes.filter(({ path }) => !path.startsWith('data.') && !dropped.includes(path));
  const { beside: _none, ...product } = study;
  const tried = jobs.map((about) => studySchema.safeParse({ ...product, job: about, axes }));
  const fitting = tried.find(({ success }) => success)?.data;
  if (fitting) return withFittingBeside({ ...fitting, beside: study.beside });
  const named = `“${ownOf(own)?.name}” cannot be used`;
  if (tried.length === 0)
    throw new RangeError(`${named}: ${family.title} takes no such data. Choose another method, or a preset that does.`);
  throw new RangeError(`${named}: ${tried.flatMap(({ error }) => (error ? [explainIssues(error, study)] : [])).at(-1)}.`);
}

/** Puts jobs beside the product that it does not have yet. @throws RangeError where it has them all, or one of them makes no sense */
export function withBeside(study: Study, added: readonly Beside[]): Study {
  const { beside = [] } = study;
  const wanted = {
    ...study,
    beside: [...beside, ...added.filter((own) => !beside.some((other) => canonicalJson(other) === canonicalJson(own)))],
  };
  if (wanted.beside.length === beside.length) throw new RangeError('The study has these jobs already.');
  const parsed = studySchema.safeParse(wanted);
  if (!parsed.success) throw new RangeError(`The study cannot be changed like that: ${explainIssues(parsed.error, wanted)}.`);
  return parsed.data;
}

/** Takes a job away that stands beside the product. @param place in the list of them */
export function withoutBeside(study: Study, place: number): Study {
  const { beside = [], ...product } = study;
  const left = beside.filter((_, other) => other !== place);
  return left.length > 0 ? { ...product, beside: left } : product;
}

/** @throws RangeError if the name is empty or too long */
export function withName(study: Study, name: string): Study {
  const parsed = studySchema.safeParse({ ...study, name });
  if (!parsed.success) throw new RangeError('The name of a study has 1 to 120 characters.');
  return parsed.data;
}

function withAxes(study: Study, axes: readonly { readonly path: string; readonly values: readonly SettingValue[] }[]): Study {
  const changed = withFittingBeside({ ...study, axes: structuredClone(axes) as Study['axes'] });
  const parsed = studySchema.safeParse(changed);
  if (!parsed.success) throw new RangeError(`The study cannot be changed like that: ${explainIssues(parsed.error, changed)}.`);
  return parsed.data;
}

/** @throws RangeError where the value does not go together with the job's other settings */
function changedJob({ job }: Study, path: string, value: SettingValue): Job {
  try {
    return withSettingAndCompanions(job, path, value);
  } catch (error) {
    if (error instanceof z.ZodError)
      throw new RangeError(`The study cannot be changed like that: ${explainIssues(error, job)}.`, { cause: error });
    throw error;
  }
}

function checkValue({ job }: Study, path: string, value: SettingValue): void {
  const setting = settingsOf(familyOf(job)).get(path);
  if (!setting) throw new RangeError(`There is no setting “${path}”.`);
  if (!settingSchema(setting).safeParse(value).success) throw new RangeError(`${setting.title} takes ${describe(setting)}.`);
}
