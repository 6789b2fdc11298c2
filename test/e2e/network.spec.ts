/** Trained networks in a person's hands: pruned by hand, downloaded, opened again, gone on from. */
import AxeBuilder from '@axe-core/playwright';
import { readFile } from 'node:fs/promises';
import type { LabPage } from './support/lab-page.ts';
import { storedRows } from './support/stored.ts';
import { expect, test } from './support/test.ts';

/** A worker starts its backend and loads a test set: seconds, and many of them on a busy machine. */
const patiently = { timeout: 60_000 };

/** One job of a few seconds on LeNet-300-100. */
async function chooseQuickL0(lab: LabPage): Promise<void> {
  await lab.choosePreset('ℓ0 on LeNet-300-100, a quick look');
  await lab.method('R-L1').click();
  await lab.type('Regularisation α', '1e-4');
  await lab.type('Training samples', '2000');
  await lab.type('Epochs at most', '3');
}

async function runQuickL0(lab: LabPage): Promise<void> {
  await chooseQuickL0(lab);
  await lab.runButton.click();
  await lab.ends('Finished');
}

test.setTimeout(300_000);

test('a network is pruned by hand, fine-tuned from there, downloaded, and comes back from its file with the same accuracy', async ({
  lab,
  page,
}) => {
  await lab.open();
  await runQuickL0(lab);
  const card = page.getByRole('region', { name: 'Trained networks' });
  // By keyboard: figures above may still grow while a pointer is down.
  await card.getByRole('button', { name: 'Open' }).press('Enter');
  await expect(card.getByRole('region', { name: 'Layers of the network' }).getByRole('row')).toHaveCount(5);

  // The number on the button is that of the file, and its weights are those of the table.
  const button = card.getByRole('button', { name: /^Network file, [\d,]+ bytes$/ });
  const bytesOnButton = async (): Promise<number> => Number((await button.innerText()).replaceAll(/\D/g, ''));
  const table = page.getByRole('region', { name: 'Table of results', exact: true });
  const columns = await table.getByRole('columnheader').allInnerTexts();
  // Before the cells of a row stands its job.
  const counted = await table
    .locator('tbody tr')
    .first()
    .locator('td')
    .nth(columns.indexOf('network (bytes)') - 1)
    .innerText();
  await expect(card).toContainText(`${counted} bytes of weights (as the description length counts them)`);
  await card.getByRole('radio', { name: 'zstd' }).click();
  await expect(card).toContainText('packed together');
  const size = await bytesOnButton();
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  const file = { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  expect(file.name).toMatch(/\.parsimony-net$/);
  expect(file.bytes.length).toBe(size);
  await card.getByRole('button', { name: 'Measure on the test set' }).click();
  const checked = card.getByTestId('checked');
  await expect(checked).toContainText('The same as its record, to the last digit.', patiently);
  const digits = /test accuracy 0[\d.]+/.exec((await checked.textContent())!)![0];

  // Pruning by hand, with the mouse and the keyboard.
  await card.getByRole('button', { name: 'Prune it by hand' }).click();
  const slider = card.getByRole('slider', { name: 'Threshold' });
  const shown = card.getByTestId('trial-figures');
  await expect(shown).toContainText(/266,6\d\d of 266,610/, patiently);
  // The histogram is taken hold of as well.
  await card.getByTestId('weights').click();
  await expect(slider).toHaveAttribute('aria-valuetext', /^below .* pruned/);
  await slider.focus();
  await slider.press('End');
  await expect(shown).toContainText('nothing left');
  for (let press = 0; press < 30; press++) await slider.press('ArrowLeft');
  await expect(slider).toHaveAttribute('aria-valuetext', /^below .* pruned/);
  await expect(shown).not.toContainText('nothing left');
  // What stays of each layer is drawn, and hatched what goes.
  await expect(card.getByRole('img', { name: /^Numbers left: .* of 235,500, .* of 30,100, .* of 1,010$/ })).toBeVisible();
  await expect(card.getByRole('region', { name: 'Prune by hand' }).locator('[aria-busy="true"]')).toHaveCount(0);
  await card.getByRole('radio', { name: 'One a layer' }).click();
  await expect(card.getByRole('slider')).toHaveCount(3);
  const title = await card.getAttribute('aria-labelledby');
  const axe = await new AxeBuilder({ page }).include(`[aria-labelledby="${title}"]`).analyze();
  expect(axe.violations).toEqual([]);

  // It is asked about a test image, and what was asked is asked again of what comes of it.
  const asked = card.getByRole('region', { name: 'Draw, or take a test image' });
  await asked.getByRole('button', { name: 'One it gets wrong now' }).press('Enter');
  await expect(asked).toContainText(/It is a \d: (the network now gets it wrong|both are wrong)/, patiently);
  await expect(asked.getByRole('application')).toHaveAttribute('aria-label', /^Drawing pad: test image \d+, \d\./);

  // Trained on in place, the study stays in sight.
  await card.getByRole('button', { name: 'Train on for some seconds' }).press('Enter');
  await expect(card.getByRole('status')).toContainText(
    /^Trained on: from [\d.]+\s% to [\d.]+\s% right, with [\d,]+ numbers left\.$/,
    patiently,
  );
  const left = /([\d,]+) of 266,610/.exec(await shown.innerText())![1];

  // Going on from there is a run of its own, which begins with what was left.
  await card.getByRole('button', { name: 'Fine-tune as a study' }).press('Enter');
  await expect(page.getByText(/^Begins with a stored network: .*, job 1, pruned by hand at 0 after training on once/)).toBeVisible();
  await expect(lab.pauseButton).toBeVisible();
  await lab.ends('Finished');
  const row = page.getByRole('region', { name: 'Table of results' }).locator('tbody tr').first();
  await expect(row.locator('td').nth(1)).toHaveText(left);
  // The study that it came from lies behind.
  await expect(lab.resultsBehind('ℓ0 on LeNet-300-100, a quick look')).not.toHaveCount(0);

  // The file is opened in a page that knows nothing of the run. The page holds its database open: it is deleted as the page goes.
  await page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name!);
  });
  await page.reload();
  await expect(lab.runButton).toBeVisible();
  await page
    .getByLabel('Result, network, archive or lesson', { exact: true })
    .setInputFiles({ name: file.name, mimeType: 'application/octet-stream', buffer: file.bytes });
  await expect(card).toContainText(`${file.name}: LeNet-300-100, 300-100 hidden neurons, as the job ended`);
  await card.getByRole('button', { name: 'Measure on the test set' }).click();
  await expect(checked).toContainText(digits, patiently);
  await expect(checked).toContainText('The same as its record, to the last digit.', patiently);
});

test('a small network is drawn as it came and as it is now, while it is pruned', async ({ lab, page }) => {
  await lab.open();
  await lab.choosePreset('Teacher-student, a quick look');
  await lab.method('R-L1').click();
  await lab.type('Epochs at most', '200');
  await lab.type('Fine-tuning at most', '20');
  await lab.type('Regularisation α', '0.001');
  await lab.runButton.click();
  await lab.ends('Finished');
  const card = page.getByRole('region', { name: 'Trained networks' });
  await card.getByRole('button', { name: 'Open' }).press('Enter');
  await card.getByRole('button', { name: 'Prune it by hand' }).press('Enter');
  const whole = { weights: 700, numbers: 751 };
  const drawn = (title: string, { weights, numbers }: typeof whole) =>
    card.getByRole('img', { name: `${title}: ${weights} weights, ${numbers} with biases`, exact: true });
  const came = drawn('As it came', whole);
  await expect(drawn('Now', whole)).toBeVisible(patiently);
  await expect(came).toBeVisible();
  const dotted = came.locator('path[stroke-dasharray]');
  await expect(dotted).toHaveCount(0);

  // Half way along, what the drawing counts is what was measured; what goes is dotted in the one that stays as it came.
  const slider = card.getByRole('slider', { name: 'Threshold' });
  await slider.press('End');
  for (let press = 0; press < 40; press++) await slider.press('ArrowLeft');
  await expect(card.locator('[aria-busy="true"]')).toHaveCount(0);
  const left = Number(/([\d,]+) of 751/.exec(await card.getByTestId('trial-figures').innerText())![1]);
  expect(left).toBeLessThan(751);
  await expect(card.getByRole('img', { name: new RegExp(`^Now: \\d+ weights?, ${left} with biases$`) })).toBeVisible();
  await expect(came).toBeVisible();
  await expect(dotted).not.toHaveCount(0);
});

test('a stored network is there after a reload, and goes with its run', async ({ lab, page }) => {
  // What was deleted can be had back for 20 s: here for 5.
  await page.addInitScript(() => {
    const own = window.setTimeout.bind(window);
    const hurried = (call: () => void, milliseconds?: number, ...given: unknown[]) =>
      own(call, milliseconds === 20_000 ? 5000 : milliseconds, ...given);
    Object.assign(window, { setTimeout: hurried });
  });
  await lab.open();
  await runQuickL0(lab);
  const name = 'ℓ0 on LeNet-300-100, a quick look';
  const kept = async () => (await storedRows(page, 'networks')).length;
  await expect.poll(kept).toBe(2);
  await page.reload();
  await lab.goToRuns();
  await lab.runs.getByRole('button', { name, exact: true }).click();
  const card = page.getByRole('region', { name: 'Trained networks' });
  // By keyboard: figures above may still grow while a pointer is down.
  await card.getByRole('button', { name: 'Open' }).press('Enter');
  await expect(card.getByRole('button', { name: /^Network file, / })).toBeVisible();
  await lab.goToRuns();
  await lab.actOnRun(name, 'Delete');
  expect(await kept()).toBe(2);
  await lab.notices.getByRole('button', { name: 'Undo' }).click();
  await expect(lab.runs).toHaveCount(1);
  await lab.actOnRun(name, 'Delete');
  await expect.poll(kept, { timeout: 40_000 }).toBe(0);
});

test('a file that is no network is refused with what is wrong', async ({ lab, page }) => {
  await lab.open();
  const broken = Buffer.from([0x89, 0x50, 0x4e, 0x45, 0x54, 0x0d, 0x0a, 0x1a, 1, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0]);
  await page
    .getByLabel('Result, network, archive or lesson', { exact: true })
    .setInputFiles({ name: 'broken.parsimony-net', mimeType: 'application/octet-stream', buffer: broken });
  await expect(page.getByRole('region', { name: 'Trained networks' }).getByRole('alert')).toContainText(
    'broken.parsimony-net was not opened. This network file announces a header of 4,294,967,295 bytes',
  );
});

test('on a full disk the result stays, and the network can be had for as long as the tab is open', async ({
  lab,
  page,
  context,
  labUrl,
}) => {
  await lab.open();
  await chooseQuickL0(lab);
  const session = await context.newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(labUrl).origin, quotaSize: 1 });
  await lab.runButton.click();
  await lab.ends('Finished');
  await expect(lab.errors.filter({ hasText: 'no room left for stored runs' })).toBeVisible();
  const card = page.getByRole('region', { name: 'Trained networks' });
  await card.getByRole('button', { name: 'Open' }).press('Enter');
  await expect(card.getByRole('button', { name: /^Network file, [\d,]+ bytes$/ })).toBeVisible(patiently);
});

test('a network that no longer fits beside its stored run is said, and stays in the tab', async ({ lab, page }) => {
  await lab.open();
  await chooseQuickL0(lab);
  // Enough epochs for a pause before the first network on a fast machine.
  await lab.type('Epochs at most', '20');
  await lab.runButton.click();
  await lab.pauseButton.press('Enter');
  await expect(lab.resumeButton).toBeVisible();
  await expect.poll(() => storedRows(page, 'runs').then(({ length }) => length), patiently).toBe(1);
  // The disk fills up between the beginning of the run, which is stored, and its networks. A quota that is lowered now is noticed after half a
  // minute only; the test above has a real one.
  await page.evaluate(() => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function full(...row) {
      if (this.name === 'networks') throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      return put.apply(this, row);
    };
  });
  await lab.resumeButton.click();
  await lab.ends('Finished');
  const notice = lab.errors.filter({ hasText: 'A trained network of this run could not be stored: this browser has no room left' });
  await expect(notice).toHaveCount(1);
  await expect(notice).toContainText('The network is kept in this tab until you close it');
  expect(await storedRows(page, 'networks')).toEqual([]);
  const card = page.getByRole('region', { name: 'Trained networks' });
  await card.getByRole('button', { name: 'Open' }).press('Enter');
  const button = card.getByRole('button', { name: /^Network file, [\d,]+ bytes$/ });
  await expect(button).toBeVisible(patiently);
  // By keyboard: the notices lie above.
  const [download] = await Promise.all([page.waitForEvent('download'), button.press('Enter')]);
  expect((await readFile(await download.path())).length).toBe(Number((await button.innerText()).replaceAll(/\D/g, '')));
});
