/** The first page: what it shows a stranger, where it leads, and how little of a program it takes. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { distDir } from '../../scripts/lib/paths.mjs';
import type { Page } from '@playwright/test';
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/test.ts';

const question = 'How much of a neural network can you throw away?';

/** Kilobytes of JavaScript, packed with gzip, that the first paint may take. */
const MOST_SCRIPT_KB = 120;

test('the first paint takes little of a program', async () => {
  const page = await readFile(join(distDir, 'index.html'), 'utf8');
  const scripts = [...page.matchAll(/(?:src|href)="\.\/(?<path>[^"]+\.js)"/g)].map(({ groups }) => groups!.path);
  expect(scripts.length).toBeGreaterThan(1);
  const sizes = await Promise.all(scripts.map(async (path) => gzipSync(await readFile(join(distDir, path))).length));
  expect(sizes.reduce((sum, size) => sum + size, 0) / 1000).toBeLessThanOrEqual(MOST_SCRIPT_KB);
});

test('doors lead to the lab and to what the papers claim, and back', async ({ lab, page }) => {
  await lab.open('#/', page.getByRole('heading', { name: question }));
  await expectAccessible(page);
  await page.getByRole('link', { name: /^Explore/ }).click();
  await expect(lab.runButton).toBeVisible();
  await page.getByRole('link', { name: 'Parsimony' }).click();
  await page.getByRole('link', { name: /^Reproduce the papers/ }).click();
  await expect(page.getByRole('heading', { name: 'Reproduce', level: 1 })).toBeVisible();
  await expect(page).toHaveURL(/#\/reproduce$/);
});

test('the licence of the program and of all that is in it goes with the page', async ({ lab, page }) => {
  await lab.open('#/', page.getByRole('heading', { name: question }));
  const link = page.getByRole('contentinfo').getByRole('link', { name: /^MIT licence/ });
  const address = new URL((await link.getAttribute('href'))!, page.url());
  const text = await (await page.request.get(address.href)).text();
  for (const words of ['The Parsimony authors', 'react-dom', '@tensorflow/tfjs', 'plotly.js']) expect(text).toContain(words);
});

/** What stands in one of the three big numbers. */
const number = (page: Page, name: string): Promise<number> =>
  page
    .locator(`[data-number=${name}] > b`)
    .innerText()
    .then((text) => Number.parseFloat(text.replaceAll(',', '')));
const accuracy = (page: Page): Promise<number> => number(page, 'accuracy');

test('the network is cut by keyboard and mouse, drawn for, cut at random and trained on, and all is taken back', async ({ lab, page }) => {
  const slider = page.getByRole('slider', { name: 'Share of the weights that is thrown away' });
  await lab.open('#/', slider);
  await expect(slider).toHaveAttribute('aria-valuenow', '90');
  await expect.poll(() => accuracy(page)).toBeGreaterThan(95);
  const first = await accuracy(page);
  expect(await number(page, 'times')).toBeCloseTo(8.8, 1);

  // What its job measured of it whole; and of nothing every image is said to be a 0, as 980 are.
  await slider.press('Home');
  await expect.poll(() => accuracy(page)).toBe(98.5);
  expect(await number(page, 'bytes')).toBe(1.07);
  await slider.press('End');
  await expect(page.getByRole('img', { name: '0 of 266,610 numbers are left: 0 of 300 units alive' })).toBeVisible();
  await expect.poll(() => accuracy(page)).toBe(9.8);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(slider).toHaveAttribute('aria-valuenow', '90');
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(slider).toHaveAttribute('aria-valuenow', '100');
  const box = (await slider.boundingBox())!;
  await page.mouse.move(box.x + box.width - 14, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.77, box.y + 60, { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => accuracy(page)).toBeLessThan(first);
  await expect.poll(() => accuracy(page)).toBeGreaterThan(50);
  await expect.poll(async () => Number(await slider.getAttribute('aria-valuenow'))).toBeLessThan(98);

  const say = page.getByText(/^Full: \d/);
  const pad = page.getByRole('application', { name: /^Drawing pad/ });
  await pad.press('7');
  await expect(say).toContainText('It is a 7');
  await page.getByRole('button', { name: 'Test digit 2' }).click();
  await expect(say).toContainText('Full: 2, 100 % sure.');
  await page.getByRole('button', { name: 'Give me a hard one' }).click();
  await expect(say).toContainText('wrong');
  await pad.press('Escape');
  await expect(page.getByText('Draw with mouse, finger or pen.')).toBeVisible();
  const paper = (await pad.boundingBox())!;
  await page.mouse.move(paper.x + 110, paper.y + 30);
  await page.mouse.down();
  await page.mouse.move(paper.x + 104, paper.y + 190, { steps: 6 });
  await page.mouse.up();
  await expect(say).toContainText('Full: 1,');

  const cut = await accuracy(page);
  await page.getByRole('button', { name: 'at random' }).click();
  await expect.poll(() => accuracy(page)).toBeLessThan(cut - 30);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => accuracy(page)).toBe(cut);
  const kept = await slider.getAttribute('aria-valuetext');
  await page.getByRole('button', { name: 'Fine-tune' }).click();
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Fine-tune' })).toBeVisible({ timeout: 60_000 });
  await expect.poll(() => accuracy(page)).toBeGreaterThan(Math.max(cut, 94));
  await expect(slider).toHaveAttribute('aria-valuetext', kept!);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => accuracy(page)).toBe(cut);
});

test.describe('without a service worker, which takes over requests that a test wants to hold up', () => {
  test('without the test set the network is cut and asked all the same, and the rest comes once it can', async ({
    lab,
    page,
    problems,
  }) => {
    problems.allow(/Failed to load resource/);
    await page.route('**/data/mnist/test-*', (route) => route.abort());
    const slider = page.getByRole('slider', { name: 'Share of the weights that is thrown away' });
    await lab.open('#/', slider);
    const failed = page.getByRole('alert').filter({ hasText: 'cannot be measured' });
    // The worker asks three times.
    await expect(failed).toBeVisible({ timeout: 60_000 });
    await slider.press('PageDown');
    await expect(slider).not.toHaveAttribute('aria-valuenow', '90');
    await page.getByRole('application').press('3');
    await expect(page.getByText(/^Full: 3/)).toBeVisible();
    await page.getByRole('button', { name: 'Give me a hard one' }).click();
    await expect(page.getByText(/^Full: \d/)).toContainText('wrong');
    await page.unroute('**/data/mnist/test-*');
    await failed.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => accuracy(page)).toBeGreaterThan(95);
    await expect(failed).toBeHidden();
  });
});

test('an address of no page shows the first one, and says so', async ({ lab, page }) => {
  await lab.open('#/no-such-page', page.getByText('There is no page at this address'));
  await expect(page.getByRole('heading', { name: question })).toBeVisible();
});

test('a file that is dropped on the first page opens in the lab', async ({ lab, page }) => {
  await lab.open('#/', page.getByRole('heading', { name: question }));
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['junk'], 'junk.parsimony-net'));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(page.getByRole('region', { name: 'Trained networks' })).toContainText('junk.parsimony-net was not opened');
});
