/** Images of one's own: both formats read back what was written, and whatever does not fit is refused by name and with a remedy. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DatasetError } from '../../../../src/data/errors.ts';
import type { OwnFile } from '../../../../src/data/own/file.ts';
import { parseIdx } from '../../../../src/data/own/idx.ts';
import { readOwnImages } from '../../../../src/data/own/images.ts';
import { decodePng } from '../../../../src/data/own/png.ts';
import { idxFile, pngFile } from './files.ts';

const file = (path: string, bytes: Uint8Array): OwnFile => ({ path, blob: new Blob([bytes as Uint8Array<ArrayBuffer>]) });
const ramp = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 37 + 11) % 256);

describe('IDX', () => {
  test('gives the shape and the numbers that were written', () => {
    const values = ramp(5 * 3 * 4);
    expect(parseIdx(idxFile([5, 3, 4], values), 'a')).toEqual({ kind: 'images', count: 5, shape: [3, 4, 1], values });
    expect(parseIdx(idxFile([5, 2, 2, 3], values), 'a')).toMatchObject({ count: 5, shape: [2, 2, 3] });
    expect(parseIdx(idxFile([4], values.subarray(0, 4)), 'a')).toEqual({ kind: 'labels', count: 4, values: values.subarray(0, 4) });
  });

  test.each<[string, Uint8Array, RegExp]>([
    ['another format', new TextEncoder().encode('PK some zip'), /a\.idx is no IDX file: it begins with 504b2073/u],
    ['an empty file', new Uint8Array(), /is no IDX file/u],
    ['floats', idxFile([2, 2, 2], new Uint8Array(32), 0x0d), /a\.idx holds floats, not unsigned bytes\. Convert/u],
    ['two dimensions', idxFile([2, 2], new Uint8Array(4)), /has 2 dimensions\. Images have three/u],
    ['no images', idxFile([0, 2, 2], new Uint8Array()), /which is nothing/u],
    [
      'too few bytes',
      idxFile([2, 2, 2], new Uint8Array(7)),
      /should hold 2 × 2 × 2 = 8 bytes after its header and holds 7\. It is cut off/u,
    ],
    ['too many bytes', idxFile([2, 2, 2], new Uint8Array(9)), /holds 9\. Its header does not fit/u],
    ['dimensions beyond all memory', idxFile([2 ** 31, 2 ** 31, 2 ** 31], new Uint8Array(9)), /should hold/u],
  ])('is refused: %s', (_, bytes, message) => {
    expect(() => parseIdx(bytes, 'a.idx')).toThrow(message);
  });

  test('garbage and every cut are refused as unusable, never otherwise', () => {
    const whole = idxFile([3, 2, 2], ramp(12));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 64 }),
          fc.nat({ max: whole.length - 1 }).map((length) => whole.subarray(0, length)),
        ),
        (bytes) => {
          try {
            const { values, count } = parseIdx(bytes, 'a');
            // Random bytes may happen to be IDX; then all of them are accounted for.
            expect(values.length % count).toBe(0);
            expect(bytes.length).toBeLessThan(65);
          } catch (error) {
            expect(error).toBeInstanceOf(DatasetError);
            expect(error).toMatchObject({ kind: 'unusable', file: 'a' });
          }
        },
      ),
    );
  });
});

describe('PNG', () => {
  test('every colour type and filter gives the samples that were written', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<0 | 2 | 4 | 6>(0, 2, 4, 6),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 5 }),
        fc.nat(255),
        async (colour, width, height, filters, offset) => {
          const step = { 0: 1, 2: 3, 4: 2, 6: 4 }[colour];
          const samples = ramp(width * height * step).map((value) => value + offset);
          const { pixels, channels, ...size } = await decodePng(pngFile({ width, height, colour, samples, filters }), 'a');
          expect({ ...size, channels }).toEqual({ width, height, channels: colour === 0 || colour === 4 ? 1 : 3 });
          // Transparency, the last sample, is left out.
          expect(pixels).toEqual(samples.filter((_, i) => i % step < channels));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a palette gives its colours', async () => {
    const picture = await decodePng(
      pngFile({ width: 2, height: 1, colour: 3, samples: Uint8Array.of(1, 0), palette: [9, 8, 7, 1, 2, 3] }),
      'a',
    );
    expect([...picture.pixels]).toEqual([1, 2, 3, 9, 8, 7]);
  });

  const grey = { width: 2, height: 2, colour: 0, samples: ramp(4) } as const;
  test.each<[string, Uint8Array, RegExp]>([
    ['16 bits', pngFile({ ...grey, depth: 16 }), /c\/a\.png has 16 bits a channel\. Export it with 8/u],
    ['interlacing', pngFile({ ...grey, interlaced: 1 }), /is interlaced\. Export/u],
    ['a size beyond the limit', pngFile({ ...grey, width: 2000 }), /has 2,000 × 2 pixels\. Sides may have 1 to 1,024/u],
    [
      'rows that are missing',
      pngFile({ ...grey, samples: ramp(4), height: 2 }).map((byte, i) => (i === 23 ? 3 : byte)),
      /holds 6 of 9 bytes/u,
    ],
    [
      'a colour that the palette lacks',
      pngFile({ width: 1, height: 1, colour: 3, samples: Uint8Array.of(4), palette: [1, 2, 3] }),
      /palette lacks/u,
    ],
    ['another format', new TextEncoder().encode('GIF89a'), /is no PNG\. Convert it/u],
  ])('is refused: %s', async (_, bytes, message) => {
    await expect(decodePng(bytes, 'c/a.png')).rejects.toThrow(message);
  });

  test('garbage and every cut are refused as unusable, never otherwise', async () => {
    const whole = pngFile({ width: 4, height: 4, colour: 2, samples: ramp(48), filters: [4] });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.nat({ max: whole.length - 13 }).map((length) => whole.subarray(0, length)),
          fc
            .tuple(fc.integer({ min: 8, max: whole.length - 1 }), fc.nat(255))
            .map(([at, byte]) => whole.map((old, i) => (i === at ? byte : old))),
        ),
        async (bytes) => {
          try {
            const { pixels, width, height, channels } = await decodePng(bytes, 'a');
            expect(pixels.length).toBe(width * height * channels);
          } catch (error) {
            expect(error).toBeInstanceOf(DatasetError);
            expect(error).toMatchObject({ kind: 'unusable' });
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

const labels = (count: number, classes = 2): Uint8Array => Uint8Array.from({ length: count }, (_, i) => i % classes);
const pair = (count: number, name = 'train'): OwnFile[] => [
  file(`${name}-images.idx`, idxFile([count, 2, 3], ramp(count * 6))),
  file(`${name}-labels.idx.gz`, gzipSync(idxFile([count], labels(count)))),
];

describe('a data set', () => {
  test('from a pair of IDX files keeps every fifth image of a class for testing', async () => {
    const own = await readOwnImages(pair(20));
    expect(own).toMatchObject({ shape: [2, 3, 1], classes: ['0', '1'], testGiven: false, train: { count: 16 }, test: { count: 4 } });
    // Of the class 0: images 0, 2, 4, 6, 8, so the fifth is image 8.
    expect(own.test.images.subarray(0, 6)).toEqual(ramp(120).subarray(48, 54));
    expect([...own.test.labels]).toEqual([0, 1, 0, 1]);
  });

  test('from two pairs takes the images for testing as they are', async () => {
    const own = await readOwnImages([...pair(6, 't10k'), ...pair(20)]);
    expect(own).toMatchObject({ testGiven: true, train: { count: 20 }, test: { count: 6 } });
    expect(own.train.images).toEqual(ramp(120));
  });

  const png = (path: string, shade: number, size = 3): OwnFile =>
    file(path, pngFile({ width: size, height: size, colour: 0, samples: new Uint8Array(size * size).fill(shade) }));
  const folder = ['cat', 'dog'].flatMap((name, label) => Array.from({ length: 5 }, (_, i) => png(`pets/${name}/${i}.png`, 10 * label + i)));

  test('from a folder takes the names of folders for classes, whatever the order of files', async () => {
    const own = await readOwnImages([...folder, file('pets/.DS_Store', ramp(9))]);
    expect(own).toMatchObject({ shape: [3, 3, 1], classes: ['cat', 'dog'], train: { count: 8 }, test: { count: 2 } });
    expect(own.test.images.filter((_, i) => i % 9 === 0)).toEqual(Uint8Array.of(4, 14));
    expect(await readOwnImages(folder.toReversed())).toEqual(own);
  });

  test('from folders named train and test takes those', async () => {
    const files = folder.map(({ path, blob }, i) => ({ path: path.replace('pets', i % 5 < 3 ? 'pets/train' : 'pets/test'), blob }));
    expect(await readOwnImages(files)).toMatchObject({ testGiven: true, train: { count: 6 }, test: { count: 4 } });
  });

  test.each<[string, OwnFile[], RegExp]>([
    ['nothing', [], /No file was given/u],
    ['one IDX file', pair(20).slice(0, 1), /One file was given .* Give two IDX files/u],
    ['two files of images', [pair(20)[0], { ...pair(20)[0], path: 'b' }], /2 files of images and 0 of labels/u],
    ['labels of other images', [pair(20)[0], pair(18)[1]], /train-labels\.idx\.gz has 18 labels for the 20 images of train-images\.idx/u],
    [
      'test images of another size',
      [...pair(20), file('test-i', idxFile([6, 3, 3], ramp(54))), pair(6, 'test')[1]],
      /test-i has images of 3 × 3 × 1/u,
    ],
    [
      'gzip that is cut off',
      [file('a.gz', gzipSync(ramp(100)).subarray(0, 40)), pair(20)[1]],
      /a\.gz begins like gzip, but cannot be unpacked/u,
    ],
    ['one class only', [pair(20)[0], file('l', idxFile([20], new Uint8Array(20)))], /are of one class\. Give images of at least two\.$/u],
    [
      'too few of a class',
      [file('i', idxFile([4, 2, 3], ramp(24))), file('l', idxFile([4], Uint8Array.of(0, 0, 0, 1)))],
      /class “1” has only 1\. Give at least 3/u,
    ],
    ['too few to test', [file('i', idxFile([6, 2, 3], ramp(36))), file('l', idxFile([6], labels(6)))], /too few to keep some for testing/u],
    [
      'images of different sizes',
      [...folder, png('pets/dog/z.png', 1, 4)],
      /pets\/dog\/z\.png has 4 × 4 pixels, and pets\/cat\/0\.png has 3 × 3\. All images/u,
    ],
    [
      'a colour image among grey ones',
      [...folder, file('pets/dog/z.png', pngFile({ width: 3, height: 3, colour: 2, samples: ramp(27) }))],
      /z\.png is in colour, and pets\/cat\/0\.png is grey/u,
    ],
    ['a photograph', [...folder, file('pets/dog/z.jpg', ramp(9))], /z\.jpg is an image, but no PNG\. Convert it/u],
    ['images in no folder', [png('a.png', 1)], /a\.png lies in no folder/u],
  ])('is refused: %s', async (_, files, message) => {
    await expect(readOwnImages(files)).rejects.toThrow(message);
  });
});
