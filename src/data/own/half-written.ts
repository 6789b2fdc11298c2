/** Data sets of one's own that are not whole, since their tab was closed while it wrote them. */
import { DELETED, folders, LOCK, MANIFEST, opened } from './own-cache.ts';

/** Data sets that a tab had not written whole when it was closed: how many, and their bytes. */
export async function findHalfWritten(baseUrl: string): Promise<{ readonly sets: number; readonly bytes: number }> {
  let sets = 0;
  let bytes = 0;
  await ofHalfWritten(baseUrl, async (cache, files) => {
    sets++;
    for (const url of files) bytes += (await (await cache.match(url))?.blob())?.size ?? 0;
  });
  return { sets, bytes };
}

export async function freeHalfWritten(baseUrl: string): Promise<void> {
  await ofHalfWritten(baseUrl, async (cache, files) => {
    for (const url of files) await cache.delete(url);
  });
}

/** Does something to the files of each data set that is not whole and that nobody is writing. */
async function ofHalfWritten(baseUrl: string, work: (cache: Cache, files: readonly string[]) => Promise<void>): Promise<void> {
  for (const folder of (await folders(baseUrl)).keys()) {
    const cache = await opened();
    await navigator.locks.request(LOCK + folder, { ifAvailable: true }, async (lock) => {
      const files = (await folders(baseUrl)).get(folder) ?? [];
      const isWhole = files.some((url) => url.endsWith(`/${MANIFEST}`) || url.endsWith(`/${DELETED}`));
      if (lock && !isWhole) await work(cache, files);
    });
  }
}
