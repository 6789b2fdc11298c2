/** The pages of the lab. Their names stand behind the `#`, so that they work on any static host, under any path, and beside result links. */
import { useSyncExternalStore } from 'react';

export type PageName = 'lab' | 'runs';

export const addressOf = (page: PageName): string => (page === 'lab' ? '#/' : `#/${page}`);

/** The page of an address; whatever is not another page, a result link among it, is the lab. */
export const pageOf = (fragment: string): PageName => (fragment === '#/runs' ? 'runs' : 'lab');

export function goTo(page: PageName): void {
  window.location.hash = addressOf(page);
}

function onChange(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export const usePage = (): PageName => useSyncExternalStore(onChange, () => pageOf(window.location.hash));
