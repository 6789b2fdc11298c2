/** What a page has stored, read from its IndexedDB. */
import { expect, type Page } from '@playwright/test';
import type { StoredJob, StoredRun, StoredStep } from '../../../src/lab/archive/format.ts';

/** All rows of a store of the lab's archive. */
export const storedRows = (page: Page, store: string): Promise<unknown[]> =>
  page.evaluate(
    (name) =>
      new Promise<unknown[]>((resolve, reject) => {
        const request = indexedDB.open('parsimony');
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const reading = request.result.transaction(name).objectStore(name).getAll();
          reading.onerror = () => reject(reading.error);
          reading.onsuccess = () => {
            request.result.close();
            resolve(reading.result);
          };
        };
      }),
    store,
  );

/** What is stored: of each run its jobs that have finished, with their first steps, by their seeds and methods. */
export async function finishedJobs(page: Page) {
  const [runs, jobs, steps] = (await Promise.all(['runs', 'jobs', 'steps'].map((store) => storedRows(page, store)))) as [
    StoredRun[],
    StoredJob[],
    StoredStep[],
  ];
  return new Map(
    runs.map(({ id, deletedAt }) => {
      const finished = jobs.filter(({ run, record }) => run === id && record.status === 'finished');
      const own = finished.map(({ index, record }): [string, string] => [
        JSON.stringify(record.job),
        JSON.stringify(steps.filter(({ run, job, place }) => run === id && job === index && place < 3).map(({ step }) => step)),
      ]);
      return [id, { isDeleted: deletedAt !== null, finished: new Map(own) }];
    }),
  );
}
export type Finished = Awaited<ReturnType<typeof finishedJobs>>;

/** Nothing that was stored is lost, whatever was done meanwhile. */
export function expectNothingLost(before: Finished, now: Finished): void {
  for (const [id, { isDeleted, finished }] of before) {
    if (isDeleted && !now.has(id)) continue;
    for (const [job, steps] of finished) expect(now.get(id)?.finished.get(job), `${job} of run ${id}`).toBe(steps);
  }
}

/** Uses up what room there is, in a database of its own: Chromium goes by the room that it has last found, for half a minute. */
export const fillDisk = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('filler');
      request.onupgradeneeded = () => request.result.createObjectStore('rows', { autoIncrement: true });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error!);
    });
    const isStored = (bytes: number): Promise<boolean> =>
      new Promise((resolve) => {
        const transaction = database.transaction('rows', 'readwrite');
        transaction.objectStore('rows').put(new Uint8Array(bytes));
        transaction.oncomplete = () => resolve(true);
        transaction.onabort = () => resolve(false);
      });
    for (let bytes = 1 << 20; bytes > 64; bytes /= 4) while (await isStored(bytes));
    database.close();
  });

/** @param quotaSize bytes that pages of the address may store; without it what they may usually */
export async function setQuota(page: Page, url: string, quotaSize?: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(url).origin, ...(quotaSize ? { quotaSize } : {}) });
}
