/** The network of a text in a person's hands: it reads the text and what is typed, writes on, and gets worse as it is cut. */
import AxeBuilder from '@axe-core/playwright';
import { readFile } from 'node:fs/promises';
import { expect, otherProfile, test } from './support/test.ts';
import { LabPage } from './support/lab-page.ts';

/** Letters that mostly follow one another, line breaks, and a character of three bytes. */
const words = Array.from({ length: 1500 }, (_, i) => (i % 9 === 8 ? '\n' : i % 50 === 7 ? '– ' : `${'abcdefgh'.slice(i % 5)} `)).join('');
const book = new TextEncoder().encode(words);
const symbols = new Set(book).size;

test.setTimeout(300_000);

test('a network of a text is read with and written with, cut or not, here and where its text is not', async ({
  lab,
  page,
  browser,
  labUrl,
}) => {
  await lab.open();
  await lab.choosePreset('A novel, as short as can be');
  await lab.type('Seed', '1');
  await lab.useText('book', book);
  // Those of network and training.
  await page
    .getByRole('button', { name: /^\d+ more settings/u })
    .nth(1)
    .click();
  const small = { 'Width d': '8', Blocks: '1', Heads: '2', 'Epochs at most': '2', 'Fine-tuning at most': '1' };
  for (const [setting, value] of Object.entries(small)) await lab.type(setting, value);
  await lab.runButton.click();
  await lab.ends('Finished');

  const card = page.getByRole('region', { name: 'Trained networks' });
  await card.getByRole('button', { name: 'Open' }).press('Enter');
  await card.getByRole('button', { name: 'Read and write with it' }).press('Enter');
  const reading = card.getByRole('region', { name: 'Read and write with it' });
  const [before, after] = [reading.getByTestId('read-whole'), reading.getByTestId('read-now')];
  const expected = reading.getByTestId('expected');
  await expect(before).toContainText(/^Before its pruning: [\d,.]+ bits for 512 bytes, \d\.\d{3} bits per byte/u, { timeout: 30_000 });
  await expect(after.getByRole('option')).toHaveCount(512);
  // By keyboard from byte to byte and from line to line, and by pointer.
  const text = after.getByRole('listbox');
  await text.press('Home');
  await text.press('ArrowRight');
  await expect(expected).toContainText('As the job left it: expected for byte 2');
  await text.press('ArrowDown');
  await expect(text.getByRole('option', { selected: true })).not.toHaveAttribute('data-at', '1');
  await before.getByRole('option').nth(9).hover();
  await expect(expected).toContainText('Before its pruning: expected for byte 10');
  await expect(expected.getByRole('rowheader', { name: / is there, \d+\.\d\d bits$/u })).toHaveCount(2);
  await reading.getByRole('button', { name: 'Next passage' }).press('Enter');
  await expect(reading).toContainText('Passage 2 of');

  await reading.getByRole('radio', { name: 'What you type' }).click();
  await reading.getByRole('textbox', { name: 'Type a beginning' }).fill('abc –X');
  await expect(reading.getByRole('status')).toContainText(`No symbol for “X”: the network knows the ${symbols} byte values`);
  await expect(after).toContainText(/bits for 7 bytes, \d\.\d{3} bits per byte$|bits for 7 bytes, \d\.\d{3} bits per byte/u);
  await expect(expected).toContainText('As the job left it: expected next');
  await reading.getByRole('button', { name: 'Let it write on' }).press('Enter');
  await expect(after.getByRole('option')).toHaveCount(207);
  const { violations } = await new AxeBuilder({ page }).include(`[data-testid="read-now"]`).include(`[data-testid="expected"]`).analyze();
  expect(violations).toEqual([]);

  // Of nothing all bytes are alike; what it had written is written again by what is left.
  await card.getByRole('button', { name: 'Prune it by hand' }).press('Enter');
  const slider = card.getByRole('slider', { name: 'Threshold' });
  await expect(card.getByTestId('trial-figures')).toContainText('bits per byte', { timeout: 30_000 });
  await slider.press('End');
  await expect(after).toContainText(
    `As it is now: ${(7 * Math.log2(symbols)).toFixed(1)} bits for 7 bytes, ${Math.log2(symbols).toFixed(3)} bits`,
  );
  await expect(before).not.toContainText(`${Math.log2(symbols).toFixed(3)} bits per byte`);
  await expect(card.getByTestId('trial-figures').getByRole('row', { name: /^bits per byte/u })).toContainText(
    Math.log2(symbols).toFixed(3),
  );
  await expect(after.getByRole('option')).toHaveCount(207);

  const file = card.getByRole('button', { name: /^Network file, [\d,]+ bytes$/u });
  const [download] = await Promise.all([page.waitForEvent('download'), file.press('Enter')]);
  const context = await otherProfile(browser, labUrl, { viewport: { width: 360, height: 800 } });
  const other = new LabPage(await context.newPage(), labUrl);
  await other.open();
  await other.page
    .getByLabel('Result, network, archive or lesson', { exact: true })
    .setInputFiles({ name: 'book.parsimony-net', mimeType: 'application/octet-stream', buffer: await readFile(await download.path()) });
  await other.page.getByRole('button', { name: 'Read and write with it' }).press('Enter');
  const there = other.page.getByRole('region', { name: 'Read and write with it' });
  await expect(there).toContainText('There is no test part to read: The text “book” is not in this browser', { timeout: 30_000 });
  await there.getByRole('textbox', { name: 'Type a beginning' }).fill('abc');
  await expect(there.getByTestId('read-whole')).toContainText(/^As the job left it: [\d.]+ bits for 3 bytes/u);
  expect(await other.page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await context.close();
});
