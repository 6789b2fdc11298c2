/** Stored runs: they outlive the page, go on where they were, and are found again. */
import { readFile } from 'node:fs/promises';
import type { StoredJob } from '../../src/lab/archive/format.ts';
import { resultSchema, type Result } from '../../src/study/records.ts';
import { LabPage } from './support/lab-page.ts';
import { storedRows } from './support/stored.ts';
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/test.ts';

/** Long enough to be reloaded in its middle, short enough to be waited for. */
async function chooseLongerStudy(lab: LabPage): Promise<void> {
  await lab.chooseShortStudy();
  await lab.type('Hidden neurons', '40');
  await lab.type('Batches per cycle', '120');
}

async function runShortStudy(lab: LabPage): Promise<void> {
  await lab.chooseShortStudy();
  await lab.runButton.click();
  await lab.ends('Finished');
}

/** All numbers of a result but its times. */
const numbersOf = ({ records }: Result) =>
  records.map(({ job, status, steps, summary, losses }) => ({
    job,
    status,
    steps: steps.map((step) => ({ ...step, seconds: 0 })),
    summary,
    losses,
  }));

test('a run is stored, shown again after a reload, found, opened, deleted, and had back', async ({ lab, page }) => {
  // What the page asks the browser for, and gets from it or not.
  await page.addInitScript(() => {
    const asked: string[] = [];
    Object.assign(window, { asked });
    const { persist } = navigator.storage;
    navigator.storage.persist = () => (asked.push('to keep what is stored'), persist.call(navigator.storage));
    const { request } = navigator.wakeLock;
    navigator.wakeLock.request = async (type) => {
      asked.push('to stay awake');
      const lock = await request.call(navigator.wakeLock, type);
      lock.addEventListener('release', () => asked.push('no more'));
      return lock;
    };
  });
  const asked = (): Promise<string[]> => page.evaluate(() => (window as unknown as { asked: string[] }).asked);
  await lab.open();
  expect(await asked()).toEqual([]);
  await runShortStudy(lab);
  expect((await asked()).sort()).toEqual(['no more', 'to keep what is stored', 'to stay awake']);
  const steps = await lab.steps.count();
  const before = await lab.result();
  // It has an address, which opens it again.
  await expect(page).toHaveURL(/#\/run\/[\w-]+$/);
  const address = page.url();
  await page.reload();
  await lab.ends('Finished');
  await expect(lab.steps).toHaveCount(steps);
  expect(await lab.result()).toEqual(before);
  await lab.goToRuns();
  expect(page.url()).toMatch(/\/some\/folder\/#\/runs$/);
  await expect(lab.runs).toHaveCount(1);
  await expect(lab.runs.first()).toContainText('finished');
  const name = before.study.name;
  // In a tab of its own it is shown as well, as the one that was looked at last.
  const other = new LabPage(await page.context().newPage(), page.url().replace(/#.*$/u, ''));
  await other.open();
  await other.ends('Finished');
  expect(await other.result()).toEqual(before);
  await expect(other.page).toHaveURL(address);
  await other.page.goto(address.replace(/[^/]+$/u, 'another'));
  await expect(other.errors).toContainText('This run is not stored in this browser');
  await expect(other.page).toHaveURL(address);
  await other.page.close();

  await lab.actOnRun(name, 'Delete');
  await expect(page.getByText('Nothing is stored yet.')).toBeVisible();
  // The time on this machine's clock.
  const told = await lab.notices.getByText(/was deleted at/).innerText();
  expect(told).toContain(await page.evaluate(() => new Date().toTimeString().slice(0, 3)));
  await lab.notices.getByRole('button', { name: 'Undo' }).click();
  await expect(lab.runs).toHaveCount(1);
  await page.reload();
  await expect(lab.runs).toHaveCount(1);
});

test('a run whose page is reloaded in its middle goes on, and ends in the very same numbers', async ({ lab, page }) => {
  await lab.open();
  await chooseLongerStudy(lab);
  await lab.runButton.click();
  await lab.ends('Finished');
  const whole = await lab.result();

  await lab.runButton.click();
  await expect(lab.steps.nth(2)).toBeVisible({ timeout: 60_000 });
  await expect(lab.pauseButton).toBeVisible();
  await page.reload();
  await expect(lab.continueButton).toBeVisible();
  await expect(lab.runBar).toContainText('Interrupted');
  const kept = await lab.steps.count();
  expect(kept).toBeGreaterThanOrEqual(2);
  expect(kept).toBeLessThan(whole.records[0].steps.length);
  await lab.continueButton.click();
  await lab.ends('Finished');
  const resumed = await lab.result();
  expect(numbersOf(resumed)).toEqual(numbersOf(whole));
  // What was finished before the reload was not computed again: its times are those of then.
  await lab.goToRuns();
  await expect(lab.runs).toHaveCount(2);
  await expect(lab.runs.filter({ hasText: 'finished' })).toHaveCount(2);
});

test('of several jobs, those that had finished are kept and the others go on', async ({ lab, page }) => {
  await lab.open();
  await chooseLongerStudy(lab);
  await lab.type('Seed', '1, 2, 3');
  await lab.runButton.click();
  // Storing follows showing: what is shown as finished need not have been stored yet.
  await expect
    .poll(async () => (await storedRows(page, 'jobs')).some((job) => (job as StoredJob).record.status === 'finished'), { timeout: 90_000 })
    .toBe(true);
  await page.reload();
  await expect(lab.continueButton).toBeVisible();
  const first = (await lab.result()).records.find(({ status }) => status === 'finished');
  await lab.continueButton.click();
  await lab.ends('Finished');
  const { records } = await lab.result();
  expect(records.map(({ status }) => status)).toEqual(['finished', 'finished', 'finished']);
  expect(records).toContainEqual(first);
});

test('another tab is told where a run goes on, and takes it over only once that tab is closed', async ({ lab, page, context }) => {
  await lab.open();
  await chooseLongerStudy(lab);
  await lab.type('Batches per cycle', '400');
  await lab.runButton.click();
  await expect(lab.steps).not.toHaveCount(0, { timeout: 90_000 });
  const other = new LabPage(await context.newPage(), page.url());
  await other.open();
  await expect(other.notices).toContainText('is running in another tab');
  await expect(other.continueButton).toBeHidden();
  await other.goToRuns();
  await expect(other.runs.first()).toContainText('running in another tab or lesson');
  await page.close();
  await expect(other.runs.first()).toContainText('interrupted');
  await other.runs
    .first()
    .getByRole('button', { name: /^Continue/ })
    .click();
  await expect(other.pauseButton).toBeVisible();
  await other.cancelButton.press('Enter');
  await other.ends('Cancelled');
});

test.describe('where storing fails', () => {
  test('without IndexedDB a notice says so, and the run ends', async ({ lab, page }) => {
    await page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      };
    });
    await lab.open();
    await expect(lab.notices).toContainText('Runs are not stored');
    await runShortStudy(lab);
    await expect(lab.steps).not.toHaveCount(0);
    await lab.goToRuns();
    await expect(page.getByRole('main')).toContainText('Runs are not stored');
    await lab.goToLab();
    await expect(lab.steps).not.toHaveCount(0);
  });

  test('on a full disk a notice says so, the run ends, and it is stored once there is room', async ({ lab, page, context, labUrl }) => {
    await lab.open();
    await lab.chooseShortStudy();
    const session = await context.newCDPSession(page);
    const { origin } = new URL(labUrl);
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
    await lab.runButton.click();
    await lab.ends('Finished');
    await expect(lab.errors.filter({ hasText: 'no room left for stored runs' })).toBeVisible();
    await expect(lab.steps).not.toHaveCount(0);
    await session.send('Storage.overrideQuotaForOrigin', { origin });
    await lab.errors.getByRole('button', { name: 'Store it again' }).click();
    await lab.goToRuns();
    await expect(lab.runs).toHaveCount(1);
    await page.reload();
    await expect(lab.runs.first()).toContainText('finished');
  });

  test('runs of a newer version are left alone, and the lab works without them', async ({ lab, page }) => {
    await lab.open();
    await lab.goToRuns();
    await page.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          const request = indexedDB.open('parsimony', 99);
          request.onerror = () => reject(request.error);
          request.onsuccess = () => {
            request.result.close();
            resolve();
          };
        }),
    );
    // The tab that is open gives the database up and says so.
    await expect(lab.errors).toContainText('has taken over the stored runs');
    await page.reload();
    await expect(lab.errors).toContainText('written by a newer version');
    await lab.goToLab();
    await runShortStudy(lab);
  });

  test('a row that cannot be read is left as it is, and the others are shown', async ({ lab, page }) => {
    await lab.open();
    await runShortStudy(lab);
    await page.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          const request = indexedDB.open('parsimony');
          request.onerror = () => reject(request.error);
          request.onsuccess = () => {
            const transaction = request.result.transaction('runs', 'readwrite');
            transaction.objectStore('runs').put({ id: 'strange', study: { name: 'x', script: 'alert(1)' } });
            transaction.oncomplete = () => {
              request.result.close();
              resolve();
            };
          };
        }),
    );
    await page.reload();
    await lab.goToRuns();
    await expect(lab.runs).toHaveCount(1);
    await expect(page.getByRole('main')).toContainText('1 run of another version left as it is');
  });
});

test('runs are searched, sorted, pinned, renamed, compared, exported and imported', async ({ lab, page }) => {
  await lab.open();
  await runShortStudy(lab);
  await lab.method('Magnitude').click();
  await lab.method('Random').click();
  await lab.runButton.click();
  await expect(lab.pauseButton).toBeHidden();
  await lab.ends('Finished');
  await page.reload();
  await lab.goToRuns();
  await expect(lab.runs).toHaveCount(2);
  const name = (await lab.runs.first().getByRole('rowheader').textContent()) ?? '';

  await page.getByRole('searchbox', { name: 'Search runs' }).fill('magnitude');
  await expect(lab.runs).toHaveCount(1);
  await lab.actOnRun(name, 'Rename');
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('By magnitude');
  await page.keyboard.press('Enter');
  await expect(lab.runs.getByRole('rowheader')).toHaveText(['By magnitude']);
  await page.getByRole('searchbox', { name: 'Search runs' }).fill('');
  await expect(lab.runs).toHaveCount(2);

  const names = lab.runs.getByRole('rowheader');
  await page.getByRole('button', { name: 'Name', exact: true }).click();
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
  await expect(names).toHaveText(['By magnitude', name]);
  await page.getByRole('button', { name: 'Name', exact: true }).click();
  await expect(names).toHaveText([name, 'By magnitude']);
  await page.getByRole('button', { name: 'Pin By magnitude' }).click();
  await expect(names).toHaveText(['By magnitude', name]);
  await lab.actOnRun(name, 'Use as baseline');
  await expect(lab.runs.filter({ hasText: 'By magnitude' })).toContainText(' pp');

  const [json] = await Promise.all([page.waitForEvent('download'), lab.actOnRun('By magnitude', 'Result as JSON')]);
  const text = await readFile(await json.path(), 'utf8');
  expect(resultSchema.parse(JSON.parse(text)).study.name).toBe('By magnitude');
  const [csv] = await Promise.all([page.waitForEvent('download'), lab.actOnRun('By magnitude', 'Steps as CSV')]);
  expect(await readFile(await csv.path(), 'utf8')).toMatch(
    /^job,data,network,compression\.method,seed.*\r\n0,MNIST,16 hidden neurons,magnitude,/,
  );
  await page
    .getByLabel('Result files to store')
    .setInputFiles({ name: 'mine.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  await expect(lab.runs).toHaveCount(3);
  await page
    .getByLabel('Result files to store')
    .setInputFiles({ name: 'bad.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
  await expect(lab.errors).toContainText('bad.json is no result file');
  await expect(lab.runs).toHaveCount(3);

  // Exactly those that were selected, the one that stands in the lab among them or not, at an address of their own.
  await lab.runs.nth(0).getByRole('checkbox').check();
  await lab.runs.nth(2).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const compared = page.getByRole('list', { name: 'Compared runs' }).getByRole('listitem');
  await expect(compared).toHaveCount(2);
  await expect(lab.figure('Accuracy against the share of weights left').locator('.main-svg').first()).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await expect(compared).toHaveCount(2);
  await compared.first().getByRole('button').click();
  await expect(compared).toHaveCount(1);
  await expect(page).toHaveURL(/#\/compare\/[^,]+$/u);
  await lab.goToRuns();

  await page.getByRole('checkbox', { name: 'Select all runs' }).check();
  await page.getByRole('button', { name: 'Lay behind the lab’s figures' }).click();
  // The one that is shown is one of the three.
  await expect(page.getByRole('region', { name: 'Compared runs' }).getByRole('listitem')).toHaveCount(2);
  await lab.act('Accuracy against sparsity', 'Show data as table');
  await expect(lab.dataOf('Accuracy against sparsity')).not.toHaveCount(0);
  await page.getByRole('button', { name: 'Remove all from the figures' }).click();
  await expect(page.getByRole('region', { name: 'Compared runs' })).toBeHidden();
});

test('the page Runs has nothing that axe finds wrong in either theme, and nothing that overflows', async ({ lab, page }) => {
  await lab.open();
  await lab.goToRuns();
  await expect(page.getByText('Nothing is stored yet.')).toBeVisible();
  await expectAccessible(page);
  await lab.goToLab();
  await runShortStudy(lab);
  await lab.goToRuns();
  await page.getByRole('checkbox', { name: /^Select DTC/ }).check();
  for (const width of [1440, 768, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await expectAccessible(page);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    await page.screenshot({ path: test.info().outputPath(`runs-${width}.png`) });
  }
});
