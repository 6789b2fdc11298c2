/** Archives of texts: made by the network of a run; dropped or chosen, the text comes back, and what is damaged is refused in words. */
import { readFile } from 'node:fs/promises';
import type { Locator } from '@playwright/test';
import { makeArchive } from '../../src/data/text-archive/archive.ts';
import { load, networkOf, textOf } from '../unit/data/text-archive/texts.ts';
import { LabPage } from './support/lab-page.ts';
import { expect, otherProfile, test } from './support/test.ts';

const text = Uint8Array.of(
  ...new TextEncoder().encode('Call me Ishmael. Some years ago – never mind how long precisely –\n'),
  ...textOf(30_000, 40).subarray(40),
  0xff,
  0x00,
);
const symbols = new Set(text).size;

async function archive(): Promise<{ file: Uint8Array<ArrayBuffer>; bytes: number }> {
  const network = networkOf({ symbols, dim: 16, blocks: 1, heads: 2, length: 32, faithful: false });
  const { file } = await makeArchive(text, network, { bits: 8, load });
  return { file, bytes: file.length };
}

test('the text of an archive comes back, byte for byte', async ({ lab, page }) => {
  const { file, bytes } = await archive();
  await lab.open();
  await page
    .getByLabel('Result, network, archive or lesson', { exact: true })
    .setInputFiles({ name: 'ishmael.txt.parsimony-text', mimeType: 'application/octet-stream', buffer: Buffer.from(file) });
  const card = page.getByRole('region', { name: 'Text from an archive' });
  await expect(card).toContainText(`in ${bytes.toLocaleString('en')} bytes`);
  await expect(card.getByLabel('How the text begins')).toContainText('Call me Ishmael. Some years ago – never mind');
  for (const part of ['network', 'code', 'check sums', 'header'])
    await expect(card.getByRole('rowheader', { name: new RegExp(`^${part}`, 'u') })).toBeVisible();
  const downloading = page.waitForEvent('download');
  await card.getByRole('button', { name: /^The text, 30,0\d\d bytes$/u }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('ishmael.txt');
  expect(Buffer.compare(await readFile(await download.path()), text)).toBe(0);
  await card.getByRole('button', { name: 'Close the archive' }).click();
  await expect(card).toBeHidden();
});

/** Letters that mostly follow one another, and bytes that are no letters. */
const book = Uint8Array.from({ length: 140_000 }, (_, i) => (i % 997 === 0 ? 0x80 + (i % 7) : 97 + ((i + Math.floor(i / 11)) % 13)));

test('the network of a finished run makes an archive of its text, which another profile opens', async ({ lab, page, browser, labUrl }) => {
  test.setTimeout(120_000);
  await lab.open();
  await lab.choosePreset('A novel, as short as can be');
  await lab.useText('book', book);
  // Those of network and training.
  await page
    .getByRole('button', { name: /^\d+ more settings/u })
    .nth(1)
    .click();
  for (const [setting, value] of [
    ['Seed', '1'],
    ['Width d', '8'],
    ['Blocks', '1'],
    ['Heads', '2'],
    ['Epochs at most', '2'],
    ['Fine-tuning at most', '1'],
  ])
    await lab.type(setting, value);
  await lab.runButton.click();
  await lab.ends('Finished');

  // What programs make of such a text is measured by itself, and stands beside what the network does.
  await expect(page.getByRole('region', { name: 'Result', exact: true })).toContainText(
    /Programs that pack the whole file.*Zstandard \(/u,
    {
      timeout: 30_000,
    },
  );
  const networks = page.getByRole('region', { name: 'Trained networks' });
  await networks.getByRole('button', { name: 'Open' }).press('Enter');
  const make = networks.getByRole('button', { name: 'Make an archive' });
  const told = await lab.cancelAtOnce('Archive of a text', () => make.press('Enter'));
  expect(told).toContain('Compressing');
  const card = page.getByRole('region', { name: 'Archive of a text' });
  await make.press('Enter');
  await expect(card).toContainText('It was decoded again, and is the very text.', { timeout: 30_000 });
  const code = card.getByRole('row', { name: /^code/u });
  const numberIn = async (of: Locator): Promise<number> => Number((await of.innerText()).replaceAll(/\D/gu, ''));
  const [real, ideal] = [await numberIn(code.getByRole('cell').first()), await numberIn(code.getByRole('rowheader'))];
  // By the specification of the coder 0.00025 bits per byte for its frequencies, some bits for its end.
  expect(real).toBeGreaterThanOrEqual(ideal - 1);
  expect(real).toBeLessThan(ideal + 16);
  const [download] = await Promise.all([page.waitForEvent('download'), card.getByRole('button', { name: /^The archive/u }).click()]);
  expect(download.suggestedFilename()).toBe('book.parsimony-text');
  const file = await readFile(await download.path());
  await expect(card).toContainText(`140,000 bytes of text in ${file.length.toLocaleString('en')} bytes`);

  const context = await otherProfile(browser, labUrl, { viewport: { width: 1440, height: 900 } });
  const other = new LabPage(await context.newPage(), labUrl);
  await other.open();
  await other.page
    .getByLabel('Result, network, archive or lesson', { exact: true })
    .setInputFiles({ name: 'book.parsimony-text', mimeType: 'application/octet-stream', buffer: file });
  const opened = other.page.getByRole('region', { name: 'Text from an archive' });
  const [saved] = await Promise.all([
    other.page.waitForEvent('download'),
    opened.getByRole('button', { name: 'The text, 140,000 bytes' }).click({ timeout: 30_000 }),
  ]);
  expect(Buffer.compare(await readFile(await saved.path()), book)).toBe(0);
  await context.close();
});

test('one that is dropped on the first page opens in the lab, and a damaged one is refused', async ({ lab, page }) => {
  const { file } = await archive();
  await lab.open('#/', page.getByRole('heading', { level: 1 }));
  const drop = (bytes: Uint8Array) =>
    page.evaluate((own) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(own)], 'book.parsimony-text'));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, Array.from(bytes));
  await drop(file);
  const card = page.getByRole('region', { name: 'Text from an archive' });
  await expect(card).toContainText('bits per byte');
  file[file.length - 200] ^= 4;
  await drop(file);
  await expect(card).toContainText('This archive was cut off or changed since it was written');
  await drop(Uint8Array.from({ length: 500 }, (_, i) => i % 251));
  await expect(card).toContainText('This is no archive of a text: it does not begin like one.');
});

test('decoding is told and can be cancelled', async ({ lab, page }) => {
  const long = textOf(60_000, 20);
  const network = networkOf({ symbols: 20, dim: 48, blocks: 2, heads: 2, length: 32, faithful: false });
  const { file } = await makeArchive(long, network, { bits: 32, load });
  await lab.open();
  const told = await lab.cancelAtOnce('Text from an archive', () =>
    page
      .getByLabel('Result, network, archive or lesson', { exact: true })
      .setInputFiles({ name: 'long.parsimony-text', mimeType: 'application/octet-stream', buffer: Buffer.from(file) }),
  );
  expect(told).toMatch(/Decoding.*of 60,000 bytes/su);
});
