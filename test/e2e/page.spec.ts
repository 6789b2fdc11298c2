import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

test('the page opens on a study that can be run, with the published curves drawn', async ({ lab, page }) => {
  await lab.open();
  await expect(page).toHaveTitle(/^Parsimony/);
  await expect(lab.runButton).toBeEnabled();
  await expect(lab.figure('Accuracy against sparsity').locator('.scatterlayer .trace').first()).toBeVisible();
});

test('a double click shows all of a figure again, on whatever scale it was zoomed', async ({ lab, page }) => {
  await lab.open();
  const figure = lab.figure('Accuracy against sparsity');
  const plot = figure.locator('.nsewdrag');
  const lastTick = figure.locator('.xtick text').last();
  await page.getByRole('radio', { name: 'linear' }).click();
  await expect(lastTick).toHaveText('1');
  await page.getByRole('radio', { name: 'log(1 − s)' }).click();
  await expect(lastTick).toHaveText('0.98');
  const box = (await plot.boundingBox())!;
  await page.mouse.move(box.x + 0.1 * box.width, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + 0.4 * box.width, box.y + 80, { steps: 4 });
  await page.mouse.up();
  await expect(lastTick).not.toHaveText('0.98');
  // Within 300 ms of the drag Plotly takes a click for one more of the same, and a double click for a third.
  await page.waitForTimeout(500);
  await plot.dblclick({ position: { x: 30, y: 30 } });
  await expect(lastTick).toHaveText('0.98');
});

/** Of each figure that is drawn, the numbers of its traces. */
const drawnPoints = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement & { data: { x: unknown; y: unknown }[] }>('.js-plotly-plot')].map(({ data }) =>
      JSON.stringify(data.map(({ x, y }) => [x, y])),
    ),
  );

test('a short study runs to its end, and its steps appear', async ({ lab, page }) => {
  await page.setViewportSize({ width: 1440, height: 500 });
  await lab.open();
  await lab.chooseShortStudy();
  await lab.runButton.click();
  await lab.ends('Finished');
  await expect(lab.jobs).toHaveCount(1);
  await expect(lab.steps).not.toHaveCount(0);
  const cycles = await lab.steps.count();
  // Figures below the window are as they are drawn in sight once nothing runs any more: a printed page shows them all.
  const charts = page.getByRole('main').locator('[role=img]:has(.plot-container)');
  await expect(charts).toHaveCount(2);
  await page.waitForTimeout(2000);
  const below = await drawnPoints(page);
  for (const chart of await charts.all()) {
    expect(await chart.evaluate((one) => one.getBoundingClientRect().top > innerHeight)).toBe(true);
  }
  for (const chart of await charts.all()) await chart.scrollIntoViewIfNeeded();
  await page.waitForTimeout(1000);
  expect(await drawnPoints(page)).toEqual(below);
  expect(below.join()).not.toBe('');
  // What is folded opens by the keyboard, and says what it is about.
  const topic = lab.page.getByRole('button', { name: /^Network.*1 figure/ });
  await expect(topic).toHaveAttribute('aria-expanded', 'false');
  await topic.press('Enter');
  await lab.figure('Neurons alive').getByRole('button', { name: 'About Neurons alive' }).click();
  await expect(lab.page.getByRole('dialog', { name: 'Neurons alive' })).toContainText('Table 1 of arXiv 2505.23869');
  await lab.page.keyboard.press('Escape');
  await lab.act('Neurons alive', 'Show data as table');
  await expect(lab.dataOf('Neurons alive')).toHaveCount(cycles);
});

test.describe('the watch over the page', () => {
  test('reports what violates the policy', async ({ lab, page, problems }) => {
    problems.allow(/policy violated: script-src/, /Content Security Policy/);
    await lab.open();
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.hacked = true';
      document.head.append(script);
    });
    expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
    await expect.poll(() => problems.found.join('\n')).toMatch(/policy violated: script-src-elem by inline/);
  });

  test('reports requests that leave the origin', async ({ lab, page, problems }) => {
    problems.allow(/elsewhere\.invalid/, /connect-src/);
    await lab.open();
    await page.evaluate(() => fetch('http://elsewhere.invalid/').catch(() => undefined));
    await expect.poll(() => problems.found.join('\n')).toMatch(/elsewhere\.invalid/);
  });

  test('reports what is logged as an error', async ({ lab, page, problems }) => {
    await lab.open();
    // oxlint-disable-next-line no-console
    await page.evaluate(() => console.error('from the page'));
    await expect.poll(() => problems.unexpected().join('\n')).toMatch(/console: from the page/);
    problems.allow(/from the page/);
  });
});
