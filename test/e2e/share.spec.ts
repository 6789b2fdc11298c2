/** Results that travel: links, files, and what opens them. */
import { readFile } from 'node:fs/promises';
import { deflateRawSync } from 'node:zlib';
import type { Browser } from '@playwright/test';
import { resultSchema } from '../../src/study/records.ts';
import { LabPage } from './support/lab-page.ts';
import { PNG } from 'pngjs';
import { expect, otherProfile, test } from './support/test.ts';

const fixture = (name: string): Promise<string> =>
  readFile(new URL(`../reference/links/v1/${name}.txt`, import.meta.url), 'utf8').then((text) => text.trim());

/** Somebody else's browser: no storage, no cache in common. */
async function stranger(browser: Browser, labUrl: string): Promise<LabPage> {
  const context = await otherProfile(browser, labUrl, { viewport: { width: 1440, height: 900 } });
  return new LabPage(await context.newPage(), labUrl);
}

test('a link opens in another profile with its curves, before any training, and is reproduced as identical', async ({
  lab,
  browser,
  labUrl,
}) => {
  await lab.open();
  await lab.chooseShortStudy();
  await lab.runButton.click();
  await lab.ends('Finished');
  const link = await lab.shareLink();
  expect(link.length).toBeLessThan(2000);
  expect(link).toContain('#r=3.');

  const other = await stranger(browser, labUrl);
  const workers: string[] = [];
  other.page.on('worker', (worker) => workers.push(worker.url()));
  await other.open(link.slice(link.indexOf('#')));
  await expect(other.sharedBanner).toBeVisible();
  await other.act('Accuracy against sparsity', 'Show data as table');
  await expect(other.dataOf('Accuracy against sparsity')).not.toHaveCount(0);
  expect(workers).toEqual([]);

  await other.reproduceButton.click();
  await other.ends('Finished');
  await expect(other.verdict).toContainText(/identical/i);
  await other.page.context().close();
});

test('a link of version 1 opens for ever', async ({ lab }) => {
  await lab.open(`#${await fixture('three-methods')}`);
  await expect(lab.sharedBanner).toBeVisible();
  await lab.act('Accuracy against sparsity', 'Show data as table');
  await expect(lab.dataOf('Accuracy against sparsity')).not.toHaveCount(0);
});

const link = (content: unknown): string =>
  `r=1.${deflateRawSync(typeof content === 'string' ? content : JSON.stringify(content)).toString('base64url')}`;

const hostile: Record<string, () => Promise<string> | string> = {
  garbage: () => 'r=1.!!!!not-base64!!!!',
  'of a later version': () => 'r=99.AAAA',
  'of no version': () => 'r=AAAA',
  truncated: async () => (await fixture('three-methods')).slice(0, 200),
  'that unpacks to 5 MB': () => link('[' + '0,'.repeat(2_500_000) + '0]'),
  'with __proto__': () => link('{"__proto__":{"polluted":true},"study":{}}'),
  'with unknown fields': () => link({ study: { name: 'x', script: 'alert(1)' }, evil: true }),
  'with widths out of range': () => link({ study: { name: 'x', job: { model: { hidden: [1e9] } } }, digest: [] }),
  'that is no JSON': () => link('}{'),
};

test('a link of what kind soever that is none of ours is refused in words, and nothing runs', async ({ lab, page }) => {
  const workers: string[] = [];
  page.on('worker', (worker) => workers.push(worker.url()));
  for (const [name, make] of Object.entries(hostile)) {
    await lab.open(`#${await make()}`);
    const told = lab.errors.filter({ hasText: /link/i });
    await expect(told, name).toHaveCount(1);
    await expect(lab.sharedBanner).toBeHidden();
    await told.getByRole('button', { name: 'Dismiss' }).press('Enter');
    await expect(lab.errors).toHaveCount(0);
  }
  expect(workers).toEqual([]);
  expect(await page.evaluate(() => 'polluted' in {})).toBe(false);
});

test('links that are cut off or from a newer lab are refused, and what the notice says covers nothing that cannot be scrolled above it', async ({
  lab,
  page,
  labUrl,
}) => {
  const refused = async (fragment: string, words: string): Promise<void> => {
    await page.goto('about:blank');
    await page.goto(`${labUrl}#${fragment}`);
    await expect(lab.errors).toContainText(words);
  };
  await refused(
    'r=9.abc',
    'This link was made with a newer version of Parsimony (format 9; this one reads up to 4). Open it in an up-to-date lab.',
  );
  await refused(
    (await fixture('one-run')).slice(0, -40).replace(/^.*#/u, ''),
    'This link is damaged or was cut off on its way. Copy it again in full',
  );
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 760 });
    const gap = () =>
      page.evaluate(() => {
        window.scrollTo(0, document.documentElement.scrollHeight);
        const edge = (selector: string) => document.querySelector(selector)!.getBoundingClientRect();
        return edge('[role=alert]').top - edge('main > :last-child').bottom;
      });
    await expect.poll(gap).toBeGreaterThanOrEqual(0);
  }
});

test('a result file is downloaded, and opens by drag and drop', async ({ lab, page, browser, labUrl }) => {
  await lab.open();
  await lab.chooseShortStudy();
  await lab.runButton.click();
  await lab.ends('Finished');
  const steps = await lab.steps.count();
  await page.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: /result.*JSON|JSON/i }).click()]);
  const text = await readFile(await download.path(), 'utf8');
  const result = resultSchema.parse(JSON.parse(text));
  expect(result.records[0].steps.length).toBe(steps);

  const other = await stranger(browser, labUrl);
  await other.open();
  const transfer = await other.page.evaluateHandle((content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], 'result.json', { type: 'application/json' }));
    return data;
  }, text);
  await other.page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
  await other.page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await other.page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  await expect(other.sharedBanner).toBeVisible();
  await other.page.context().close();
});

test('figures are downloaded as CSV, PNG and SVG, and copied; pictures say what they show, on white whatever the page is', async ({
  lab,
  page,
}) => {
  const title = 'Accuracy against sparsity';
  await page.emulateMedia({ colorScheme: 'dark' });
  await lab.open();
  const [csv] = await Promise.all([page.waitForEvent('download'), lab.act(title, 'Download CSV')]);
  expect(csv.suggestedFilename()).toBe('accuracy-against-sparsity.csv');
  expect((await readFile(await csv.path())).length).toBeGreaterThan(200);

  const dialog = page.getByRole('dialog', { name: 'Save picture' });
  const saved = async (...choices: string[]): Promise<Buffer> => {
    await lab.act(title, 'Save picture…');
    for (const choice of choices) await dialog.getByRole('radio', { name: choice }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Save', exact: true }).click(),
    ]);
    return readFile(await download.path());
  };
  const { width, height } = PNG.sync.read(await saved('Slide, 16 : 9'));
  expect(width).toBe(2 * 960);
  expect(height).toBeGreaterThan(2 * 540);
  const svg = (await saved('SVG')).toString();
  const words = await page.evaluate((text) => {
    const picture = new DOMParser().parseFromString(text, 'image/svg+xml');
    return { root: picture.documentElement.nodeName, said: [...picture.querySelectorAll('text')].map(({ textContent }) => textContent) };
  }, svg);
  expect(words.root).toBe('svg');
  const said = words.said.join('\n');
  for (const word of [title, 'MNIST', 'DTC', 'Magnitude (published)', 'Random (published)', 'test accuracy']) expect(said).toContain(word);
  // It takes its font along, as nobody else may have it.
  expect(svg).toMatch(/@font-face\{font-family:Inter;.*src:url\(data:font\/woff2;base64,/);
  expect(svg).toMatch(/<svg[^>]*><rect[^>]*style="fill: rgb\(255, 255, 255\)/);

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await lab.act(title, 'Save picture…');
  await dialog.getByRole('button', { name: 'Copy as PNG' }).click();
  await expect(page.getByText(`“${title}” is on the clipboard.`)).toBeVisible();
  const bytes = await page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    return [...new Uint8Array(await (await item.getType('image/png')).arrayBuffer())];
  });
  expect(PNG.sync.read(Buffer.from(bytes)).width).toBe(2 * 960);
});
