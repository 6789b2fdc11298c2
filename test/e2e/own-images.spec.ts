/** Images of one's own: added as IDX files or as a folder of pictures, kept over a reload, used in a study, named in links, deleted. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { idxFile, pngFile, zipFile } from '../unit/data/own/files.ts';
import { expect, otherProfile, test } from './support/test.ts';

const SIDE = 8;
const COUNT = 60;

/** Bright on the left or on the right, by class; no two are the same. */
const pixels = (label: number, index: number): Uint8Array =>
  Uint8Array.from({ length: SIDE * SIDE }, (_, i) => (i % SIDE < SIDE / 2 === (label === 0) ? 190 : 20) + ((i * index) % 61));

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
  labUrl,
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
  const form = page.getByRole('region', { name: 'Study', exact: true });
  await expect(form).toContainText('Own images: halves');
  // LeNet-300-100 takes no images of 8 × 8: the study got a network that does.
  await expect(form).toContainText('Own widths');

  await lab.runButton.click();
  await lab.ends('Finished');
  // Which half is bright is told without a mistake.
  await expect(page.getByRole('main')).toContainText('1.0000');

  const elsewhere = await otherProfile(browser, labUrl);
  const other = await elsewhere.newPage();
  await other.goto(await lab.shareLink());
  await other.getByRole('button', { name: 'Reproduce' }).click();
  await expect(other.getByRole('region', { name: 'Run', exact: true })).toContainText('“halves” are not in this browser');
  await expect(other.getByRole('region', { name: 'Study', exact: true })).toContainText(
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
  await expect(accuracy).toContainText('DTC (published)');
  await page.getByRole('button', { name: 'Data sets' }).click();
  const dialog = page.getByRole('dialog', { name: 'Data sets' });
  await dialog.getByLabel('Folder of pictures by class').setInputFiles(folder);
  await expect(dialog.getByRole('row', { name: /^sides/u }).getByRole('cell')).toHaveText(['16', '4', '8 × 8 × 1', '2', 'Use']);

  await dialog.getByRole('button', { name: 'Use sides' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('region', { name: 'Study', exact: true })).toContainText('Own images: sides');
  // Published runs are of MNIST, and no longer behind the figures.
  await expect(accuracy).not.toContainText('(published)');
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
  await dialog.getByLabel('Folder of pictures by class').setInputFiles(folder);
  await expect(
    dialog.getByText('“sides” was not added. sides/left/wide.png has 9 × 8 pixels, and sides/left/0.png has 8 × 8.'),
  ).toBeVisible();
});

test('of several data sets in one archive one is chosen, and what makes little sense is asked about before it is added', async ({
  lab,
  page,
}) => {
  await lab.open();
  await page.getByRole('button', { name: 'Data sets' }).click();
  const dialog = page.getByRole('dialog', { name: 'Data sets' });
  const emnist = await readFile(join(import.meta.dirname, '../unit/data/own/cases/03a-emnist-6-splits.zip'));
  const give = () =>
    dialog
      .getByLabel('Zip archive or IDX files', { exact: true })
      .setInputFiles([{ name: 'emnist.zip', mimeType: 'application/zip', buffer: emnist }]);
  await give();
  await expect(dialog.getByText('There are 6 data sets in “emnist”. Which one is to be added?')).toBeVisible();
  await dialog.getByRole('button', { name: /^balanced/u }).click();
  await page.getByRole('option', { name: 'digits' }).click();
  await dialog.getByRole('button', { name: 'Add it' }).click();
  const doubts = dialog.getByRole('region', { name: 'Before it is added' });
  await expect(doubts).toContainText('“emnist, digits” can be read, but look at this before it is added:');
  await expect(doubts).toContainText('24 images to test are among those to train, pixel by pixel');
  await expect(doubts).toContainText('Left out, as no part of the data set: emnist/gzip/emnist-balanced-mapping.txt');

  await doubts.getByRole('button', { name: 'Cancel' }).click();
  await expect(doubts).toBeHidden();
  await expect(dialog.getByRole('row', { name: /^emnist/u })).toBeHidden();
  await give();
  await dialog.getByRole('button', { name: 'Add it' }).click();
  await doubts.getByRole('button', { name: 'Add all the same' }).click();
  await expect(dialog.getByRole('row', { name: /^emnist, balanced/u }).getByRole('cell')).toHaveText(['24', '24', '8 × 8 × 1', '2', 'Use']);
  await expect(dialog.getByText('“emnist, balanced” was added.')).toBeVisible();
});

test('JPEG and WebP are decoded as they were drawn, and a person is told by whom', async ({ lab, page }) => {
  await lab.open();
  // Drawn by the browser itself: a square that moves, dark on white in JPEGs of one class, alone on nothing in lossless WebPs of the other.
  const files = await page.evaluate(async () => {
    const drawn = async (type: string, at: number) => {
      const canvas = new OffscreenCanvas(16, 16);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no canvas');
      if (type === 'image/jpeg') {
        context.fillStyle = '#fff';
        context.fillRect(0, 0, 16, 16);
      }
      context.fillStyle = '#204060';
      context.fillRect(at, 8, 8, 8);
      return [...new Uint8Array(await (await canvas.convertToBlob({ type, quality: 1 })).arrayBuffer())];
    };
    const numbers = [0, 1, 2, 3, 4, 5];
    return {
      jpeg: await Promise.all(numbers.map((at) => drawn('image/jpeg', at))),
      webp: await Promise.all(numbers.map((at) => drawn('image/webp', at))),
    };
  });
  const entries = Object.entries(files).flatMap(([kind, pictures]) =>
    pictures.map((bytes, i) => ({ path: `${kind}/${i}.${kind === 'jpeg' ? 'jpg' : 'webp'}`, bytes: Uint8Array.from(bytes) })),
  );
  await page.getByRole('button', { name: 'Data sets' }).click();
  const dialog = page.getByRole('dialog', { name: 'Data sets' });
  const field = dialog.getByLabel('Zip archive or IDX files', { exact: true });
  const archive = (given: typeof entries) => [{ name: 'squares.zip', mimeType: 'application/zip', buffer: Buffer.from(zipFile(given)) }];
  await field.setInputFiles(archive(entries));
  await expect(dialog.getByRole('row', { name: /^squares/u }).getByRole('cell')).toHaveText(['10', '2', '16 × 16 × 3', '2', 'Use']);
  await expect(dialog).toContainText('6 pictures are transparent in places: that was laid on white.');
  await expect(dialog).toContainText('12 pictures are JPEG or WebP, decoded as this browser shows them');

  // What is kept: the fifth picture of each class tests.
  const kept = await page.evaluate(async () => {
    const cache = await caches.open('parsimony-own-images-v1');
    const shard = (await cache.keys()).find(({ url }) => url.endsWith('/test-images-000.bin'));
    const packed = shard && (await cache.match(shard));
    if (!packed?.body) throw new Error('no shard');
    return [...new Uint8Array(await new Response(packed.body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer())];
  });
  const drawn = Array.from({ length: 256 }, (_, i) => {
    const [x, y] = [i % 16, Math.floor(i / 16)];
    return x >= 4 && x < 12 && y >= 8 ? [0x20, 0x40, 0x60] : [255, 255, 255];
  }).flat();
  expect(kept.slice(768)).toEqual(drawn);
  // The edge of the square is not at the edge of a block of a JPEG.
  const off = kept.slice(0, 768).map((value, i) => Math.abs(value - drawn[i]));
  expect(Math.max(...off)).toBeLessThan(40);
  expect(off.reduce((sum, value) => sum + value, 0) / off.length).toBeLessThan(3);

  await field.setInputFiles(archive([...entries, { path: 'jpeg/z.jpg', bytes: entries[0].bytes.subarray(0, 300) }]));
  await expect(dialog.getByRole('alert')).toContainText('“squares” was not added. squares/jpeg/z.jpg is a JPEG that');
});
