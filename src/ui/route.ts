/** The pages of Parsimony. Their names stand behind the `#`, so that they work on any static host, under any path, and beside result links. */
import { useMemo, useSyncExternalStore } from 'react';
import { resultFragment } from '../lab/link-text.ts';

export type PageName = 'front' | 'learn' | 'lab' | 'runs' | 'words' | 'reproduce' | 'class' | 'compare';

/** Pages that are one address each. */
type FixedPage = Exclude<PageName, 'compare'>;

const addresses: Readonly<Record<FixedPage, string>> = {
  front: '#/',
  learn: '#/learn',
  lab: '#/lab',
  runs: '#/runs',
  words: '#/words',
  reproduce: '#/reproduce',
  class: '#/class',
};

export const addressOf = (page: FixedPage): string => addresses[page];

/** The lab with a preset on its form. */
export const presetAddress = (preset: string): string => `${addresses.lab}?preset=${encodeURIComponent(preset)}`;

/** The lab with a recorded run that comes with the page. */
export const recordedAddress = (id: string): string => `${addresses.lab}?recorded=${encodeURIComponent(id)}`;

const RUN = '#/run/';

/** The lab with a stored run: it opens it again in this browser. */
export const runAddress = (id: string): string => `${RUN}${encodeURIComponent(id)}`;

/** The stored run that an address names; null if it names none. */
export function addressedRun(fragment: string): string | null {
  return fragment.startsWith(RUN) && fragment.length > RUN.length ? decoded(fragment.slice(RUN.length)) : null;
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    // A `%` that a person has typed: no run is called so.
    return id;
  }
}

/** A lesson. */
export const lessonAddress = (lesson: string): string => `${addresses.learn}/${encodeURIComponent(lesson)}`;

/** The lesson that an address names; null if it names none. */
export function addressedLesson(fragment: string): string | null {
  const [, id] = /^#\/learn\/(.+)$/u.exec(fragment) ?? [];
  return id === undefined ? null : decoded(id);
}

const COMPARE = '#/compare/';

/** Stored runs beside each other, in this order. */
export const compareAddress = (ids: readonly string[]): string => `${COMPARE}${ids.map(encodeURIComponent).join(',')}`;

/** The runs that an address compares, each once; null if it compares none. */
export function comparedRuns(fragment: string): readonly string[] | null {
  if (!fragment.startsWith(COMPARE)) return null;
  const ids = fragment
    .slice(COMPARE.length)
    .split(',')
    .filter((id) => id !== '');
  return ids.length > 0 ? [...new Set(ids.map(decoded))] : null;
}

/** The preset that an address of the lab names; null if it names none. */
export const addressedPreset = (fragment: string): string | null => inLab(fragment, 'preset');

/** The recorded run that an address of the lab names; null if it names none. */
export const addressedRecorded = (fragment: string): string | null => inLab(fragment, 'recorded');

const inLab = (fragment: string, name: string): string | null =>
  fragment.startsWith(`${addresses.lab}?`) ? new URLSearchParams(fragment.slice(addresses.lab.length)).get(name) : null;

/** The result that an address carries, also where a program wrote “%23” for “#” and the server answered with the page all the same; or null. */
export const addressedResult = ({ hash, href }: Pick<Location, 'hash' | 'href'>): string | null => resultFragment(hash || href);

/** The page of an address: the lab for a result link and for a stored run, the first page where nothing is named, null where what is named is no page. */
export function pageOf(location: Pick<Location, 'hash' | 'href'>): PageName | null {
  if (addressedResult(location) !== null || addressedRun(location.hash) !== null) return 'lab';
  if (comparedRuns(location.hash) !== null) return 'compare';
  if (addressedLesson(location.hash) !== null) return 'learn';
  const path = location.hash
    .replace(/\?.*$/u, '')
    .replace(/^#?\/?/u, '')
    .replace(/\/$/u, '');
  if (path === '') return 'front';
  return (Object.keys(addresses) as FixedPage[]).find((page) => addresses[page] === `#/${path}`) ?? null;
}

export function goTo(page: FixedPage): void {
  window.location.hash = addressOf(page);
}

function onChange(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

/** The runs that the address compares; none on other pages. */
export function useComparedRuns(): readonly string[] {
  const hash = useSyncExternalStore(onChange, () => window.location.hash);
  return useMemo(() => comparedRuns(hash) ?? [], [hash]);
}

/** The lesson that the address names; null on other pages, and on the list of lessons. */
export const useLessonId = (): string | null => useSyncExternalStore(onChange, () => addressedLesson(window.location.hash));

export const usePage = (): PageName | null => useSyncExternalStore(onChange, () => pageOf(window.location));
