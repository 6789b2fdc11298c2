/** Series: runs that a figure draws as one curve or cloud, since they differ in no setting that sets series apart. */
import { familyOf, settingsOf, settingOf, type Job } from '../study/schema.ts';
import { methodTitle, type Method } from './style.ts';

export interface SeriesOf<Member> {
  readonly method: Method;
  readonly source: 'own' | 'shared';
  /** The method, and the settings in which series of this figure differ. */
  readonly label: string;
  /** Place among the series of the same method, 0 to 1: the same for a shared series and its reproduction here; 0 if there is but one. */
  readonly variant: number;
  readonly members: readonly Member[];
}

interface Telling<Member, Of extends Job> {
  readonly jobOf: (member: Member) => Of;
  /** Equal for members of one series. */
  readonly keyOf: (job: Of) => string;
  /** The settings that the key is made from, but for the method. */
  readonly paths: readonly string[];
}

/** The series of a figure, those of a link before those of this machine, so that the latter are drawn over them. */
export function seriesFrom<Member, Of extends Job>(
  { own, shared }: Readonly<Record<'own' | 'shared', readonly Member[]>>,
  { jobOf, keyOf, paths }: Telling<Member, Of>,
): SeriesOf<Member>[] {
  const firsts = new Map<string, Of>();
  for (const member of [...own, ...shared]) {
    const job = jobOf(member);
    if (!firsts.has(keyOf(job))) firsts.set(keyOf(job), job);
  }
  const differing = differingPaths([...firsts.values()], paths);
  const keysOf = gathered(firsts.keys(), (key) => firsts.get(key)?.compression.method);
  const from = (source: 'own' | 'shared', members: readonly Member[]): SeriesOf<Member>[] =>
    [...gathered(members, (member) => keyOf(jobOf(member)))].map(([key, alike]) => {
      const job = jobOf(alike[0]);
      const { method } = job.compression;
      const keys = keysOf.get(method) ?? [key];
      return {
        method,
        source,
        label: [methodTitle(method), ...differing.map((path) => settingText(job, path))].join(', '),
        variant: keys.indexOf(key) / Math.max(1, keys.length - 1),
        members: alike,
      };
    });
  return [...from('shared', shared), ...from('own', own)];
}

/** Things by a key, keys in the order in which they first occur. */
export function gathered<Thing, Key>(things: Iterable<Thing>, keyOf: (thing: Thing) => Key): Map<Key, Thing[]> {
  const byKey = new Map<Key, Thing[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const members = byKey.get(key);
    if (members) members.push(thing);
    else byKey.set(key, [thing]);
  }
  return byKey;
}

/** Those of the settings that are not the same in all jobs. */
export function differingPaths(jobs: readonly Job[], paths: readonly string[]): string[] {
  if (jobs.length < 2) return [];
  const text = (job: Job, path: string): string => JSON.stringify(settingOf(job, path));
  return paths.filter((path) => jobs.some((job) => text(job, path) !== text(jobs[0], path)));
}

/** A setting of a job in words: “Relaxation: Gaussian”. */
export function settingText(job: Job, path: string): string {
  const setting = settingsOf(familyOf(job)).get(path);
  const value = settingOf(job, path);
  const option = setting?.kind === 'choice' ? setting.options.find((candidate) => candidate.value === value) : undefined;
  const text = option?.title ?? (Array.isArray(value) ? value.join(' + ') : String(value));
  return `${setting?.title ?? path}: ${text}`;
}

/** The same where there is little room: “d = 16” where the setting has a symbol. */
export function shortSettingText(job: Job, path: string): string {
  const setting = settingsOf(familyOf(job)).get(path);
  return setting?.kind === 'number' && setting.symbol ? `${setting.symbol} = ${String(settingOf(job, path))}` : settingText(job, path);
}
