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

/** By what a job computes, of those settings in which jobs of its study may differ. */
const keyOf = (job: Job, paths: readonly string[]): string =>
  JSON.stringify(paths.map((path) => (applies(job, path) ? settingOf(job, path) : null)));

/**
 * For each job of a study the place of the first one that computes the same; null for that one.
 * @param jobs of the study, in their order
 */
export function twinsOf(study: Pick<Study, 'axes' | 'beside'>, jobs: readonly Job[]): (number | null)[] {
  const paths = variedPaths(study);
  const seen = new Map<string, number>();
  return jobs.map((job, place) => {
    const key = keyOf(job, paths);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, place);
    return first ?? null;
  });
}

/**
 * How many jobs of a study repeat others. Each has a place and a record of its own, where stored runs and links have it.
 * @param jobs of the study, in their order @param twins of them
 */
export function repeatsOf(study: Pick<Study, 'axes' | 'beside'>, jobs: readonly Job[], twins = twinsOf(study, jobs)): Repeats {
  const paths = variedPaths(study);
  const axes = new Set<string>();
  let repeats = 0;
  for (const [place, first] of twins.entries()) {
    if (first === null) continue;
    repeats++;
    for (const path of paths)
      if (JSON.stringify(settingOf(jobs[place], path)) !== JSON.stringify(settingOf(jobs[first], path))) axes.add(path);
  }
  return { jobs: repeats, axes: [...axes] };
}
