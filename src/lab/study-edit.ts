/** Changes to a study as the form makes them. Each gives a new, checked study. */
import { l0DataSettings } from '../compression/l0/job-settings.ts';
import { settingSchema } from '../compression/setting.ts';
import type { OwnDataset } from '../data/own/store.ts';
import { ownImages } from '../data/sources/own-images.ts';
import { z } from '../data/zod.ts';
import { explainIssues } from '../study/explain.ts';
import { describe } from '../study/overrides.ts';
import {
  familyOf,
  isL0Job,
  studySchema,
  withSettingAndCompanions,
  type DtcJob,
  type Job,
  type L0Job,
  type SettingValue,
  type Study,
  type StudyInput,
} from '../study/schema.ts';

/**
 * Changes a setting of the base job, or makes the value the only one of its axis.
 * @throws RangeError if there is no such setting or it does not take the value
 */
export function withStudySetting(study: Study, path: string, value: SettingValue): Study {
  checkValue(study, path, value);
  if (!study.axes.some((axis) => axis.path === path)) return { ...study, job: changedJob(study, path, value) };
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
  if (values.length === 0) throw new RangeError(`${familyOf(study.job).settings.get(path)?.title ?? path} needs at least one value.`);
  const others = study.axes.filter((axis) => axis.path !== path);
  if (values.length === 1) return { ...study, job: changedJob(study, path, values[0]), axes: others };
  const axis = { path, values };
  const replaced = study.axes.map((old) => (old.path === path ? axis : old));
  return withAxes(study, others.length < study.axes.length ? replaced : [...study.axes, axis]);
}

/** Share of the training images of one's own that validates. */
const VALIDATION_SHARE = 0.1;

/**
 * Puts images of one's own in place of the data: all of them. Axes that depend on the data go. In a study of ℓ0 regularisation a tenth of
 * them validates, and a network of free widths comes where that of the study does not take them.
 * @throws RangeError where they do not fit
 */
export function withOwnImages(study: Study, images: OwnDataset): Study {
  const { job } = study;
  const changed = isL0Job(job) ? l0OnImages(job, images) : dtcOnImages(job, images);
  const goes = isL0Job(job) ? ['model.name', 'training.loss'] : [];
  const axes = study.axes.filter(({ path }) => !path.startsWith('data.') && !goes.includes(path));
  const tried = changed.map((own) => studySchema.safeParse({ ...study, job: own, axes }));
  const fitting = tried.find(({ success }) => success)?.data;
  if (fitting) return fitting;
  throw new RangeError(
    `The images “${images.name}” cannot be used: ${tried.flatMap(({ error }) => (error ? [explainIssues(error)] : [])).at(-1)}.`,
  );
}

function dtcOnImages(job: DtcJob, images: OwnDataset): object[] {
  const { batchSize } = job.training;
  return [{ ...job, images, data: { name: ownImages.id }, training: { ...job.training, batchSize: Math.min(batchSize, images.train) } }];
}

/** With the network of the job, or else with one that takes all images. */
function l0OnImages(job: L0Job, images: OwnDataset): object[] {
  const { train: mostTrain, validation: mostValidation, test: mostTest } = l0DataSettings();
  const validation = Math.min(mostValidation.max, Math.max(1, Math.floor(VALIDATION_SHARE * images.train)));
  const train = Math.min(mostTrain.max, images.train - validation);
  return [job.model.name, ownImages.network.usual].map((name) => ({
    ...job,
    images,
    data: { ...job.data, name: ownImages.id, train, validation, test: Math.min(mostTest.max, images.test) },
    model: { ...job.model, name },
    training: { ...job.training, loss: ownImages.task.losses[0].id, batchSize: Math.min(job.training.batchSize, train) },
  }));
}

/** @throws RangeError if the name is empty or too long */
export function withName(study: Study, name: string): Study {
  const parsed = studySchema.safeParse({ ...study, name });
  if (!parsed.success) throw new RangeError('The name of a study has 1 to 120 characters.');
  return parsed.data;
}

function withAxes(study: Study, axes: readonly { readonly path: string; readonly values: readonly SettingValue[] }[]): Study {
  const parsed = studySchema.safeParse({ ...study, axes: structuredClone(axes) as StudyInput['axes'] });
  if (!parsed.success) throw new RangeError(`The study cannot be changed like that: ${explainIssues(parsed.error)}.`);
  return parsed.data;
}

/** @throws RangeError where the value does not go together with the job's other settings */
function changedJob({ job }: Study, path: string, value: SettingValue): Job {
  try {
    return withSettingAndCompanions(job, path, value);
  } catch (error) {
    if (error instanceof z.ZodError)
      throw new RangeError(`The study cannot be changed like that: ${explainIssues(error)}.`, { cause: error });
    throw error;
  }
}

function checkValue({ job }: Study, path: string, value: SettingValue): void {
  const setting = familyOf(job).settings.get(path);
  if (!setting) throw new RangeError(`There is no setting “${path}”.`);
  if (!settingSchema(setting).safeParse(value).success) throw new RangeError(`${setting.title} takes ${describe(setting)}.`);
}
