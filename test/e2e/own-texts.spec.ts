/** A text of one's own on a narrow screen: refused where there is nothing in it, warned of where it is none, kept, used, run, deleted. */
import { offersTexts } from '../../src/ui/data/offers-texts.ts';
import { expect, test } from './support/test.ts';

test.skip(!offersTexts(), 'no network of the lab takes texts');

const file = (name: string, bytes: Uint8Array) => ({ name, mimeType: '', buffer: Buffer.from(bytes) });
const letters = new TextEncoder().encode(Array.from({ length: 30 }, (_, i) => `Line ${i} of a text that counts. `).join(''));
const noise = Uint8Array.from({ length: 65_536 }, (_, i) => Math.imul(i, 2_654_435_761) >>> 24);

test('a text is added, survives a reload, is used and run, and is deleted', async ({ lab, page }) => {
  await lab.open();
  await lab.choosePreset('ℓ0 on LeNet-300-100, a quick look');
  await page.setViewportSize({ width: 360, height: 800 });
  const dataSets = page.getByRole('button', { name: 'Data sets' });
  await page.getByRole('button', { name: 'Study settings' }).click();
  await dataSets.click();
  const dialog = page.getByRole('dialog', { name: 'Data sets' });
  const field = dialog.getByLabel('Text file', { exact: true });
  await field.setInputFiles(file('nothing.txt', new Uint8Array()));
  await expect(dialog).toContainText('“nothing” was not added. nothing.txt is empty.');

  await field.setInputFiles(file('noise.dat', noise));
  const doubts = dialog.getByRole('region', { name: 'Before it is added' });
  await expect(doubts).toContainText('it is probably compressed already');
  await doubts.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog.getByRole('row', { name: /^noise/u })).toBeHidden();

  await dialog.getByLabel('Or paste it here').fill('To be, or not to be');
  await dialog.getByRole('button', { name: 'Add what is pasted' }).click();
  await expect(dialog.getByRole('row', { name: /^Pasted text/u }).getByRole('cell')).toHaveText(['19', '9 of 256', 'Use']);

  await field.setInputFiles(file('letters.txt', letters));
  const row = dialog.getByRole('row', { name: /^letters/u });
  const cells = [letters.length.toLocaleString('en-US'), `${new Set(letters).size} of 256`, 'Use'];
  await expect(row.getByRole('cell')).toHaveText(cells);
  await page.reload();
  await page.getByRole('button', { name: 'Study settings' }).click();
  await dataSets.click();
  await expect(row.getByRole('cell')).toHaveText(cells);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await row.getByRole('button', { name: 'Use letters' }).click();
  await expect(dialog).toBeHidden();
  const form = page.getByRole('region', { name: 'Study', exact: true });
  await expect(form).toContainText('Own text: letters');
  await expect(form).toContainText('letters, Transformer');

  await lab.runButton.click();
  // Its bytes were found where they are kept.
  await expect(page.getByRole('main')).toContainText('training loss', { timeout: 60_000 });
  await lab.cancelButton.click();
  await lab.ends('Cancelled');

  await dataSets.click();
  await row.getByRole('button', { name: 'Delete letters' }).click();
  await expect(row).toBeHidden();
  await dialog.getByRole('button', { name: 'Undo deleting letters' }).click();
  await expect(row.getByRole('cell')).toHaveText(cells);
});
