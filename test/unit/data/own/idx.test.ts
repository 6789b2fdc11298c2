/** IDX of every type and shape becomes the pixels and labels that were written, or is refused by name and with a remedy. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { OwnFile } from '../../../../src/data/own/file.ts';
import { readOwnImages } from '../../../../src/data/own/images.ts';
import { idxFile } from './files.ts';

const file = (path: string, bytes: Uint8Array): OwnFile => ({ path, blob: new Blob([bytes as Uint8Array<ArrayBuffer>]) });
const ramp = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 37 + 11) % 256);
const COUNT = 20;
const labels = idxFile(
  [COUNT],
  Uint8Array.from({ length: COUNT }, (_, i) => i % 2),
);
const images = idxFile([COUNT, 3, 4], ramp(COUNT * 12));

const writers = {
  0x08: (view: DataView, at: number, value: number) => view.setUint8(at, value),
  0x09: (view: DataView, at: number, value: number) => view.setInt8(at, value),
  0x0b: (view: DataView, at: number, value: number) => view.setInt16(2 * at, value),
  0x0c: (view: DataView, at: number, value: number) => view.setInt32(4 * at, value),
  0x0d: (view: DataView, at: number, value: number) => view.setFloat32(4 * at, value),
  0x0e: (view: DataView, at: number, value: number) => view.setFloat64(8 * at, value),
};
const widths = { 0x08: 1, 0x09: 1, 0x0b: 2, 0x0c: 4, 0x0d: 4, 0x0e: 8 };
type Code = keyof typeof writers;
const written = (code: Code, sizes: readonly number[], values: ArrayLike<number>): Uint8Array => {
  const bytes = new Uint8Array(widths[code] * values.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) writers[code](view, i, values[i]);
  return idxFile(sizes, bytes, code);
};
const readPair = (pixels: Uint8Array, numbers: Uint8Array = labels) => readOwnImages([file('i', pixels), file('l', gzipSync(numbers))]);
/** Of the images that train, as all are but each fifth of a class. */
const trained = (values: readonly number[], size: number): number[] =>
  values.filter((_, i) => ![8, 9, 18, 19].includes(Math.floor(i / size)));

describe('pixels', () => {
  test('of bytes are as they were written, packed or not', async () => {
    const { images: own, notes } = await readPair(images);
    expect([...own.train.images]).toEqual(trained([...ramp(COUNT * 12)], 12));
    expect(own).toMatchObject({ shape: [3, 4, 1], classes: ['0', '1'] });
    expect(notes).toEqual([]);
    expect((await readPair(gzipSync(images))).images).toEqual(own);
  });

  const whole = Array.from(ramp(COUNT * 12));
  test.each<[string, Code, (value: number) => number, (value: number) => number, RegExp]>([
    ['whole numbers of 0 … 255 stay', 0x0b, (v) => v, (v) => v, /16-bit numbers from 0 to 255: they were kept as bytes/u],
    ['so they do as 32-bit numbers', 0x0c, (v) => v, (v) => v, /32-bit numbers from 0 to 255: they were kept/u],
    ['and as floats', 0x0d, (v) => v, (v) => v, /floats from 0 to 255: they were kept/u],
    ['signed bytes that are not negative stay', 0x09, (v) => v >> 1, (v) => v >> 1, /signed bytes from 0 to 127: they were kept/u],
    ['fractions of 0 … 1 become bytes', 0x0d, (v) => v / 255, (v) => v, /floats from 0 to 1: each was taken 255 times/u],
    ['so they do as doubles', 0x0e, (v) => v / 255, (v) => v, /doubles from 0 to 1: each was taken 255 times/u],
    ['other numbers are spread', 0x0b, (v) => 16 * v, (v) => v, /16-bit numbers from 0 to 4,080: they were spread over 0 … 255/u],
    ['negative ones too', 0x09, (v) => v - 128, (v) => v, /signed bytes from -128 to 127: they were spread/u],
    ['and fractions around zero', 0x0e, (v) => v / 127.5 - 1, (v) => v, /doubles from -1 to 1: they were spread/u],
  ])('%s (type %i)', async (_, code, made, expected, note) => {
    const { images: own, notes } = await readPair(written(code, [COUNT, 3, 4], whole.map(made)));
    expect([...own.train.images]).toEqual(trained(whole.map(expected), 12));
    expect(notes).toEqual([expect.stringMatching(note)]);
  });

  test('to test are spread as those to train', async () => {
    const set = (name: string, most: number) => [
      file(
        `${name}-images`,
        written(
          0x0b,
          [COUNT, 1, 2],
          Array.from({ length: 2 * COUNT }, (_, i) => (i === 5 ? most : i)),
        ),
      ),
      file(`${name}-labels`, labels),
    ];
    const { images: own } = await readOwnImages([...set('train', 510), ...set('test', 39)]);
    expect(own.test.images[8]).toBe(4);
    expect(own.train.images[8]).toBe(4);
  });

  test('with channels first are turned, and a person is asked', async () => {
    const values = ramp(COUNT * 3 * 5 * 6);
    const { images: own, warnings } = await readPair(idxFile([COUNT, 3, 5, 6], values));
    expect(own.shape).toEqual([5, 6, 3]);
    // Row 2, column 4 of the second image: its channels lie 30 numbers apart.
    const at = 90 + 2 * 6 + 4;
    expect([...own.train.images.subarray(90 + 3 * (2 * 6 + 4)).subarray(0, 3)]).toEqual([values[at], values[at + 30], values[at + 60]]);
    expect(warnings[0]).toMatch(/^The images of i are 3 × 5 × 6, which looks like channels first/u);
  });

  test.each<[number[], number[], RegExp | null]>([
    [[8, 9, 3], [8, 9, 3], null],
    [[8, 9, 16], [8, 9, 16], null],
    [[4, 9, 4], [4, 9, 4], null],
    [[1, 8, 8], [8, 8, 1], /are 1 × 8 × 8: they were read as 8 × 8 × 1/u],
    [[9], [3, 3, 1], /The 9 numbers of a row were read as 3 × 3 pixels/u],
    [[1, 1], [1, 1, 1], null],
  ])('of %j are images of %j', async (sizes, shape, note) => {
    const count = sizes.reduce((product, each) => product * each, COUNT);
    const { images: own, notes, warnings } = await readPair(idxFile([COUNT, ...sizes], ramp(count)));
    expect(own.shape).toEqual(shape);
    expect([...own.train.images.subarray(0, 4)]).toEqual([...ramp(4)]);
    expect(notes).toEqual(note ? [expect.stringMatching(note)] : []);
    expect(warnings.join(' ')).not.toContain('channels first');
  });
});

describe('labels', () => {
  const classesFor = async (code: Code, values: readonly number[], columns?: number) => {
    const { images: own, ...said } = await readPair(images, written(code, columns ? [COUNT, columns] : [COUNT], values));
    return { classes: own.classes, labels: [...own.train.labels], said: [...said.notes, ...said.warnings] };
  };
  const alternating = Array.from({ length: COUNT }, (_, i) => i % 2);
  const usual = trained(alternating, 1);

  test.each<[string, Code, (label: number) => number, string[], RegExp | null]>([
    ['bytes', 0x08, (v) => v, ['0', '1'], null],
    ['32-bit numbers', 0x0c, (v) => v, ['0', '1'], null],
    ['doubles', 0x0e, (v) => v, ['0', '1'], null],
    ['numbers from 1', 0x08, (v) => v + 1, ['1', '2'], /The labels are 1 … 2: there are 2 classes/u],
    ['signed numbers', 0x09, (v) => v - 1, ['-1', '0'], /The labels are -1 … 0/u],
    ['numbers with a hole', 0x08, (v) => 2 * v, ['0', '2'], /^No image has the label 1: there are 2 classes, those of 0 and 2/u],
    ['codes of letters', 0x0b, (v) => 65 + v * 1000, ['65', '1065'], /^The labels do not follow each other: there are 2 classes/u],
  ])('are %s', async (_, code, made, classes, word) => {
    const found = await classesFor(code, alternating.map(made));
    expect(found).toEqual({ classes, labels: usual, said: word ? [expect.stringMatching(word)] : [] });
  });

  test('are the first of eight numbers, as QMNIST has them, the place of a one, or alone in their row', async () => {
    const rows = (make: (label: number, i: number) => number[]) => alternating.flatMap(make);
    expect(
      await classesFor(
        0x0c,
        rows((label, i) => [label, 4, 1000 + i, i, 0, 0, 0, 7]),
        8,
      ),
    ).toEqual({
      classes: ['0', '1'],
      labels: usual,
      said: [expect.stringMatching(/l has 8 numbers for each image, as QMNIST does: the first is the label/u)],
    });
    expect(
      await classesFor(
        0x0d,
        rows((label) => [0, label, 1 - label]),
        3,
      ),
    ).toEqual({
      classes: ['1', '2'],
      labels: usual.map((label) => 1 - label),
      said: [expect.stringMatching(/one of which is 1: its place is the label/u), expect.stringMatching(/The labels are 1 … 2/u)],
    });
    expect(await classesFor(0x08, alternating, 1)).toEqual({ classes: ['0', '1'], labels: usual, said: [] });
  });
});

describe('is refused:', () => {
  const zeros = (...sizes: number[]) => idxFile(sizes, new Uint8Array(sizes.reduce((product, size) => product * size, 1)));
  test.each<[string, Uint8Array, Uint8Array | undefined, RegExp]>([
    [
      'numbers of an unknown type',
      idxFile([COUNT, 2, 2], new Uint8Array(80), 0x0a),
      undefined,
      /^i holds numbers of an unknown type \(10\)/u,
    ],
    ['five dimensions', zeros(COUNT, 1, 1, 1, 1), undefined, /^i has 5 dimensions\. Images have three/u],
    ['no images', idxFile([0, 2, 2], new Uint8Array()), undefined, /^i says that it is 0 × 2 × 2, which is nothing/u],
    ['a header that is cut off', images.subarray(0, 10), undefined, /^i is cut off after 10 bytes, inside its header/u],
    [
      'too few bytes',
      images.subarray(0, 250),
      undefined,
      /^i should hold 20 × 3 × 4 = 240 bytes after its header and holds 234\. It is cut off/u,
    ],
    ['too many bytes', Uint8Array.from([...images, 1]), undefined, /^i should hold .* and holds more\. Its header does not fit/u],
    ['half a number', written(0x0c, [COUNT, 3, 4], ramp(240)).subarray(0, 974), undefined, /240 32-bit numbers = 960 bytes .* holds 958/u],
    ['not a number', written(0x0d, [COUNT, 1, 1], Array(20).fill(NaN)), undefined, /^i holds NaN \(number 0\)\. Replace/u],
    [
      'numbers with their lowest byte first',
      idxFile([COUNT, 1, 1], new Uint8Array(new Int32Array(ramp(COUNT)).buffer), 0x0c),
      undefined,
      /^i holds only numbers whose lower bytes are zero, as if .* lowest byte first/u,
    ],
    [
      'such labels',
      images,
      idxFile([COUNT], new Uint8Array(new Int16Array(ramp(COUNT)).buffer), 0x0b),
      /^l holds only numbers whose lower/u,
    ],
    ['broken labels', images, written(0x0d, [COUNT], Array(20).fill(0.5)), /^l holds the label 0\.5 \(image 0\)\. Labels are whole/u],
    ['three labels for an image', images, written(0x08, [COUNT, 3], ramp(60)), /^l has 3 numbers for each image, and it is not clear/u],
    ['too many classes', zeros(300, 1, 1), written(0x0b, [300], Array.from(Array(300).keys())), /^l is of more than 256 classes/u],
    ['labels of other images', zeros(21, 1, 1), undefined, /^l has 20 labels for the 21 images of i/u],
    [
      'images of too many channels',
      zeros(COUNT, 17, 2, 17),
      undefined,
      /^i has images of 17 × 2 × 17\. An image has up to 16 channels, which come last/u,
    ],
    ['large images', zeros(COUNT, 1025, 1), undefined, /^i has images of 1,025 × 1 × 1\. Sides may have up to 1,024/u],
    ['rows that are no squares', zeros(COUNT, 10), undefined, /^i has rows of 10 numbers, which are no square images/u],
    ['one class', images, zeros(COUNT), /^l and all other images are of one class, “0”/u],
  ])('%s', async (_, pixels, numbers, message) => {
    await expect(readPair(pixels, numbers)).rejects.toThrow(message);
  });

  test.each<[string, Uint8Array, RegExp]>([
    [
      'an array of NumPy',
      Uint8Array.from(Buffer.from('\x93NUMPY\x01\0', 'latin1')),
      /is an array of NumPy, which is not read\. Give pictures/u,
    ],
    ['an archive in an archive', Uint8Array.from(Buffer.from('PK\x03\x04....')), /is a zip archive inside of another/u],
    ['bytes of xz', Uint8Array.from(Buffer.from('fd377a585a0000', 'hex')), /is packed by xz, which is not read/u],
    ['a text', new TextEncoder().encode('label,pixel'), /is no IDX file: it begins with 6c616265, not with 00000803/u],
    ['an empty file', new Uint8Array(), /is no IDX file: it begins with too few bytes/u],
  ])('%s in place of IDX', async (_, bytes, message) => {
    await expect(readOwnImages([file('a', bytes), file('b', bytes)])).rejects.toThrow(message);
  });

  test('a tar archive in place of IDX', async () => {
    await expect(readOwnImages([file('a.tar.gz', ramp(99))])).rejects.toThrow(/^a\.tar\.gz is a tar archive, which is not read/u);
  });
});
