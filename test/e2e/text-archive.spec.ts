/** An archive of a text, dropped or chosen: the text comes back, and what is damaged is refused in words. */
import { readFile } from 'node:fs/promises';
import { makeArchive } from '../../src/data/text-archive/archive.ts';
import { load, networkOf, textOf } from '../unit/data/text-archive/texts.ts';
import { expect, test } from './support/test.ts';

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
    .getByLabel('Result, network or archive', { exact: true })
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
  await expect(card).toContainText('bits a byte');
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
  await page
    .getByLabel('Result, network or archive', { exact: true })
    .setInputFiles({ name: 'long.parsimony-text', mimeType: 'application/octet-stream', buffer: Buffer.from(file) });
  const card = page.getByRole('region', { name: 'Text from an archive' });
  await expect(card.getByRole('progressbar', { name: 'Decoding' })).toBeVisible();
  await expect(card).toContainText(/of 60,000 bytes/u);
  await card.getByRole('button', { name: 'Cancel' }).click();
  await expect(card).toBeHidden();
});
