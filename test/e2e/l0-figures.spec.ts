/** The figures of an ℓ0 study on the page: they come with the runs, look into the run that is chosen, and fit every screen. */
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/test.ts';

test('figures of a small sweep are drawn, chosen from, and fit', async ({ lab, page }) => {
  await lab.open();
  await lab.choosePreset('Teacher-student, a quick look');
  await lab.type('Epochs at most', '100');
  await lab.type('Fine-tuning at most', '20');
  // As many as an area takes.
  await lab.type('Regularisation α', '0, 0.0005, 0.001, 0.002, 0.003');
  await lab.runButton.click();
  await lab.ends('Finished');

  // Two figures carry the result; the others are neither made nor drawn before somebody opens them.
  await expect(lab.figure('Test loss against network size')).toBeVisible();
  await expect(lab.figure('Description length against α')).toBeVisible();
  await expect(lab.figure('Loss by epoch')).toHaveCount(0);
  await lab.openDetails();

  const titles = [
    'Test loss against network size',
    'Inverse error against compression, and the frontier',
    'Description length against α',
    'Loss by epoch',
    'Sparsity by layer',
    'Weights before and after pruning',
    'Search of the threshold',
    'The network before and after idle weights are taken out',
  ];
  for (const title of titles) {
    await lab.figure(title).scrollIntoViewIfNeeded();
    await expect(lab.figure(title).locator('.main-svg').first()).toBeVisible();
  }
  await expect(lab.figure('Error increase against compression')).toHaveCount(0);
  await expectAccessible(page);

  const size = lab.figure('Test loss against network size');
  await size.getByRole('radio', { name: 'CR' }).click();
  await expect(size.locator('.xtitle')).toContainText('compression rate');

  const frontier = lab.figure('Inverse error against compression, and the frontier');
  await frontier.getByRole('radio', { name: 'α radius' }).click();
  await expect(frontier.getByRole('img', { name: /circumradius up to 0.15/ })).toBeVisible();
  await frontier.getByRole('slider').press('ArrowRight');
  await expect(frontier.getByRole('img', { name: /circumradius up to 0.16/ })).toBeVisible();
  // Hulls come and go while the markers of the runs stay: one a run, over the hulls and under the frontiers.
  await frontier.getByRole('radio', { name: 'edge ratio' }).click();
  await frontier.getByRole('slider').press('End');
  const layers = () =>
    frontier
      .locator('.scatterlayer .trace')
      .evaluateAll((groups) => groups.map((group) => /-(hull|points|frontier)$/.exec(group.classList.value)?.[1] ?? ''));
  await expect.poll(async () => new Set(await layers())).toEqual(new Set(['hull', 'points', 'frontier']));
  const drawn = await layers();
  expect(drawn).toEqual(drawn.toSorted((a, b) => ['hull', 'points', 'frontier'].indexOf(a) - ['hull', 'points', 'frontier'].indexOf(b)));
  await expect(frontier.locator('.scatterlayer .trace[class$="-points"] path.point')).toHaveCount(await lab.results.count());

  await page.getByRole('button', { name: /Run shown by figures of a single run/ }).click();
  await page.getByRole('option', { name: /^DRR, α = 0.003, seed 0$/ }).click();
  for (const title of ['Loss by epoch', 'Weights before and after pruning'])
    await expect(lab.figure(title)).toContainText('DRR, α = 0.003, seed 0');

  for (const width of [360, 768]) {
    await page.setViewportSize({ width, height: 800 });
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth))
      .toBeLessThanOrEqual(0);
  }
});
