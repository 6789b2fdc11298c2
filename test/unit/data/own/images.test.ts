/** Images of one's own: both formats read back what was written, and whatever does not fit is refused by name and with a remedy. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { OwnFile } from '../../../../src/data/own/file.ts';
import { readOwnImages } from '../../../../src/data/own/images.ts';
import { idxFile, pngFile } from './files.ts';

const file = (path: string, bytes: Uint8Array): OwnFile => ({ path, blob: new Blob([bytes as Uint8Array<ArrayBuffer>]) });
const ramp = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 37 + 11) % 256);
const labels = (count: number, classes = 2): Uint8Array => Uint8Array.from({ length: count }, (_, i) => i % classes);
const pair = (count: number, name = 'train'): OwnFile[] => [
  file(`${name}-images.idx`, idxFile([count, 2, 3], ramp(count * 6))),
  file(`${name}-labels.idx.gz`, gzipSync(idxFile([count], labels(count)))),
];
const png = (path: string, shade: number, size = 3): OwnFile =>
  file(path, pngFile({ width: size, height: size, colour: 0, samples: new Uint8Array(size * size).fill(shade) }));
const colour = (path: string): OwnFile => file(path, pngFile({ width: 3, height: 3, colour: 2, samples: ramp(27) }));
const folder = ['cat', 'dog'].flatMap((name, label) => Array.from({ length: 5 }, (_, i) => png(`pets/${name}/${i}.png`, 10 * label + i)));

describe('IDX files', () => {
  test('in a pair keep every fifth image of a class for testing', async () => {
    const { images: own } = await readOwnImages(pair(20));
    expect(own).toMatchObject({ shape: [2, 3, 1], classes: ['0', '1'], testGiven: false, train: { count: 16 }, test: { count: 4 } });
    // Of the class 0: images 0, 2, 4, 6, 8, so the fifth is image 8.
    expect(own.test.images.subarray(0, 6)).toEqual(ramp(120).subarray(48, 54));
    expect([...own.test.labels]).toEqual([0, 1, 0, 1]);
    expect([...own.train.labels]).toEqual([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]);
  });

  const four = [...pair(6, 't10k'), ...pair(20)];
  test.each<[string, OwnFile[]]>([
    ['as MNIST calls them', four],
    ['in folders', four.map(({ path, ...rest }) => ({ ...rest, path: path.replace(/^(t10k|train)-/u, 'mnist/$1/') }))],
    ['in a folder that is called test', four.map(({ path, ...rest }) => ({ ...rest, path: `a test/${path}` }))],
    ['beside a text', [...four, file('README.txt', ramp(99))]],
  ])('in two pairs test with those that are for it: %s', async (_, files) => {
    const { images: own } = await readOwnImages(files);
    expect(own).toMatchObject({ testGiven: true, train: { count: 20 }, test: { count: 6 } });
    expect(own.train.images).toEqual(ramp(120));
  });

  test('with pictures that show what is in them are read for themselves', async () => {
    const { images: own, notes } = await readOwnImages([...four, png('doc/sprite.png', 9)]);
    expect(own.train.count).toBe(20);
    expect(notes).toEqual(['Left out, as no part of the data set: doc/sprite.png.']);
  });

  test('that cannot be read any more are named as such', async () => {
    const gone = new Blob([Uint8Array.of(1, 2, 3, 4)]);
    // What browsers throw for a file that was changed since it was chosen.
    gone.stream = () => new ReadableStream({ pull: () => Promise.reject(new DOMException('The file changed.', 'NotReadableError')) });
    await expect(readOwnImages([{ path: 'i', blob: gone }, pair(20)[1]])).rejects.toThrow(
      /^A file could not be read \(The file changed\.\)\. It may have been moved or changed since it was chosen: choose the files again\.$/u,
    );
  });

  test('of several sets are told apart by their names, and one that is no set is left out', async () => {
    const one = (name: string, count: number) => pair(count, `all/${name}-train`);
    await expect(readOwnImages([...one('letters', 20), ...one('digits', 30)])).rejects.toThrow(
      /^There are 2 data sets in it: letters and digits\. Choose one/u,
    );
    const { images: own } = await readOwnImages([...one('letters', 20), ...one('digits', 30)], { set: 'digits' });
    expect(own.train.count + own.test.count).toBe(30);
    const { notes } = await readOwnImages([...one('letters', 20), one('digits', 30)[0]]);
    expect(notes).toEqual(['Left out, as no part of the data set: all/digits-train-images.idx.']);
  });
});

describe('a folder', () => {
  test('gives its folders for classes, whatever the order of files', async () => {
    const { images: own, notes } = await readOwnImages([...folder, file('pets/.DS_Store', ramp(9)), file('pets/cat/notes.txt', ramp(9))]);
    expect(own).toMatchObject({ shape: [3, 3, 1], classes: ['cat', 'dog'], train: { count: 8 }, test: { count: 2 } });
    expect(own.test.images.filter((_, i) => i % 9 === 0)).toEqual(Uint8Array.of(4, 14));
    expect((await readOwnImages(folder.toReversed())).images).toEqual(own);
    expect(notes).toEqual([
      'Left out: 1 file that systems add or hide (.DS_Store).',
      'Left out, as no part of the data set: pets/cat/notes.txt.',
    ]);
  });

  const inFolders = (train: string, testing: string) =>
    folder.map(({ path, blob }, i) => ({ path: path.replace('pets', i % 5 < 3 ? train : testing), blob }));
  test('takes the pictures in its folders train and test for what they are, whatever it is called', async () => {
    const own = { testGiven: true, train: { count: 6 }, test: { count: 4 } };
    for (const [train, testing] of [
      ['pets/train', 'pets/test'],
      ['train', 'test'],
      ['my test/Training', 'my test/Testing'],
    ])
      expect((await readOwnImages(inFolders(train, testing))).images).toMatchObject(own);
    expect((await readOwnImages(inFolders('test', 'test'))).images).toMatchObject({ testGiven: false, train: { count: 8 } });
  });

  test('says that folders of one name are one class, and that “train” is hardly one', async () => {
    expect((await readOwnImages(inFolders('pets/train', 'pets/val'))).warnings).toContainEqual(
      expect.stringMatching(/“cat” lies in pets\/train and pets\/val, and so with 1 other class\. Their images were put together/u),
    );
    const flat = folder.map(({ path, blob }) => ({ path: path.replace('cat', 'train').replace('dog', 'test'), blob }));
    expect((await readOwnImages(flat)).warnings).toContainEqual(expect.stringMatching(/^“test” and “train” are taken for classes/u));
  });

  test('with pictures beside its folders says that those become a class', async () => {
    const { images: own, warnings } = await readOwnImages([...folder, ...[1, 2, 3].map((i) => png(`pets/${i}.png`, 50 + i))]);
    expect(own.classes).toEqual(['cat', 'dog', 'pets']);
    expect(warnings).toContainEqual('“pets” is taken for a class, and holds folders of other classes.');
  });

  test('with pictures in colour makes the grey ones colour, and says so, whichever comes first', async () => {
    for (const path of ['pets/cat/.z.png', 'pets/cat/!.png', 'pets/dog/z.png']) {
      const { images: own, notes } = await readOwnImages([...folder, colour(path.replace('.z', 'z'))]);
      expect(own.shape).toEqual([3, 3, 3]);
      expect(notes).toEqual(['10 pictures are grey among ones in colour: each got three equal channels.']);
      expect(own.test.images).toEqual(
        path.includes('!')
          ? Uint8Array.from([...Array<number>(27).fill(3), ...Array<number>(27).fill(14)])
          : Uint8Array.from([...Array<number>(27).fill(4), ...Array<number>(27).fill(14)]),
      );
    }
  });

  test('with pictures of 16 bits and with transparent ones says what was done to them', async () => {
    const [deep, clear] = [
      pngFile({ width: 3, height: 3, colour: 0, depth: 16, samples: Uint16Array.of(0, 128, 129, 257, 1000, 40000, 65535, 65400, 65406) }),
      pngFile({ width: 3, height: 3, colour: 4, samples: Uint8Array.from({ length: 18 }, (_, i) => (i % 2 ? 15 * i : 0)) }),
    ];
    const { images: own, notes } = await readOwnImages([...folder, file('pets/cat/a.png', deep), file('pets/cat/b.png', clear)]);
    expect(notes).toEqual(['1 picture is transparent in places: that was laid on white.', '1 picture is of 16 bits, rounded to 8.']);
    // Of 65,535 parts: 128 are 0.498, 129 are 0.502.
    expect([...own.train.images.subarray(36, 45)]).toEqual([0, 0, 1, 1, 4, 156, 255, 254, 254]);
    expect([...own.train.images.subarray(45, 54)]).toEqual([240, 210, 180, 150, 120, 90, 60, 30, 0]);
  });

  test('keeps classes apart whose names are the same up to their sixtieth letter', async () => {
    const long = 'a'.repeat(70);
    const files = folder.map(({ path, blob }) => ({ path: path.replace('cat', `${long}1`).replace('dog', `${long}2`), blob }));
    const { images: own, notes } = await readOwnImages(files);
    expect(own.classes).toEqual([`${'a'.repeat(59)}…`, `${'a'.repeat(55)}… (2)`]);
    expect(notes).toEqual([expect.stringMatching(/^Names of classes were cut to 60 letters/u)]);
  });
});

describe('is refused:', () => {
  test.each<[string, OwnFile[], RegExp]>([
    ['nothing', [], /No file was given, or only an empty archive\. Choose/u],
    ['hidden files alone', [file('.a/b.png', ramp(9))], /No file was given but what systems add or hide \(\.a\/b\.png\)/u],
    ['one IDX file', pair(20).slice(0, 1), /One IDX file was given: train-images\.idx \(20 × 2 × 3\)\. Give two/u],
    ['two files of images', [pair(20)[0], { ...pair(20)[0], path: 'b' }], /2 IDX files were given: .* Give two, images and labels/u],
    ['labels of other images', [pair(20)[0], pair(18)[1]], /train-labels\.idx\.gz has 18 labels for the 20 images of train-images\.idx/u],
    [
      'test images of another size',
      [...pair(20), file('test-i', idxFile([6, 3, 3], ramp(54))), pair(6, 'test')[1]],
      /test-i has images of 3 × 3, and train-images\.idx of 2 × 3\. All images/u,
    ],
    [
      'gzip that is cut off',
      [file('a.gz', gzipSync(idxFile([20, 9, 9], ramp(1620))).subarray(0, 200)), pair(20)[1]],
      /a\.gz begins like gzip, but cannot be unpacked/u,
    ],
    [
      'a file that is no IDX in place of one',
      [file('a.gz', gzipSync(ramp(100))), pair(20)[1]],
      /^One IDX file was given: train-labels\.idx\.gz \(20\), and what is none: a\.gz\. Give two/u,
    ],
    [
      'too few of a class',
      [file('i', idxFile([4, 2, 3], ramp(24))), file('l', idxFile([4], Uint8Array.of(0, 0, 0, 1)))],
      /^l is of class “1”, which has only one image\. Give at least 3/u,
    ],
    [
      'too few to test',
      [file('i', idxFile([6, 2, 3], ramp(36))), file('l', idxFile([6], labels(6)))],
      /too few of each class to keep some for testing/u,
    ],
    ['a single folder', folder.slice(0, 5), /pets\/cat\/0\.png and all other images are of one class, “cat”/u],
    [
      'images of different sizes',
      [...folder, png('pets/dog/z.png', 1, 4)],
      /pets\/dog\/z\.png has 4 × 4 pixels, and pets\/cat\/0\.png has 3 × 3\. All images/u,
    ],
    [
      'a picture that is not read',
      [...folder, file('pets/dog/z.gif', ramp(9))],
      /z\.gif is a picture of a kind that is not read\. Convert it to PNG/u,
    ],
    ['what is no picture', [...folder, file('pets/dog/z.png', ramp(9))], /z\.png is no PNG, JPEG or WebP, whatever its name says/u],
    [
      'a photograph where there is no browser',
      [...folder, file('pets/dog/z.png', Uint8Array.from(Buffer.from('ffd8ffc0001108000300030301220002110103110', 'hex')))],
      /z\.png is a JPEG, which needs the decoder of a browser/u,
    ],
    [
      'a photograph too large to be decoded',
      [...folder, file('pets/dog/z.jpg', Uint8Array.from(Buffer.from('ffd8ffe00004abcdffc00011087530753003012200', 'hex')))],
      /z\.jpg has 30,000 × 30,000 pixels\. Sides may have 1 to 1,024/u,
    ],
    ['images in no folder', [png('a.png', 1)], /a\.png lies in no folder/u],
  ])('%s', async (_, files, message) => {
    await expect(readOwnImages(files)).rejects.toThrow(message);
  });
});
