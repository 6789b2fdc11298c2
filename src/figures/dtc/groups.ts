/** Groups: trajectories that differ in nothing but their seeds, and so repeat each other. */
import { dtcDescribed } from '../../study/families/dtc/settings.ts';
import { canonicalJson, valueAt, type Job } from '../../study/job.ts';
import { lazily, settingsOf } from '../../study/settings.ts';
import { keepsAll } from '../../study/families/dtc/methods.ts';
import type { DtcRun } from '../../study/families/dtc/run.ts';
import { seriesFrom, type SeriesOf } from '../series.ts';
import type { DtcInput } from './input.ts';

export interface Group extends Omit<SeriesOf<DtcRun>, 'members'> {
  /** One for each seed. */
  readonly trajectories: readonly DtcRun[];
}

/** Settings other than the method and the seeds. */
const comparedPaths = lazily(() =>
  [...settingsOf(dtcDescribed)].flatMap(([path, { kind }]) =>
    kind === 'seed' || path === 'seed' || path === 'compression.method' ? [] : [path],
  ),
);

const seedlessKeys = new WeakMap<Job, string>();

/** Identifies a job but for its seeds. */
function seedlessKey(job: Job): string {
  let key = seedlessKeys.get(job);
  if (key === undefined) {
    key = canonicalJson([job.compression.method, ...comparedPaths().map((path) => valueAt(job, path))]);
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

/** The groups of a figure: those of networks that are pruned. */
export const groupsOf = (input: Pick<DtcInput, 'own' | 'shared'>): Group[] => allGroupsOf(input).filter(({ method }) => !keepsAll(method));

/** The groups of networks that nothing is taken from: what the others are compared with. */
export const controlsOf = (input: Pick<DtcInput, 'own' | 'shared'>): Group[] => allGroupsOf(input).filter(({ method }) => keepsAll(method));

/** Both of them. */
export function allGroupsOf(input: Pick<DtcInput, 'own' | 'shared'>): Group[] {
  const groups = seriesFrom<DtcRun, Job>(input, { jobOf: ({ job }) => job, keyOf: seedlessKey, paths: comparedPaths() });
  return groups.map(({ members, ...group }) => ({ ...group, trajectories: members }));
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
