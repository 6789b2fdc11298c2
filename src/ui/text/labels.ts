/** What settings, values and jobs are called on the page. */
import { settingNumber } from '../../math/number-text.ts';
import { dataSources } from '../../data/sources/index.ts';
import { methodNamed } from '../../study/families/index.ts';
import { tellingPaths } from '../../study/beside.ts';
import { SEED_PATH } from '../../study/job.ts';
import { familyOf, settingsOf, settingOf, type Job, type SettingValue, type Study } from '../../study/schema.ts';
import { METHOD_PATH } from '../../study/settings.ts';
import { count } from './format.ts';

export { METHOD_PATH, SEED_PATH };

const settingAt = (path: string, job: Job) => settingsOf(familyOf(job)).get(path);

/** In the words of the family of a job: another one may mean something else by the same path. */
export const settingTitle = (path: string, job: Job): string => settingAt(path, job)?.title ?? path;

/** A value in words: the title of a choice, a number with its unit. */
export function valueTitle(path: string, value: SettingValue, job: Job): string {
  const setting = settingAt(path, job);
  if (value === null) return 'the job’s seed';
  if (typeof value === 'object') return value.join(' + ');
  if (path === 'data.name' && typeof value === 'string') {
    const ownAs = dataSources.find(value)?.ownAs;
    const own = ownAs && job[ownAs];
    if (own) return own.name;
  }
  if (setting?.kind === 'choice') return setting.options.find((option) => option.value === value)?.title ?? String(value);
  if (setting?.kind !== 'number' || typeof value !== 'number') return String(value);
  // A seed is a name, and written as such.
  const text = Number.isInteger(value) && path !== SEED_PATH ? count(value) : settingNumber(value);
  return setting.unit ? `${text} ${setting.unit}` : text;
}

export const backendTitles = { webgpu: 'WebGPU', wasm: 'WebAssembly', cpu: 'JavaScript' } as const;

export const methodTitle = (method: string): string => methodNamed(method)?.title ?? method;

/** Settings that tell a job from the others of its study, the method first. */
function tellingTitles(study: Study, job: Job): string[] {
  const single = new Set(study.axes.filter((axis) => axis.values.length === 1).map((axis) => axis.path));
  const paths = tellingPaths(study, job).filter((path) => !single.has(path));
  return [METHOD_PATH, ...paths.filter((path) => path !== METHOD_PATH)];
}

/** A value with what it is one of: “seed 3”, “α = 0.01”, “Batch size 32”. @param value in words */
export function namedValue(path: string, value: string, job: Job): string {
  const setting = settingAt(path, job);
  if (path === SEED_PATH) return `seed ${value}`;
  return setting?.kind === 'number' && setting.symbol ? `${setting.symbol} = ${value}` : `${settingTitle(path, job)} ${value}`;
}

/** A job by what sets it apart in its study: “DTC”, “DTC · seed 3”, “Random · λ = 30”. */
export function jobTitle(study: Study, job: Job): string {
  return tellingTitles(study, job)
    .map((path) =>
      path === METHOD_PATH ? methodTitle(job.compression.method) : namedValue(path, valueTitle(path, settingOf(job, path), job), job),
    )
    .join(' · ');
}

/** As `jobTitle` without the seed: repeats over seeds share one title. */
export function seriesTitle(study: Study, job: Job): string {
  return jobTitle({ ...study, axes: study.axes.filter((axis) => axis.path !== SEED_PATH) }, job);
}
