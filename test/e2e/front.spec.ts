/** The first page: what it shows a stranger, where it leads, and how little of a program it takes. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { distDir } from '../../scripts/lib/paths.mjs';
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

test('doors lead to the lab and to the papers’ studies, and back', async ({ lab, page }) => {
  await lab.open('#/', page.getByRole('heading', { name: question }));
  await expectAccessible(page);
  await page.getByRole('link', { name: /^Explore/ }).click();
  await expect(lab.runButton).toBeVisible();
  await page.getByRole('link', { name: 'Parsimony' }).click();
  await page.getByRole('link', { name: /^Reproduce ℓ₀/ }).click();
  await expect(page.getByRole('button', { name: /Preset$/ })).toContainText('ℓ0 on LeNet-300-100');
  await expect(page).toHaveURL(/#\/lab$/);
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
