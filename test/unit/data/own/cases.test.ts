/** Archives as people have them (cases/README.md): each is read rightly, with what was done to it said, or refused by name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { SeveralSets } from '../../../../src/data/own/idx-sets.ts';
import { readOwnImages } from '../../../../src/data/own/images.ts';
import type { OwnReading } from '../../../../src/data/own/reading.ts';

const folder = join(import.meta.dirname, 'cases');
const readings = new Map<string, Promise<OwnReading>>();
/** Each archive is read once. */
function read(name: string, set?: string): Promise<OwnReading> {
  const key = `${name} ${set}`;
  const archive = { path: 'a.zip', blob: new Blob([readFileSync(join(folder, name))]) };
  const reading = readings.get(key) ?? readOwnImages([archive], { set });
  readings.set(key, reading);
  return reading;
}

/** A bar that lies in that row, or stands in that column: what the pictures h/0.png … v/5.png show, one further each. */
const bar = (label: number, at: number, ink: number, paper: number): number[] =>
  Array.from({ length: 64 }, (_, i) => ((label === 0 ? Math.floor(i / 8) : i % 8) === at + 1 ? ink : paper));

interface Case {
  readonly classes: readonly string[];
  readonly shape: readonly number[];
  readonly train: number;
  readonly test: number;
  readonly notes?: readonly RegExp[];
  readonly warnings?: readonly RegExp[];
}

const twins = [/4 images to test are among those to train/u, /8 images to train are there more than once/u];
const pair = { classes: ['0', '1'], shape: [8, 8, 1], train: 20, test: 4, warnings: twins };
const pictures = { classes: ['h', 'v'], shape: [8, 8, 1], train: 10, test: 2 };
const allSame = /All images are the same, pixel by pixel: there is nothing to tell classes apart by\./u;

const good: Readonly<Record<string, Case>> = {
  '02a-labels-int32-2d.zip': {
    ...pair,
    notes: [/qm-labels-idx2-int has 8 numbers for each image, as QMNIST does: the first is the label\./u],
  },
  '03b-emnist-1-split-mapping.zip': {
    ...pair,
    train: 24,
    test: 24,
    notes: [/^Left out, as no part of the data set: a\/gzip\/emnist-digits-mapping\.txt\.$/u],
    warnings: [/24 images to test are among those to train/u, /12 images to train are there more than once/u],
  },
  '03d-one-pair-desktop-ini.zip': { ...pair, notes: [/^Left out: 1 file that systems add or hide \(desktop\.ini\)\.$/u] },
  '04-labels-from-1.zip': { ...pair, classes: ['1', '2'], notes: [/The labels are 1 … 2: there are 2 classes/u] },
  '05a-channels-first-32.zip': {
    ...pair,
    shape: [32, 32, 3],
    warnings: [
      /a\/images are 3 × 32 × 32, which looks like channels first: 3 channels of 32 × 32 pixels\. They were turned into 32 × 32 × 3/u,
      /nearly black: the highest value of a pixel is 7, of 255/u,
      /All images are of one shade/u,
      allSame,
    ],
  },
  '06-grey-1bit.zip': pictures,
  '06-grey-4bit.zip': pictures,
  '08a-ink-in-alpha-rgba.zip': {
    ...pictures,
    shape: [8, 8, 3],
    notes: [/12 pictures are transparent in places: that was laid on white\./u],
  },
  '08c-palette-trns.zip': { ...pictures, shape: [8, 8, 3], notes: [/12 pictures are transparent in places: that was laid on white\./u] },
  '09a-all-identical.zip': { ...pictures, train: 32, test: 8, warnings: [allSame] },
  '09b-all-black.zip': { ...pictures, train: 32, test: 8, warnings: [/All images are black\./u, allSame] },
  '10b-thumbs-variants-png.zip': { ...pictures, notes: [/^Left out: 2 files that systems add or hide \(@eaDir\)\.$/u] },
  '11a-gbk-5c.zip': {
    ...pictures,
    classes: ['昞朶', '狗'],
    notes: [/they were read as GBK\. If they look wrong, pack it again with names in UTF-8\./u],
  },
  '11d-duplicate-entries.zip': {
    ...pictures,
    notes: [/More than once in a\.zip: a\/h\/0\.png\. The last one of each was taken/u],
    warnings: [/1 image is the same as one of another class, pixel by pixel \(“h” and “v”\)/u, /1 image to train is there more than once/u],
  },
  'streamed-by-info-zip-3.0.zip': pictures,
  'zip64-by-info-zip-3.0.zip': pictures,
};

test.each(Object.entries(good))('%s is read, and what was done to it is said', async (name, { notes = [], warnings = [], ...facts }) => {
  const { images, ...said } = await read(name);
  expect({ classes: images.classes, shape: images.shape, train: images.train.count, test: images.test.count }).toEqual(facts);
  expect(said.notes).toEqual(notes.map((text) => expect.stringMatching(text)));
  expect(said.warnings).toEqual(warnings.map((text) => expect.stringMatching(text)));
});

test.each<[string, ink: number, paper: number]>([
  ['06-grey-1bit.zip', 255, 0],
  ['06-grey-4bit.zip', 255, 0],
  // Black ink, and white where there is nothing.
  ['08a-ink-in-alpha-rgba.zip', 0, 255],
  ['08c-palette-trns.zip', 0, 255],
  ['10b-thumbs-variants-png.zip', 255, 0],
  ['11a-gbk-5c.zip', 255, 0],
])('%s shows its bars', async (name, ink, paper) => {
  const { images } = await read(name);
  const shown = (numbers: readonly number[]): number[] =>
    [0, 1].flatMap((label) =>
      numbers.flatMap((at) => bar(label, at, ink, paper).flatMap((value) => Array<number>(images.shape[2]).fill(value))),
    );
  // Every fifth picture of a class, the one with number 4, tests.
  expect([...images.test.images]).toEqual(shown([4]));
  expect([...images.train.images]).toEqual(shown([0, 1, 2, 3, 5]));
});

test('03a-emnist-6-splits.zip tells of its six data sets, and the one that is named is had', async () => {
  const failure: unknown = await read('03a-emnist-6-splits.zip').catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SeveralSets);
  expect((failure as SeveralSets).message).toMatch(
    /^There are 6 data sets in it: balanced, byclass, bymerge, digits, letters and mnist\. Choose one of them/u,
  );
  const { choices } = failure as SeveralSets;
  expect(choices[0]).toEqual({ name: 'balanced', about: '24 to train, 24 to test, 8 × 8' });
  const archive = readFileSync(join(folder, '03a-emnist-6-splits.zip'));
  for (const { name } of choices.slice(0, 3)) {
    const { images } = await read('03a-emnist-6-splits.zip', name);
    // Found by hand: the local header of the file, its Deflate, and in that gzip.
    const at = archive.indexOf(`gzip/emnist-${name}-train-images`) - 30;
    const start = at + 30 + archive.readUInt16LE(at + 26) + archive.readUInt16LE(at + 28);
    const idx = gunzipSync(inflateRawSync(archive.subarray(start, start + archive.readUInt32LE(at + 18))));
    expect(Buffer.from(images.train.images).equals(idx.subarray(16))).toBe(true);
  }
});

test('12h-one-image-of-a-class.zip is refused with a file of that class', async () => {
  await expect(read('12h-one-image-of-a-class.zip')).rejects.toThrow(
    /^a\/w\/0\.png is of class “w”, which has only one image\. Give at least 3 of each class/u,
  );
});

test('every archive is a case, and no message speaks of manifests or scripts', async () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.zip'));
  expect(names.filter((name) => !good[name])).toEqual(['03a-emnist-6-splits.zip', '12h-one-image-of-a-class.zip']);
  for (const name of names) {
    const said = await read(name).then(
      ({ notes, warnings }) => [...notes, ...warnings].join(' '),
      (error: Error) => error.message,
    );
    expect(said).not.toMatch(/manifest|scripts/u);
  }
});
