/** Images of one's own: added as IDX files or as a folder of PNGs, kept over a reload, used in a study, named in links, deleted. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { idxFile, pngFile, zipFile } from '../unit/data/own/files.ts';
import { expect, test } from './support/test.ts';

const SIDE = 8;
const COUNT = 60;

/** Bright on the left or on the right, by class. */
const pixels = (label: number, index: number): Uint8Array =>
  Uint8Array.from({ length: SIDE * SIDE }, (_, i) => (i % SIDE < SIDE / 2 === (label === 0) ? 200 : 20) + ((i * index) % 40));

const idxPair = (name: string) => {
  const labels = Uint8Array.from({ length: COUNT }, (_, i) => i % 2);
  const images = new Uint8Array(COUNT * SIDE * SIDE);
  for (const [i, label] of labels.entries()) images.set(pixels(label, i), i * SIDE * SIDE);
  const file = (suffix: string, content: Uint8Array<ArrayBuffer>) => ({
    name: `${name}-${suffix}`,
    mimeType: '',
    buffer: Buffer.from(content),
  });
  return [file('images.idx', idxFile([COUNT, SIDE, SIDE], images)), file('labels.idx', idxFile([COUNT], labels))];
};

test('an IDX pair is added, survives a reload, is used and run, is asked for by a link elsewhere, and is deleted', async ({
  lab,
  page,
  browser,
}) => {
  await lab.open();
  await lab.choosePreset('ℓ0 on LeNet-300-100, a quick look');
  await page.getByRole('button', { name: 'Data sets' }).click();
  const dialog = page.getByRole('dialog', { name: 'Data sets' });
  await dialog.getByLabel('Zip archive or IDX files', { exact: true }).setInputFiles(idxPair('halves'));
  const row = dialog.getByRole('row', { name: /^halves/u });
  await expect(row.getByRole('cell')).toHaveText(['48', '12', '8 × 8 × 1', '2', 'Use']);

  await page.reload();
  await page.getByRole('button', { name: 'Data sets' }).click();
  await row.getByRole('button', { name: 'Use halves' }).click();
  await expect(dialog).toBeHidden();
  const form = page.getByRole('complementary', { name: 'Study' });
  await expect(form).toContainText('Own images: halves');
  // LeNet-300-100 takes no images of 8 × 8: the study got a network that does.
  await expect(form).toContainText('Own widths');

  await lab.runButton.click();
  await lab.ends('Finished');
  // Which half is bright is told without a mistake.
  await expect(page.getByRole('main')).toContainText('1.0000');

  const elsewhere = await browser.newContext();
  const other = await elsewhere.newPage();
  await other.goto(await lab.shareLink());
  await other.getByRole('button', { name: 'Reproduce' }).click();
  await expect(other.getByRole('region', { name: 'Run', exact: true })).toContainText('“halves” are not in this browser');
  await expect(other.getByRole('complementary', { name: 'Study' })).toContainText(
    '“halves” is not in this browser: 48 images to train and 12 to test',
  );
  await elsewhere.close();

  await page.getByRole('button', { name: 'Data sets' }).click();
  await row.getByRole('button', { name: 'Delete halves' }).click();
  await expect(row).toBeHidden();
  await dialog.getByRole('button', { name: 'Undo deleting halves' }).click();
  await expect(row.getByRole('cell')).toHaveText(['48', '12', '8 × 8 × 1', '2', 'Use']);
  await row.getByRole('button', { name: 'Delete halves' }).click();
  await expect(dialog.getByText('“halves” was deleted.')).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Data sets' }).click();
  await expect(dialog).toBeVisible();
  await expect(row).toBeHidden();
});

test('a zip archive of folders is added under its name, and one with a password is refused', async ({ lab, page }) => {
  await lab.open();
  await page.getByRole('button', { name: 'Data sets' }).click();
  const dialog = page.getByRole('dialog', { name: 'Data sets' });
  const give = (name: string, encrypted: boolean) => {
    const pictures = ['left', 'right'].flatMap((folder, label) =>
      Array.from({ length: 10 }, (_, i) => ({
        path: `${folder}/${i}.png`,
        bytes: pngFile({ width: SIDE, height: SIDE, colour: 0, samples: pixels(label, i) }),
        encrypted,
      })),
    );
    return dialog
      .getByLabel('Zip archive or IDX files', { exact: true })
      .setInputFiles([{ name, mimeType: 'application/zip', buffer: Buffer.from(zipFile(pictures)) }]);
  };
  await give('sides.zip', false);
  await expect(dialog.getByRole('row', { name: /^sides/u }).getByRole('cell')).toHaveText(['16', '4', '8 × 8 × 1', '2', 'Use']);
  await give('secret.zip', true);
  await expect(dialog.getByRole('alert')).toContainText('“secret” was not added. secret/left/0.png is encrypted.');
});

test('a folder of PNGs is added under its name and run by DTC, and what does not fit is refused by name', async ({ lab, page }, info) => {
  const folder = info.outputPath('sides');
  for (const [label, name] of ['left', 'right'].entries()) {
    await mkdir(join(folder, name), { recursive: true });
    for (let i = 0; i < 10; i++) {
      await writeFile(
        join(folder, name, `${i}.png`),
        pngFile({ width: SIDE, height: SIDE, colour: 0, samples: pixels(label, i), filters: [i % 5] }),
      );
    }
  }
  await lab.open();
  const accuracy = lab.figure('Accuracy against sparsity');
  await expect(accuracy).toContainText('Süzen 2025');
  await page.getByRole('button', { name: 'Data sets' }).click();
  const dialog = page.getByRole('dialog', { name: 'Data sets' });
  await dialog.getByLabel('Folder of PNGs by class').setInputFiles(folder);
  await expect(dialog.getByRole('row', { name: /^sides/u }).getByRole('cell')).toHaveText(['16', '4', '8 × 8 × 1', '2', 'Use']);

  await dialog.getByRole('button', { name: 'Use sides' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('complementary', { name: 'Study' })).toContainText('Own images: sides');
  // Published runs are of MNIST, and no longer behind the figures.
  await expect(accuracy).not.toContainText('Süzen 2025');
  await lab.type('Hidden neurons', '16');
  await lab.type('Batches per cycle', '12');
  await lab.runButton.click();
  await lab.ends('Finished');
  const { records } = await lab.result();
  expect(records.map(({ job, status }) => [job.compression.method, job.data.name, job.images?.name, status])).toEqual(
    ['magnitude', 'random', 'dtc'].map((method) => [method, 'own', 'sides', 'finished']),
  );
  // Which half is bright is told without a mistake while there are neurons enough.
  for (const { steps } of records) expect(steps[0]).toMatchObject({ testAccuracyBeforePrune: 1, neurons: 14 });

  await page.getByRole('button', { name: 'Data sets' }).click();
  await writeFile(
    join(folder, 'left', 'wide.png'),
    pngFile({ width: SIDE + 1, height: SIDE, colour: 0, samples: new Uint8Array(SIDE * (SIDE + 1)) }),
  );
  await dialog.getByLabel('Folder of PNGs by class').setInputFiles(folder);
  await expect(
    dialog.getByText('“sides” was not added. sides/left/wide.png has 9 × 8 pixels, and sides/left/0.png has 8 × 8.'),
  ).toBeVisible();
});
