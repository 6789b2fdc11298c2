/** A network that learns to spell: watched, paused, left and gone on with on a narrow screen, and sent by a link. */
import { l0StepSchema, l0SummarySchema } from '../../src/compression/l0/record.ts';
import { LabPage } from './support/lab-page.ts';
import { storedRows } from './support/stored.ts';
import { expect, otherProfile, test } from './support/test.ts';

/** A sixth of the novel of the presets, and as many measurements shorter: 200 kB, of which a block of 8,192 bytes validates and one tests. */
const text = Array.from({ length: 4500 }, (_, i) => `Line ${i} of a text, “mostly” the same; it counts on –\n`)
  .join('')
  .slice(0, 200_000);

test('a network is seen to learn to spell, through a pause and a reload, and what came out travels by a link', async ({
  lab,
  page,
  browser,
  labUrl,
}) => {
  test.setTimeout(180_000);
  // Checkpoints are 5 s apart: a second by the clock of these workers.
  const faster = 'const ownNow = performance.now.bind(performance); performance.now = () => 5 * ownNow();\n';
  await page.route('**/assets/job-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: faster + (await response.text()) });
  });
  await lab.open('#/lab?preset=text-golf');
  await page.getByRole('button', { name: 'Data sets' }).click();
  const dialog = page.getByRole('dialog', { name: 'Data sets' });
  await dialog.getByLabel('Text file', { exact: true }).setInputFiles({ name: 'lines.txt', mimeType: '', buffer: Buffer.from(text) });
  await dialog.getByRole('button', { name: 'Use lines' }).click();
  await expect(dialog).toBeHidden();
  // One network of some 2,500 numbers, for nine rounds of 20 steps.
  await lab.type('Seed', '1');
  await page
    .getByRole('button', { name: /more settings$/ })
    .nth(1)
    .click();
  await lab.type('Width d', '8');
  await lab.type('Epochs at most', '8');
  await lab.type('Fine-tuning at most', '1');
  await lab.type('Steps of an epoch', '20');
  await lab.type('Measure every', '1');
  await expect(lab.runBar).toContainText('9 rounds of 20 steps');
  await page.setViewportSize({ width: 360, height: 800 });
  const networks = lab.figure('The network thinning out');
  const sample = networks.getByTestId('sample');

  await lab.runButton.click();
  await expect(sample).toBeVisible({ timeout: 60_000 });
  await expect(networks).toContainText(/training loss \d\.\d\d bits per byte/u);
  await expect.poll(async () => (await storedRows(page, 'checkpoints')).length, { timeout: 60_000 }).toBeGreaterThan(0);
  await lab.pauseButton.press('Enter');
  await expect(lab.jobs.first()).toContainText('paused');
  await page.reload();
  await expect(lab.continueButton).toBeVisible();
  // What it wrote at its last step is in the record.
  await expect(sample).not.toBeEmpty();
  await lab.continueButton.click();
  await lab.ends('Finished', 120_000);
  const { records } = await lab.result();
  const [steps, summary] = [l0StepSchema.array().parse(records[0].steps), l0SummarySchema.parse(records[0].summary)];
  expect(steps.map(({ sample: written }) => written?.length)).toEqual(steps.map(() => 96));
  const told = `${(summary.testLoss / Math.LN2).toFixed(2)} bits per byte`;
  await expect(networks).toContainText(told);
  const last = await sample.textContent();
  await networks.getByRole('slider').press('Home');
  await expect(networks).toContainText('round 1 (1 of');
  await expect(sample).not.toHaveText(last ?? '');
  await networks.getByRole('slider').press('End');
  await expect(sample).toHaveText(last ?? '');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);

  await page.setViewportSize({ width: 1440, height: 900 });
  const link = await lab.shareLink();
  const context = await otherProfile(browser, labUrl, { viewport: { width: 1440, height: 900 } });
  const other = new LabPage(await context.newPage(), labUrl);
  const workers: string[] = [];
  other.page.on('worker', (worker) => workers.push(worker.url()));
  await other.open(link.slice(link.indexOf('#')));
  await expect(other.figure('The network thinning out').getByTestId('sample')).toHaveText(last ?? '');
  await expect(other.page.getByRole('region', { name: 'Result', exact: true })).toContainText('bits per byte');
  await other.act('Bytes of network and text together', 'Show data as table');
  await expect(other.dataOf('Bytes of network and text together').filter({ hasText: 'DRR' })).toHaveCount(1);
  expect(workers).toEqual([]);
  await context.close();
});
