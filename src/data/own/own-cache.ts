/** Where data sets of one's own lie: a folder of addresses each, in a cache of the browser. */
import { browserCacheStorage } from '../cache.ts';
import { DatasetError } from '../errors.ts';

/** Not a name under which the cache of downloaded shards is cleaned up. */
const CACHE = 'parsimony-own-images-v1';
export const FOLDER = 'own/';
export const MANIFEST = 'manifest.json';
/** The manifest of a data set that is deleted and can still be had back. */
export const DELETED = 'deleted.json';
/** Held, with the folder's name behind it, by who changes a data set. */
export const LOCK = 'parsimony.own.';

export const noStorage = (): DatasetError =>
  new DatasetError(
    'storage',
    '',
    'This browser keeps no files for this page, so it cannot hold images of your own. Private windows and addresses without https do so: open the lab through https or at http://localhost, in an ordinary window.',
  );

export async function opened(): Promise<Cache> {
  const storage = browserCacheStorage();
  if (!storage) throw noStorage();
  return await storage.open(CACHE).catch((cause: unknown) => {
    throw new DatasetError('storage', '', noStorage().message, { cause });
  });
}

export const addressOf = (baseUrl: string, folder: string, file: string): string => new URL(`${FOLDER}${folder}/${file}`, baseUrl).href;

/** Does something to a data set while no other tab does anything to it. */
export async function alone<T>(folder: string, work: () => Promise<T>): Promise<T> {
  // Wherever there is Cache Storage there are locks.
  return (await navigator.locks.request(LOCK + folder, work)) as T;
}

/** Addresses of all files, by their folder; none where the browser keeps nothing. */
export async function folders(baseUrl: string): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  if (!browserCacheStorage()) return found;
  const start = new URL(FOLDER, baseUrl).href;
  for (const { url } of await (await opened()).keys()) {
    if (!url.startsWith(start)) continue;
    const folder = url.slice(start.length).split('/')[0];
    found.set(folder, [...(found.get(folder) ?? []), url]);
  }
  return found;
}

export async function removeFolder(cache: Cache, start: string): Promise<void> {
  for (const request of await cache.keys()) if (request.url.startsWith(start)) await cache.delete(request);
}
