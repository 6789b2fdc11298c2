/** Groups: trajectories that differ in nothing but their seeds, and so repeat each other. */
import { canonicalJson, settingOf, settingsByPath, type Job, type SettingValue } from '../study/schema.ts';
import type { Trajectory } from '../study/trajectory.ts';
import type { FigureInput } from './figure.ts';
import { methodTitle, type Method } from './style.ts';

export interface Group {
  readonly method: Method;
  readonly source: 'own' | 'shared';
  /** The method, and the settings in which groups of this figure differ. */
  readonly label: string;
  /** Place among the settings of the same method, 0 to 1: the same for a shared group and its reproduction here; 0 if there is but one. */
  readonly variant: number;
  /** One for each seed. */
  readonly trajectories: readonly Trajectory[];
}

const seedPaths = [...settingsByPath].filter(([path, { kind }]) => kind === 'seed' || path === 'seed').map(([path]) => path);
const comparedPaths = [...settingsByPath.keys()].filter((path) => path !== 'compression.method' && !seedPaths.includes(path));

const seedlessKeys = new WeakMap<Job, string>();

/** Identifies a job but for its seeds. */
function seedlessKey(job: Job): string {
  let key = seedlessKeys.get(job);
  if (key === undefined) {
    key = canonicalJson([job.compression.method, ...comparedPaths.map((path) => settingOf(job, path))]);
    seedlessKeys.set(job, key);
  }
  return key;
}

const partnerKeys = new WeakMap<Job, string>();

/** Identifies a job but for its method: equal for runs that a difference between methods may be taken of. */
export function pairKey(job: Job): string {
  let key = partnerKeys.get(job);
  if (key === undefined) {
    key = canonicalJson({ ...job, compression: { ...job.compression, method: null } });
    partnerKeys.set(job, key);
  }
  return key;
}

/** The groups of a figure, those of a link before those of this machine, so that the latter are drawn over them. */
export function groupsOf({ own, shared }: Pick<FigureInput, 'own' | 'shared'>): Group[] {
  const all = [...own, ...shared];
  const differing = differingPaths(all);
  const keysOf = new Map<Method, string[]>();
  for (const { job } of all) {
    const { method } = job.compression;
    keysOf.set(method, [...new Set([...(keysOf.get(method) ?? []), seedlessKey(job)])]);
  }
  return [...gather(shared, 'shared', differing, keysOf), ...gather(own, 'own', differing, keysOf)];
}

function gather(
  trajectories: readonly Trajectory[],
  source: 'own' | 'shared',
  differing: readonly string[],
  keysOf: ReadonlyMap<Method, readonly string[]>,
): Group[] {
  const byKey = new Map<string, Trajectory[]>();
  for (const trajectory of trajectories) {
    const key = seedlessKey(trajectory.job);
    const members = byKey.get(key);
    if (members) members.push(trajectory);
    else byKey.set(key, [trajectory]);
  }
  return [...byKey].map(([key, members]) => {
    const { job } = members[0];
    const { method } = job.compression;
    const alike = keysOf.get(method) ?? [key];
    return {
      method,
      source,
      label: [methodTitle(method), ...differing.map((path) => settingText(job, path))].join(', '),
      variant: alike.indexOf(key) / Math.max(1, alike.length - 1),
      trajectories: members,
    };
  });
}

/** Settings that are not the same in all jobs, seeds and method aside. */
function differingPaths(trajectories: readonly Trajectory[]): string[] {
  if (new Set(trajectories.map(({ job }) => seedlessKey(job))).size < 2) return [];
  return comparedPaths.filter((path) => {
    const first = JSON.stringify(settingOf(trajectories[0].job, path));
    return trajectories.some(({ job }) => JSON.stringify(settingOf(job, path)) !== first);
  });
}

function settingText(job: Job, path: string): string {
  const setting = settingsByPath.get(path);
  const value = settingOf(job, path);
  return `${setting?.title ?? path}: ${valueText(value, setting)}`;
}

function valueText(value: SettingValue, setting: ReturnType<typeof settingsByPath.get>): string {
  if (setting?.kind === 'choice') {
    const option = setting.options.find((candidate) => candidate.value === value);
    return option?.title ?? String(value);
  }
  return Array.isArray(value) ? value.join(' + ') : String(value);
}

/** "seed 7" or "3 seeds", over all groups of one source; "2 to 3 seeds" where they have different numbers. */
export function seedsText(groups: readonly Group[]): string {
  const counts = groups.map(({ trajectories }) => trajectories.length);
  const fewest = Math.min(...counts);
  const most = Math.max(...counts);
  if (most === 1) {
    const seeds = new Set(groups.map(({ trajectories }) => trajectories[0].job.seed));
    return seeds.size === 1 ? `seed ${[...seeds][0]}` : '1 seed each';
  }
  return fewest === most ? `${most} seeds` : `${fewest} to ${most} seeds`;
}
