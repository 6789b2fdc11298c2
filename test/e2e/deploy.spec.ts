/** A new version is published while tabs have an older one, and hosts that answer with a page of theirs where a script was asked for. */
import type { Page } from '@playwright/test';
import { hostOfDeploys, type Host } from './support/deploys.ts';
import { LabPage } from './support/lab-page.ts';
import { expect, test as base } from './support/test.ts';

const test = base.extend<{ host: Host }>({
  // Playwright reads from the first parameter which other fixtures one needs.
  // oxlint-disable-next-line no-empty-pattern
  host: async ({}, use) => {
    const host = await hostOfDeploys();
    await use(host);
    host.end();
  },
  labUrl: async ({ host }, use) => use(host.url),
});

test.use({ keepsItself: true });

const withoutData = [/Failed to load resource.*\/data\//];

/** The page's script, which is another one in each version. */
const scriptOf = (page: Page): Promise<string> =>
  page.evaluate(() => document.querySelector<HTMLScriptElement>('script[type=module]')!.src);
const cachesOf = (page: Page): Promise<string[]> =>
  page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('parsimony-page-')));
const isKept = (page: Page, start: string): Promise<boolean> =>
  page.evaluate(async (name) => {
    const stored = await Promise.all((await caches.keys()).map(async (key) => (await caches.open(key)).keys()));
    return stored.flat().some(({ url }) => url.includes(`/assets/${name}`));
  }, start);

const untilItHasAWorker = (page: Page): Promise<void> =>
  expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);

test('an old tab runs, opens networks and asks before it is reloaded; its files go with its last tab', async ({
  host,
  lab,
  page,
  context,
  problems,
}) => {
  problems.allow(...withoutData);
  await lab.open();
  await untilItHasAWorker(page);
  const first = await scriptOf(page);

  host.deploy();
  const second = await context.newPage();
  await new LabPage(second, host.url).open();
  expect(await scriptOf(second)).not.toBe(first);
  // The tab that has the newer version is not told of it.
  await expect(lab.notices).toContainText('A newer version of Parsimony has been published');
  await expect(second.getByText('A newer version of Parsimony')).toHaveCount(0);
  await expect.poll(() => cachesOf(page)).toHaveLength(2);

  // Nothing of these had been fetched before the deploy.
  await lab.choosePreset('Teacher-student, a quick look');
  await lab.method('DRR').click();
  await lab.type('Regularisation α', '1e-4');
  await lab.type('Seed', '1, 2');
  await lab.runButton.click();
  // Held, so that it has not ended on a fast machine when it is asked about.
  await lab.pauseButton.press('Enter');
  await expect(lab.resumeButton).toBeVisible();
  const reload = lab.notices.getByRole('button', { name: 'Reload into the newer version' });
  await reload.click();
  await expect(lab.notices).toContainText('A run is going on, which a reload would interrupt');
  await expect(reload).toBeHidden();
  await lab.resumeButton.click();
  await lab.ends('Finished');
  const card = page.getByRole('region', { name: 'Trained networks' });
  await card.getByRole('button', { name: 'Network of the job' }).press('Enter');
  await page.getByRole('option').first().press('Enter');
  await expect(card.getByRole('region', { name: 'Layers of the network' })).toBeVisible();
  expect(await scriptOf(page)).toBe(first);
  expect(await cachesOf(page)).toHaveLength(2);

  await reload.click();
  await expect.poll(() => scriptOf(page).catch(() => first)).toBe(await scriptOf(second));
  // Chromium puts the change off while the version before has requests under way, at most until its tabs are closed.
  for (const tab of [page, second]) await tab.close();
  // The worker before stays some seconds after it was asked for a page. On a busy machine, one turn of 16, Chromium (156) then believes it
  // at work for as long as that page is open, at most five minutes; the page works meanwhile, and the next one has nothing to wait for.
  await expect(async () => {
    const third = await context.newPage();
    try {
      await new LabPage(third, host.url).open();
      await expect.poll(() => cachesOf(third), { timeout: 20_000 }).toHaveLength(1);
      expect(await isKept(third, 'job-')).toBe(true);
    } finally {
      await third.close();
    }
  }).toPass({ timeout: 120_000 });
});

test('a tab that is opened in the moment in which the last one is closed comes, though a newer version waits', async ({
  host,
  lab,
  page,
  context,
  problems,
}) => {
  // Versions follow each other faster than a page can fetch what it shows later.
  problems.allow(...withoutData, /Failed to load resource.*\/assets\//, /PartError/);
  await lab.open('#/', page.getByRole('heading', { level: 1 }));
  await untilItHasAWorker(page);
  let last = page;
  // Without the worker's patience one turn in four hung for good.
  for (let turn = 0; turn < 4; turn++) {
    host.deploy();
    await last.evaluate(async () => {
      const registration = (await navigator.serviceWorker.getRegistration())!;
      await registration.update();
    });
    await expect.poll(() => last.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting !== null)).toBe(true);
    const next = await context.newPage();
    await last.close();
    await next.goto(host.url, { timeout: 60_000 });
    last = next;
  }
});

test('a web page in place of a script is not kept, and said; the script is kept once it comes', async ({ host, lab, page, problems }) => {
  problems.allow(...withoutData);
  host.answerWithPage = 'NetworkPanel-';
  await lab.open();
  await expect(lab.notices).toContainText(/for NetworkPanel-.*\.js \(a web page in its place\)/);
  expect(await isKept(page, 'job-')).toBe(true);
  expect(await isKept(page, 'NetworkPanel-')).toBe(false);
  host.answerWithPage = '';
  await openJunk(page);
  await expect(page.getByRole('region', { name: 'Trained networks' })).toContainText('junk.parsimony-net was not opened');
  await expect.poll(() => isKept(page, 'NetworkPanel-')).toBe(true);
});

test.describe('without a service worker', () => {
  test.use({ keepsItself: false });

  test('a part that is gone says why, leaves the page alone, and comes once it is there', async ({ host, lab, page, problems }) => {
    problems.allow(...withoutData, /PartError|MIME type/);
    await lab.open();
    host.answerWithPage = 'NetworkPanel-';
    await openJunk(page);
    const card = page.getByRole('region', { name: 'Trained networks' });
    await expect(card.getByRole('alert')).toContainText(/could not be shown\..*a web page in place of its file/);
    await expect(lab.runButton).toBeVisible();
    host.answerWithPage = '';
    // By the keyboard: figures above that are still coming would move the button away under a pointer.
    await card.getByRole('button', { name: 'Try again' }).press('Enter');
    await expect(card).toContainText('junk.parsimony-net was not opened');
  });
});

async function openJunk(page: Page): Promise<void> {
  const junk = { name: 'junk.parsimony-net', mimeType: 'application/octet-stream', buffer: Buffer.from('junk') };
  await page.getByLabel('Result, network, archive or lesson', { exact: true }).setInputFiles(junk);
}
