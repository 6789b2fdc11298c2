/** Jobs that compute what another job of their study computes: they differ in settings that have no effect on them. */
import type { Condition } from '../data/setting.ts';
import { variedPaths } from './beside.ts';
import { familyOf, settingOf, settingsOf, type Job, type Study } from './schema.ts';

export interface Repeats {
  /** Jobs that repeat one before them. */
  readonly jobs: number;
  /** Axes whose values make them. */
  readonly axes: readonly string[];
}

const holds = (condition: Condition, job: Job): boolean =>
  Object.entries(condition).every(([path, among]) => among.includes(String(settingOf(job, path))));

/** Whether a setting has an effect on a job. */
function applies(job: Job, path: string): boolean {
  const family = familyOf(job);
  if (family.idlePaths(job).includes(path)) return false;
  const conditions = [settingsOf(family).get(path)?.appliesTo ?? {}].flat();
  return conditions.some((condition) => holds(condition, job));
}

/**
 * How many jobs of a study repeat others. They are run all the same: their places are those of stored runs and links.
 * @param jobs of the study, in their order
 */
export function repeatsOf(study: Pick<Study, 'axes' | 'beside'>, jobs: readonly Job[]): Repeats {
  const paths = variedPaths(study);
  const seen = new Map<string, Job>();
  const axes = new Set<string>();
  let repeats = 0;
  for (const job of jobs) {
    const key = JSON.stringify(paths.map((path) => (applies(job, path) ? settingOf(job, path) : null)));
    const first = seen.get(key);
    if (!first) {
      seen.set(key, job);
      continue;
    }
    repeats++;
    for (const path of paths) if (JSON.stringify(settingOf(job, path)) !== JSON.stringify(settingOf(first, path))) axes.add(path);
  }
  return { jobs: repeats, axes: [...axes] };
}
