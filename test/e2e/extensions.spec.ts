/** A family, a kind of data and a method that came by the lists alone are in the whole lab: form, run, figures, store, link. */
import type { JobRecord } from '../../src/study/records.ts';
import { pathOf, test } from './support/own-page.ts';
import { storedRows } from './support/stored.ts';
import { expect } from './support/test.ts';

const address = pathOf('extensions');

test('a family runs, is drawn, stored, found again after a reload, and travels by a link', async ({ lab, page, labUrl }) => {
  await lab.open(address);
  await lab.choosePreset('Coins');
  await page.getByRole('button', { name: '1 more setting' }).click();
  await lab.type('Tosses', '8');
  await lab.type('Seed', '1, 2');
  await lab.runButton.click();
  await lab.ends('Finished');
  await expect(lab.figure('heads')).toBeVisible();
  await expect(lab.figure('heads').getByText('Press Run')).toBeHidden();
  const steps = await storedRows(page, 'steps');
  expect(steps.length).toBe(16);

  const link = await lab.shareLink();
  await page.goto('about:blank');
  await page.goto(labUrl + address);
  await lab.goToRuns();
  // Beside other runs it stands where its family says.
  await page.getByRole('checkbox', { name: 'Select Coins' }).check();
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(lab.figure('Accuracy against the share of weights left').locator('.main-svg').first()).toBeVisible();
  await page.reload();
  await lab.act('Accuracy against bytes', 'Show data as table');
  await expect(lab.dataOf('Accuracy against bytes')).toHaveCount(16);
  await lab.goToRuns();
  await lab.runs.getByRole('button', { name: 'Coins', exact: true }).click();
  await expect(lab.figure('heads')).toBeVisible();
  await lab.ends('Finished');
  expect(await storedRows(page, 'steps')).toEqual(steps);

  await page.goto('about:blank');
  await page.goto(link);
  await expect(lab.figure('heads')).toBeVisible();
});

test('a kind of data and a method run together, in the form and in the figures', async ({ lab, page }) => {
  await lab.open(address);
  await lab.choosePreset('Teacher-student, a quick look');
  // It stands behind those that the lab has.
  await page.getByRole('button', { name: /more methods$/ }).click();
  for (const title of ['Layer quota', 'R-L1', 'DRR']) await lab.method(title).click();
  await lab.choose('Data', 'Waves');
  for (const fold of await page.getByRole('button', { name: /more settings?$/ }).all()) await fold.click();
  await expect(lab.setting('Share of a layer')).toBeVisible();
  await expect(lab.setting('Roughness')).toBeVisible();
  await lab.type('Own widths', '8');
  await lab.type('Epochs at least', '20');
  await lab.type('Epochs at most', '20');
  await lab.runButton.click();
  await lab.ends('Finished');
  const stored = async (): Promise<string[]> =>
    ((await storedRows(page, 'jobs')) as { record: JobRecord }[]).map(({ record }) =>
      [record.job.compression.method, record.job.data.name, record.status].join(' '),
    );
  // Storing follows showing.
  await expect.poll(async () => new Set(await stored())).toEqual(new Set(['layer-quota waves finished']));
  await expect(lab.results).toHaveCount((await stored()).length);
  await expect(lab.figure('Description length against α').or(lab.figure('Loss by epoch')).first()).toBeVisible();
});
