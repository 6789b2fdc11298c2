/** Studies of ℓ0 regularisation on the page: sweeps, stored runs, links. Small enough to end in seconds. */
import AxeBuilder from '@axe-core/playwright';
import type { Result } from '../../src/study/records.ts';
import { LabPage } from './support/lab-page.ts';
import { storedRows } from './support/stored.ts';
import { expect, otherProfile, test } from './support/test.ts';

/** All numbers of a result but its times. */
const numbersOf = ({ records }: Result) =>
  records.map(({ job, status, steps, summary, losses }) => ({
    job,
    status,
    steps: steps.map((step) => ({ ...step, seconds: 0 })),
    summary,
    losses,
  }));

/** Two methods and two α on generated data: four jobs of a second. */
async function chooseSmallSweep(lab: LabPage): Promise<void> {
  await lab.choosePreset('Teacher-student, a quick look');
  await lab.type('Epochs at most', '200');
  await lab.type('Fine-tuning at most', '20');
  await lab.type('Regularisation α', '0, 0.001');
}

test('a sweep fills its table and its figures, is paused and resumed, extended, compared, and travels by a link', async ({
  lab,
  page,
  browser,
  labUrl,
}) => {
  test.setTimeout(240_000);
  await lab.open();
  await chooseSmallSweep(lab);
  await lab.runButton.click();
  await expect(lab.figure('The network thinning out').getByRole('img', { name: /^R-L1 · α = 0: dense-1 \d+ of 75 left/ })).toBeVisible();
  await lab.pauseButton.press('Enter');
  await expect(lab.resumeButton).toBeVisible();
  await lab.resumeButton.click();
  await lab.ends('Finished', 120_000);
  await expect(lab.results).toHaveCount(4);
  await expect(lab.results.filter({ hasText: /R-L1 · α = 0.001/ })).toContainText('751');
  const figure = 'Test loss against network size';
  await lab.act(figure, 'Show data as table');
  await expect(lab.dataOf(figure)).not.toHaveCount(0);
  const before = await lab.result();

  // Another α: what has finished is not run again.
  await lab.type('Regularisation α', '0, 0.001, 0.003');
  await expect(lab.runBar).toContainText('Its finished jobs can be taken as they are.');
  await lab.runBar.getByRole('button', { name: 'Run 2 new jobs' }).click();
  await lab.ends('Finished', 120_000);
  await expect(lab.results).toHaveCount(6);
  const extended = await lab.result();
  for (const record of before.records) expect(extended.records).toContainEqual(record);

  const link = await lab.shareLink();
  expect(link).toContain('#r=3.');
  expect(link.length).toBeLessThan(4000);
  const context = await otherProfile(browser, labUrl, { viewport: { width: 1440, height: 900 } });
  const other = new LabPage(await context.newPage(), labUrl);
  const workers: string[] = [];
  other.page.on('worker', (worker) => workers.push(worker.url()));
  await other.open(link.slice(link.indexOf('#')));
  await expect(other.results).toHaveCount(6);
  await expect(other.results.filter({ hasText: /R-L1 · α = 0.001/ })).toContainText('751');
  await other.act(figure, 'Show data as table');
  await expect(other.dataOf(figure)).not.toHaveCount(0);
  expect(workers).toEqual([]);
  await other.reproduceButton.click();
  await other.ends('Finished', 120_000);
  await expect(other.verdict).toContainText('Identical: 6 jobs agree in every digit at every measured step.');
  await context.close();

  // Controls of one of its networks: jobs beside the sweep, which alone are new.
  const controls = page.getByRole('region', { name: 'Controls at the same layer sizes' });
  await controls.getByRole('button', { name: 'Add 2 controls to the study' }).click();
  await expect(controls.getByRole('button', { name: 'Its controls are in the study' })).toBeDisabled();
  await lab.runBar.getByRole('button', { name: 'Run 2 new jobs' }).click();
  await lab.ends('Finished', 120_000);
  await expect(lab.results).toHaveCount(8);
  await expect(lab.results.filter({ hasText: 'Random, fine-tuned' })).toHaveCount(1);
  await expect(page.getByRole('columnheader', { name: 'effective' })).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();

  // A second run, and the two side by side.
  await lab.type('Regularisation α', '0.002');
  await lab.runButton.click();
  await lab.ends('Finished', 120_000);
  await lab.goToRuns();
  await expect(lab.runs).toHaveCount(2);
  await page.getByRole('checkbox', { name: 'Select all runs' }).check();
  await page.getByRole('button', { name: 'Lay behind the lab’s figures' }).click();
  // The one that is shown is not laid behind itself; what is laid behind it has a table as it has its points.
  await expect(page.getByRole('region', { name: 'Compared runs' }).getByRole('listitem')).toHaveCount(1);
  await expect(lab.results).toHaveCount(2);
  await expect(lab.resultsBehind('Teacher-student, a quick look')).toHaveCount(8);

  // In a lab that is set up for studies of the other kind, its settings come along, and can be had back.
  await page.goto('about:blank');
  await lab.open();
  await lab.choosePreset('DTC as published');
  const heading = page.getByRole('heading', { level: 1 });
  const original = await heading.textContent();
  await lab.goToRuns();
  await page.getByRole('checkbox', { name: 'Select all runs' }).check();
  await page.getByRole('button', { name: 'Lay behind the lab’s figures' }).click();
  await expect(lab.notices).toContainText('so that a new run belongs to these');
  await expect(heading).toContainText('ℓ0');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(heading).toHaveText(original ?? '');
});

test.describe('with a clock that runs faster', () => {
  test('a sweep whose page is reloaded in its middle goes on inside its jobs, and ends in the very same numbers', async ({ lab, page }) => {
    test.setTimeout(240_000);
    // Checkpoints are 5 s apart: a second by the clock of these workers.
    const faster = 'const ownNow = performance.now.bind(performance); performance.now = () => 5 * ownNow();\n';
    await page.route('**/assets/job-*.js', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: faster + (await response.text()) });
    });
    await lab.open();
    await lab.choosePreset('Teacher-student, a quick look');
    await lab.type('Regularisation α', '0.0003');
    // A fifth of 8,000 epochs were over before the first one on a machine with nothing else to do.
    await lab.type('Epochs at most', '4000');
    await page
      .getByRole('button', { name: /more settings$/ })
      .nth(1)
      .click();
    await lab.type('Epochs at least', '4000');
    await lab.type('Fine-tuning at most', '20');
    // Often enough that a step or two come before the first checkpoint, on a busy machine as well.
    await lab.type('Measure every', '20');
    await lab.runButton.click();
    await lab.ends('Finished', 180_000);
    const whole = await lab.result();

    await lab.runButton.click();
    await expect.poll(async () => (await storedRows(page, 'checkpoints')).length, { timeout: 90_000 }).toBeGreaterThan(0);
    await page.reload();
    await expect(lab.continueButton).toBeVisible();
    const kept = await lab.result();
    const inside = kept.records.findIndex(({ status, steps }) => status === 'cancelled' && steps.length > 1);
    expect(inside).toBeGreaterThanOrEqual(0);
    expect(kept.records[inside].steps.length).toBeLessThan(whole.records[inside].steps.length);
    await lab.continueButton.click();
    await lab.ends('Finished', 180_000);
    const resumed = await lab.result();
    expect(numbersOf(resumed)).toEqual(numbersOf(whole));
    // What came before the checkpoint was not computed again: its times are those of then.
    const { length } = kept.records[inside].steps;
    expect(resumed.records[inside].steps.slice(0, length)).toEqual(kept.records[inside].steps);
  });
});

test('a larger sweep is a table of states: a job is chosen in it, cancelled alone, and run again', async ({ lab, page }) => {
  test.setTimeout(240_000);
  await lab.open();
  await chooseSmallSweep(lab);
  await lab.type('Regularisation α', '0.0003');
  await lab.type('Seed', '0-6');
  await lab.runButton.click();
  await expect(lab.cells).toHaveCount(14);
  const last = lab.cells.last();
  await last.click();
  const chosen = lab.runBar.getByRole('list', { name: 'Chosen job' });
  await chosen.getByRole('button', { name: /^Cancel/ }).click();
  await expect(last).toHaveAttribute('aria-label', /^DRR · seed 6: cancelled$/);
  await lab.ends('Cancelled', 180_000);
  const { records } = await lab.result();
  expect(records.map(({ status }) => status)).toEqual([...Array.from({ length: 13 }, () => 'finished'), 'cancelled']);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await lab.runBar.getByRole('button', { name: 'Run the unfinished one' }).click();
  await lab.ends('Finished', 180_000);
  await expect(last).toHaveAttribute('aria-label', /: finished$/);
  expect((await lab.result()).records.slice(0, 13)).toEqual(records.slice(0, 13));
});
