/**
 * Stored runs where they are hard to keep: in two tabs at once, on a full disk, deleted from outside, written by earlier versions. The lab's own
 * modules in a real browser, with jobs of some milliseconds (test/e2e/pages/stored-runs.ts).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { build } from 'vite';
import { projectDir } from '../../scripts/lib/paths.mjs';
import { serve } from '../../scripts/serve.mjs';
import type { StoredJob, StoredNetworkFile, StoredRun } from '../../src/lab/archive/format.ts';
import type { StoredRunsPage } from './pages/stored-runs.ts';
import { randomFrom, type Random } from './support/random.ts';
import { expectNothingLost, fillDisk, finishedJobs, setQuota, storedRows, type Finished } from './support/stored.ts';
import { expect, test as base } from './support/test.ts';

declare const page: StoredRunsPage;

const address = 'test/e2e/pages/stored-runs.html';

const test = base.extend<object, { built: string }>({
  built: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const root = await mkdtemp(join(tmpdir(), 'parsimony-stored-runs-'));
      await build({
        root: projectDir,
        // Without that of the lab, whose own pages would be built as well.
        configFile: false,
        logLevel: 'warn',
        base: './',
        worker: { format: 'es' },
        build: {
          target: 'es2023',
          outDir: root,
          emptyOutDir: true,
          copyPublicDir: false,
          rollupOptions: { input: { page: join(projectDir, address) } },
        },
      });
      const { url, close } = await serve({ root, port: 0 });
      await use(url);
      await close();
      await rm(root, { recursive: true });
    },
    { scope: 'worker' },
  ],
  labUrl: ({ built }, use) => use(built),
});

/** A tab with a lab in it. */
class Tab {
  readonly tab: Page;
  private readonly url: string;

  constructor(tab: Page, url: string) {
    this.tab = tab;
    this.url = url;
  }

  /** @param quota bytes that it may store, so that its disk can be filled */
  static async open(context: BrowserContext, url: string, quota?: number): Promise<Tab> {
    const opened = new Tab(await context.newPage(), url);
    if (quota) await opened.setQuota(quota);
    await opened.load();
    return opened;
  }

  async load(): Promise<void> {
    await this.tab.goto(this.url + address);
    await this.tab.evaluate(() => page.ready);
  }

  /** What the tab shows. */
  shown() {
    return this.tab.evaluate(() => {
      const { run } = page.store.getState();
      return {
        id: run.id,
        status: run.status,
        name: run.study?.name ?? null,
        jobs: run.jobs.map(({ record }) => ({ seed: record.job.seed, status: record.status, steps: record.steps.length })),
      };
    });
  }

  notices(): Promise<string[]> {
    return this.tab.evaluate(() => page.store.getState().notices.map(({ message }) => message));
  }

  entries() {
    return this.tab.evaluate(() =>
      page.store.getState().stored.entries.map(({ id, status, elsewhere, study: { name } }) => ({ id, status, elsewhere, name })),
    );
  }

  /** Runs a study to its end. */
  async run(seeds: readonly number[], how: 'run' | 'extend' = 'run'): Promise<void> {
    await this.tab.evaluate(
      ([values, action]) => {
        page.choose(values);
        page.actions[action]();
      },
      [seeds, how] as const,
    );
    if (how === 'run') await this.ends();
  }

  async ends(status = 'finished'): Promise<void> {
    await expect.poll(async () => (await this.shown()).status, { intervals: [10] }).toBe(status);
  }

  /** Presses the button of a notice. */
  press(title: string): Promise<void> {
    return this.tab.evaluate(
      (wanted) =>
        page.store
          .getState()
          .notices.findLast(({ action }) => action?.title === wanted)!
          .action!.run(),
      title,
    );
  }

  /** Gives the tab some megabytes, and takes them away again. */
  async fillDisk(): Promise<void> {
    await this.setQuota(1);
    await fillDisk(this.tab);
  }

  /** @param quotaSize bytes that the lab may store; without it what it may usually */
  setQuota(quotaSize?: number): Promise<void> {
    return setQuota(this.tab, this.url, quotaSize);
  }

  rows = {
    runs: () => storedRows(this.tab, 'runs') as Promise<StoredRun[]>,
    jobs: () => storedRows(this.tab, 'jobs') as Promise<StoredJob[]>,
    networks: () => storedRows(this.tab, 'networks') as Promise<StoredNetworkFile[]>,
  };
}

test('a tab that shows what another has changed is told, reads it anew, and loses nothing', async ({ context, labUrl }) => {
  const first = await Tab.open(context, labUrl);
  await first.run([1]);
  const second = await Tab.open(context, labUrl);
  // A new tab shows what was looked at last.
  expect(await second.shown()).toEqual(await first.shown());
  const { id } = await first.shown();

  await first.run([1, 3001, 3002, 3003], 'extend');
  await expect.poll(async () => (await second.entries())[0].elsewhere).toBe(true);
  // While it goes on there nothing is done to it here.
  await second.tab.evaluate(async (own) => {
    page.choose([1, 3]);
    page.actions.extend();
    const { renameRun, pinRun, deleteRuns, continueRun } = page.actions;
    await Promise.all([renameRun(own!, 'Mine'), pinRun(own!, true), deleteRuns([own!]), continueRun(own!)]);
  }, id);
  for (const done of ['renamed', 'pinned', 'deleted', 'changed'])
    expect(await second.notices()).toContainEqual(expect.stringContaining(`so it was not ${done} here`));
  expect(await second.notices()).toContainEqual(expect.stringContaining('is working on this run already'));
  await first.ends();

  await expect.poll(async () => (await second.shown()).jobs.length).toBe(4);
  expect(await second.notices()).toContainEqual(expect.stringContaining('was changed in another tab of this browser. It is shown here'));
  expect(await second.shown()).toEqual(await first.shown());
  await second.run([1, 3001, 3002, 3003, 3], 'extend');
  await expect.poll(async () => (await first.shown()).jobs.map(({ seed }) => seed)).toEqual([1, 3001, 3002, 3003, 3]);
  await second.ends();
  expect(await first.rows.runs()).toHaveLength(1);
  await second.tab.evaluate(async (own) => page.exported(own!), id);

  // Deleted there, it is kept here until it is stored again.
  await second.tab.evaluate((own) => page.actions.deleteRuns([own!]), id);
  await expect.poll(async () => (await first.notices()).at(-1)).toContain('was deleted in another tab of this browser');
  expect(await second.notices()).not.toContainEqual(expect.stringContaining('deleted in another tab'));
  await first.press('Store it again');
  await expect.poll(() => second.entries()).toHaveLength(1);
  expect(await first.rows.networks()).toHaveLength(5);
});

/** As on an address without https: no tab knows what others work on. */
const withoutLocks = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'locks', { value: undefined }));

test('where tabs cannot know of each other and go on with one run, both results are kept', async ({ context, labUrl }) => {
  await withoutLocks(context);
  const first = await Tab.open(context, labUrl);
  await first.tab.evaluate(() => (page.choose([3001, 3002, 3003]), page.actions.run()));
  await expect.poll(async () => (await first.shown()).jobs[0].steps, { intervals: [20] }).toBe(1);
  const second = await Tab.open(context, labUrl);
  expect((await second.shown()).status).toBe('interrupted');
  await second.tab.evaluate(() => page.actions.continueRun());
  for (const tab of [first, second]) await tab.ends();
  // The one that writes second finds what the other has written.
  await expect
    .poll(async () => [...(await first.notices()), ...(await second.notices())])
    .toContainEqual(expect.stringContaining('is stored as a run of its own'));
  const ids = [(await first.shown()).id, (await second.shown()).id];
  expect(new Set(ids).size).toBe(2);
  await expect
    .poll(async () => (await first.entries()).map(({ id, status }) => [id, status]))
    .toEqual(expect.arrayContaining(ids.map((id) => [id, 'finished'])));
  for (const id of ids) await first.tab.evaluate((own) => page.exported(own!), id);
});

test('on a full disk own images that were there stay, and of new ones nothing is left behind', async ({ context, labUrl }) => {
  const lab = await Tab.open(context, labUrl, 4e6);
  const list = () => lab.tab.evaluate(async () => (await page.own.list()).map(({ name }) => name));
  const keep = (name: string, variant: number, count?: number) =>
    lab.tab.evaluate(([given, number, amount]) => page.own.keep(given, number, amount).then(() => 'kept', String), [
      name,
      variant,
      count,
    ] as const);
  const files = () =>
    lab.tab.evaluate(async () => (await (await caches.open('parsimony-own-images-v1')).keys()).map(({ url }) => url).sort());
  expect(await keep('first', 1)).toBe('kept');
  const before = await files();
  await lab.fillDisk();
  expect(await keep('first', 1)).toBe('kept');
  expect(await keep('renamed', 1)).toContain('storage for this page is full');
  expect(await keep('second', 2)).toContain('storage for this page is full');
  expect(await files()).toEqual(before);
  expect(await list()).toEqual(['first']);
  expect(await lab.tab.evaluate(() => page.own.read('first'))).toBeGreaterThan(0);
  await lab.setQuota();
  expect(await keep('renamed', 1)).toBe('kept');
  expect(await files()).toEqual(before);
  expect(await list()).toEqual(['renamed']);

  // To delete some is how room is made: that needs none.
  await lab.fillDisk();
  const [{ sha256 }] = await lab.tab.evaluate(() => page.own.list());
  expect(await lab.tab.evaluate((sha) => page.own.delete(sha), sha256)).toBe('removed');
  expect(await files()).toEqual([]);
});

test('what found no room is stored again whole, networks and all, and runs can be deleted to make some', async ({ context, labUrl }) => {
  const lab = await Tab.open(context, labUrl, 4e6);
  await lab.run([9]);
  await lab.fillDisk();
  await lab.run([1, 2]);
  await expect.poll(async () => (await lab.notices()).at(-1)).toContain('no room left for stored runs');
  const { id: unsaved } = await lab.shown();
  // Another run in this tab does not take the first one's place.
  await lab.run([3]);
  const { id: another } = await lab.shown();
  const [old] = await lab.entries();
  await lab.tab.evaluate((id) => page.actions.deleteRuns([id]), old.id);
  expect(await lab.notices()).toContainEqual(expect.stringContaining('deleted for good: this browser has no room left'));
  expect(await lab.rows.networks()).toEqual([]);
  await lab.setQuota();
  await lab.press('Store it again');
  const networks = async () => (await lab.rows.networks()).map(({ run, job }) => `${run} ${job}`);
  await expect.poll(async () => new Set(await networks())).toEqual(new Set([`${unsaved} 0`, `${unsaved} 1`, `${another} 0`]));
  await lab.load();
  expect(new Set((await lab.entries()).map(({ id }) => id))).toEqual(new Set([unsaved, another]));
  expect((await lab.shown()).id).toBe(another);
  expect(await lab.tab.evaluate(() => page.store.getState().networks.kept)).toEqual([{ job: 0, stage: 'final' }]);
});

test('a run that is extended on a full disk keeps its networks with their jobs', async ({ context, labUrl }) => {
  const lab = await Tab.open(context, labUrl, 4e6);
  await lab.run([1, 2]);
  await lab.fillDisk();
  await lab.run([3, 2, 1], 'extend');
  await lab.ends();
  await expect.poll(async () => (await lab.notices()).at(-1)).toContain('no room left');
  await lab.setQuota();
  await lab.press('Store it again');
  await expect.poll(async () => (await lab.rows.networks()).length).toBe(3);
  await expectOwnNetworks(lab);
});

test('deleted from outside, stored runs are said to be deleted, and storing goes on', async ({ context, labUrl }) => {
  const lab = await Tab.open(context, labUrl);
  await lab.run([1]);
  await lab.run([2, 3]);
  await lab.tab.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase('parsimony');
        request.onsuccess = resolve;
        request.onerror = () => reject(request.error!);
      }),
  );
  await expect.poll(async () => (await lab.notices()).at(-1)).toContain('2 stored runs were deleted from outside of the lab');
  expect((await lab.notices()).join()).not.toContain('newer version');
  expect(await lab.entries()).toEqual([]);
  await lab.press('Store it again');
  await expect.poll(async () => (await lab.entries()).map(({ status }) => status)).toEqual(['finished']);
  await lab.run([4]);
  await expect.poll(async () => (await lab.entries()).length).toBe(2);
  // In the middle of a run nothing of it is lost.
  await lab.tab.evaluate(() => {
    page.choose([3001]);
    page.actions.run();
  });
  await expect.poll(async () => (await lab.shown()).jobs[0].steps, { intervals: [20] }).toBe(1);
  await lab.tab.evaluate(() => void indexedDB.deleteDatabase('parsimony'));
  await lab.ends();
  await expect.poll(async () => (await lab.entries()).map(({ status }) => status)).toEqual(['finished']);
  const shown = await lab.shown();
  await lab.load();
  expect(await lab.shown()).toEqual(shown);
});

/** Writes rows into the database as another program would. */
const put = (tab: Page, rows: Readonly<Record<string, readonly unknown[]>>, version?: number): Promise<void> =>
  tab.evaluate(
    ([given, number]) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('parsimony', number);
        request.onerror = () => reject(request.error!);
        request.onupgradeneeded = () => {
          const keys = { runs: 'id', jobs: ['run', 'index'], steps: ['run', 'job', 'place'], checkpoints: ['run', 'job'] };
          for (const [store, keyPath] of Object.entries(keys)) request.result.createObjectStore(store, { keyPath });
          request.result.createObjectStore('networks', { keyPath: ['run', 'job', 'stage'] });
          request.result.createObjectStore('starts', { keyPath: 'digest' });
        };
        request.onsuccess = () => {
          const transaction = request.result.transaction(Object.keys(given), 'readwrite');
          for (const [store, each] of Object.entries(given)) for (const row of each) transaction.objectStore(store).put(row);
          transaction.oncomplete = () => {
            request.result.close();
            resolve();
          };
        };
      }),
    [rows, version] as const,
  );

test('a database of an earlier version opens, and damage in it is told and spoils nothing else', async ({ browser, labUrl }) => {
  const contexts = [await browser.newContext(), await browser.newContext()];
  const source = await Tab.open(contexts[0], labUrl);
  await source.run([1, 2]);
  await expect.poll(async () => (await source.entries())[0].status).toBe('finished');
  const [run] = await source.rows.runs();
  const jobs = await source.rows.jobs();
  const { revision: _revision, ...earlier } = run;
  const named = (id: string, name: string) => ({ ...earlier, id, study: { ...earlier.study, name } });

  // Rows as they were before runs had revisions.
  const tab = await contexts[1].newPage();
  await tab.route('**/blank', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Blank</title>' }));
  await tab.goto(`${labUrl}blank`);
  const rows = {
    runs: [named('whole', 'Whole'), named('torn', 'Torn'), { ...named('empty', 'Empty'), status: 'running' }],
    jobs: [...jobs.map((job) => ({ ...job, run: 'whole' })), { ...jobs[1], run: 'torn' }],
    steps: (await storedRows(source.tab, 'steps')).flatMap((step) => ['whole', 'torn'].map((id) => ({ ...(step as object), run: id }))),
  };
  await put(tab, rows, 2);
  const lab = new Tab(tab, labUrl);
  await lab.load();
  // It says so, and starts.
  expect(await lab.notices()).toEqual([expect.stringContaining('“Empty” is stored without its jobs')]);
  expect((await lab.shown()).id).toBeNull();
  expect((await lab.entries()).map(({ name }) => name).sort()).toEqual(['Empty', 'Torn', 'Whole']);
  await lab.tab.evaluate(() => page.actions.openRun('torn'));
  expect((await lab.notices()).at(-1)).toContain('“Torn” is damaged: 1 of its 2 jobs are not stored any more');
  expect(await lab.shown()).toMatchObject({ status: 'interrupted', jobs: [{ status: 'queued' }, { seed: 2, status: 'finished' }] });
  await lab.tab.evaluate(() => page.actions.continueRun());
  await lab.ends();
  await lab.tab.evaluate(() => page.actions.openRun('whole'));
  await lab.run([1, 2, 3], 'extend');
  await expect.poll(async () => (await lab.shown()).jobs.map(({ status }) => status)).toEqual(['finished', 'finished', 'finished']);
  expect((await lab.shown()).id).toBe('whole');
  await expect.poll(async () => (await lab.rows.runs()).find(({ id }) => id === 'whole')?.status).toBe('finished');
  for (const context of contexts) await context.close();
});

test('what closed tabs have left is found at the next start, told, and freed once no other tab can need it', async ({
  context,
  labUrl,
}) => {
  const first = await Tab.open(context, labUrl);
  await first.run([1]);
  await first.tab.evaluate(() => page.own.keep('images', 1));
  const leave = async () => {
    const [job] = await first.rows.jobs();
    await put(first.tab, {
      jobs: [{ ...job, run: 'gone' }],
      networks: [{ run: 'gone', job: 0, stage: 'final', file: new Uint8Array(1000) }],
      starts: [{ digest: 'a'.repeat(64), file: new Uint8Array(500) }],
    });
    await first.tab.evaluate(async () => {
      const cache = await caches.open('parsimony-own-images-v1');
      const folder = new URL(`/data/own/own-${'0'.repeat(32)}/`, location.href).href;
      await cache.put(`${folder}train-images-000.bin`, new Response(new Uint8Array(300)));
      await caches.open('parsimony-datasets-v0');
    });
  };
  const left = (tab: Tab) => tab.tab.evaluate(() => page.store.getState().stored.leftovers);
  const what = [
    '1 run whose entry is missing',
    '2 networks of no stored run',
    '1 half-written set of images',
    '1 store of data sets of an earlier version',
  ];
  const orphans = async () => [
    (await first.rows.jobs()).filter(({ run }) => run === 'gone').length,
    (await first.rows.networks()).length,
    (await storedRows(first.tab, 'starts')).length,
    await first.tab.evaluate(async () => (await (await caches.open('parsimony-own-images-v1')).keys()).length),
    await first.tab.evaluate(() => caches.has('parsimony-datasets-v0')),
  ];
  await leave();
  const second = await Tab.open(context, labUrl);
  expect(await left(second)).toEqual({ what, bytes: 1800, isFreed: false });
  expect(await orphans()).toEqual([1, 2, 1, 6, true]);
  await second.tab.evaluate(() => page.actions.freeLeftovers());
  expect((await left(second))?.isFreed).toBe(true);
  expect(await orphans()).toEqual([0, 1, 0, 5, false]);
  await leave();
  await second.tab.close();
  await first.load();
  expect(await left(first)).toEqual({ what, bytes: 1800, isFreed: true });
  expect(await orphans()).toEqual([0, 1, 0, 5, false]);
  expect(await first.tab.evaluate(() => page.own.read('images'))).toBeGreaterThan(0);
  await first.load();
  expect(await left(first)).toBeNull();
});

/** A tab that rests shows its run as it is stored. */
async function expectShown(tab: Tab): Promise<void> {
  await expect(async () => {
    const { id, status, name, jobs } = await tab.shown();
    if (id === null) return;
    const run = (await tab.rows.runs()).find((row) => row.id === id);
    if (!run || run.deletedAt !== null) return;
    const rows = (await tab.rows.jobs()).filter((row) => row.run === id);
    expect([name, jobs.map(({ seed }) => seed)]).toEqual([run.study.name, rows.map(({ record }) => record.job.seed)]);
    expect(status === 'interrupted' ? 'running' : status).toBe(run.status);
    for (const [index, { record, steps }] of rows.entries())
      if (record.status === 'finished') expect(jobs[index]).toMatchObject({ status: 'finished', steps });
  }).toPass({ timeout: 5000, intervals: [10, 50, 100] });
}

/** Every stored run exports a file that is imported. */
async function expectExports(tab: Tab): Promise<void> {
  for (const { id } of await tab.entries()) await tab.tab.evaluate((own) => page.exported(own), id);
}

/** One thing that a person might do in a tab. @returns what it was */
async function act(tab: Tab, random: Random): Promise<string> {
  const entries = await tab.entries();
  const any = entries[random(entries.length)]?.id ?? null;
  const shown = (await tab.shown()).jobs.map(({ seed }) => seed);
  const fresh = [random(20), 2000 + random(20), random(20)].slice(0, 1 + random(3));
  const seeds = [...new Set([...shown, ...fresh])];
  switch (random(12)) {
    case 0:
    case 1:
      await tab.tab.evaluate((values) => (page.choose([...new Set(values)]), page.actions.run()), fresh);
      return `runs ${fresh.join()}`;
    case 2:
    case 3:
    case 4:
      await tab.tab.evaluate((values) => (page.choose(values), page.actions.extend()), seeds);
      return `extends to ${seeds.join()}`;
    case 5:
      await tab.tab.evaluate(() => page.actions.retryUnfinished());
      return 'runs again what did not finish';
    case 6:
      await tab.tab.evaluate(() => page.actions.cancel());
      return 'cancels';
    case 7:
      await tab.tab.evaluate(() => page.actions.continueRun());
      return 'continues';
    case 8:
      if (any) await tab.tab.evaluate((id) => page.actions.openRun(id), any);
      return `opens ${any}`;
    case 9:
      if (any) await tab.tab.evaluate(([id, name]) => page.actions.renameRun(id, name), [any, `Name ${random(99)}`] as const);
      return `renames ${any}`;
    case 10: {
      if (!any) return 'does nothing';
      await tab.tab.evaluate((id) => page.actions.deleteRuns([id]), any);
      if (random(3) === 0) return `deletes ${any}`;
      await tab.tab.evaluate(() =>
        page.store
          .getState()
          .notices.findLast(({ action }) => action?.title === 'Undo')
          ?.action?.run(),
      );
      return `deletes ${any} and undoes it`;
    }
    default:
      await tab.load();
      return 'reloads';
  }
}

/** Random things are done in two tabs at once; what must hold is looked at whenever both rest. @param did told what was done */
async function liveThrough(tabs: readonly Tab[], random: Random, hasLocks: boolean, did: (what: string) => void): Promise<void> {
  let before: Finished = new Map();
  for (let rest = 0; rest < 5; rest++) {
    for (let action = 0; action < 5; action++) {
      const who = random(2);
      did(`tab ${who + 1} ${await act(tabs[who], random)}`);
      if (random(2) === 0) await tabs[0].tab.waitForTimeout(random(60));
    }
    did('both rest');
    for (const tab of tabs) await expect.poll(async () => (await tab.shown()).status, { intervals: [20] }).not.toMatch(/running|paused/);
    for (const tab of tabs) await expectShown(tab);
    const now = await finishedJobs(tabs[0].tab);
    expectNothingLost(before, now);
    before = now;
    await expectExports(tabs[random(2)]);
    await expectOwnNetworks(tabs[0]);
    // Every job that has finished has left a network. Without locks a run can be parted from one of which networks are kept.
    if (hasLocks) {
      const kept = new Set((await tabs[0].rows.networks()).map(({ run, job }) => `${run} ${job}`));
      const finished = (await tabs[0].rows.jobs()).filter(({ record }) => record.status === 'finished');
      expect(finished.filter(({ run, index }) => !kept.has(`${run} ${index}`))).toEqual([]);
    }
  }
}

for (const [hasLocks, seeds] of [
  [true, [1, 2]],
  [false, [6]],
] as const) {
  test(`whatever is done in two tabs ${hasLocks ? '' : 'of a browser without locks '}nothing stored is lost`, async ({
    browser,
    labUrl,
  }) => {
    for (const seed of seeds) {
      await test.step(`history ${seed}`, async () => {
        const context = await browser.newContext();
        if (!hasLocks) await withoutLocks(context);
        const tabs = [await Tab.open(context, labUrl), await Tab.open(context, labUrl)];
        const log: string[] = [];
        try {
          await liveThrough(tabs, randomFrom(seed), hasLocks, (what) => log.push(what));
          for (const notice of (await Promise.all(tabs.map((tab) => tab.notices()))).flat())
            expect(notice).not.toMatch(/could not be|damaged|not stored/);
        } catch (cause) {
          throw new Error(`History ${seed} went wrong: ${(cause as Error).message}\n${log.join('\n')}`, { cause });
        }
        await context.close();
      });
    }
  });
}

/** Each stored network lies with its own job. @returns how many there are */
async function expectOwnNetworks(tab: Tab): Promise<void> {
  const jobs = await tab.rows.jobs();
  const keys = await tab.tab.evaluate(
    (given) => given.map((job) => page.keyOf(job)),
    jobs.map(({ record }) => record.job),
  );
  const keyOf = new Map(jobs.map(({ run, index }, place) => [`${run} ${index}`, keys[place]]));
  // Read as text in the page: what comes out of it is no typed array any more.
  const networks = await tab.tab.evaluate(
    () =>
      new Promise<{ place: string; text: string }[]>((resolve) => {
        const request = indexedDB.open('parsimony');
        request.onsuccess = () => {
          const reading = request.result.transaction('networks').objectStore('networks').getAll();
          reading.onsuccess = () => {
            request.result.close();
            const found = reading.result as StoredNetworkFile[];
            resolve(found.map(({ run, job, file }) => ({ place: `${run} ${job}`, text: new TextDecoder().decode(file) })));
          };
        };
      }),
  );
  for (const { place, text } of networks) expect(text).toBe(keyOf.get(place));
}
