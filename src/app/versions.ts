/**
 * Which versions of the page there are in a browser, as its tabs and its service worker see them. A tab holds a lock that names the script
 * of its page for as long as it is open: the browser gives it back however the tab ends, and tabs that sleep hold it as well.
 */

/** What a page says to the service worker: `offer`, to one that waits; `free`, when a tab of another version was closed. */
export interface ToWorker {
  readonly kind: 'offer' | 'free';
  /** Address of its script, whose name is that of its content. */
  readonly page: string;
}

/** What the service worker says to pages. */
export type ToPage = { readonly kind: 'newer' } | { readonly kind: 'wrong-files'; readonly wrong: readonly string[] };

const PREFIX = 'parsimony-page-';
const LOCK = 'parsimony-page ';

/** The lock of every tab whose page has this script. */
export const lockOf = (page: string): string => LOCK + page;

/** Scripts of the pages below an address that tabs have open. */
export async function livingPages(scope: string): Promise<string[]> {
  const { held = [], pending = [] } = await navigator.locks.query();
  const pages = [...held, ...pending]
    .filter(({ mode }) => mode === 'shared')
    .flatMap(({ name }) => (name?.startsWith(LOCK) ? name.slice(LOCK.length) : []));
  return [...new Set(pages)].filter((page) => page.startsWith(scope));
}

/** Name of the cache of a version. @param content of all its files */
export const cacheName = (scope: string, content: string): string => `${PREFIX}${scope} ${fingerprint(content)}`;

/**
 * Frees the caches of versions that no tab has open, but for one's own; those of labs elsewhere on this origin are theirs. While another
 * version comes or waits, nothing is freed: its cache has no tab yet.
 */
export async function freeVersions(registration: ServiceWorkerRegistration, own: string): Promise<void> {
  const { scope } = registration;
  const names = (await caches.keys()).filter((name) => name !== own && isOf(name, scope));
  if (names.length === 0 || registration.installing || registration.waiting) return;
  const pages = await livingPages(scope);
  for (const name of names) {
    const found = await Promise.all(pages.map((page) => caches.match(page, { cacheName: name })));
    if (!found.some(Boolean)) await caches.delete(name);
  }
}

/** Before versions were kept apart by where they lie, the prefix was followed by the fingerprint alone. */
const isOf = (name: string, scope: string): boolean => name.startsWith(`${PREFIX}${scope} `) || /^parsimony-page-[\da-f]{1,8}$/u.test(name);

/** FNV-1a: tells builds apart, nothing more. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16);
}
