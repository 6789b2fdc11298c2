/** What makes no sense is said of a data set, and nothing is said of one that makes sense. */
import { expect, test } from 'vitest';
import type { OwnImages } from '../../../../src/data/own/reading.ts';
import { warningsAbout } from '../../../../src/data/own/sense.ts';

type Row = readonly [label: number, ...pixels: number[]];
const split = (rows: readonly Row[]) => ({
  count: rows.length,
  labels: Uint8Array.from(rows, ([label]) => label),
  images: Uint8Array.from(rows.flatMap(([, ...pixels]) => pixels)),
});
const set = (train: readonly Row[], testing: readonly Row[], classes = ['a', 'b']): OwnImages => ({
  shape: [1, train[0].length - 1, 1],
  classes,
  train: split(train),
  test: split(testing),
  testGiven: true,
});
const usual: readonly Row[] = [
  [0, 1, 200],
  [1, 200, 1],
  [0, 2, 200],
  [1, 200, 2],
];
const tests: readonly Row[] = [
  [0, 3, 200],
  [1, 200, 3],
];

test.each<[string, OwnImages, readonly RegExp[]]>([
  ['nothing', set(usual, tests), []],
  ['a class without an image to test', set(usual, tests.slice(0, 1)), [/^A class has no image to test: b\.$/u]],
  [
    'classes without an image to train',
    set(usual, tests, ['a', 'b', 'c', 'd']),
    [/2 classes have no image to train: c and d/u, /no image to test: c and d/u],
  ],
  [
    'black images',
    set(
      [
        [0, 0, 0],
        [1, 0, 0],
      ],
      [
        [0, 0, 0],
        [1, 0, 0],
      ],
    ),
    [/^All images are black\.$/u, /^All images are the same/u],
  ],
  [
    'dark images',
    set(
      [
        [0, 0, 1],
        [1, 1, 0],
      ],
      [
        [0, 1, 9],
        [1, 9, 1],
      ],
    ),
    [/nearly black: the highest value of a pixel is 9, of 255/u],
  ],
  ['blank images', set([...usual, [0, 7, 7]], tests), [/^1 image is of one shade, without anything on it\.$/u]],
  [
    'a single number',
    set(
      [
        [0, 1],
        [1, 200],
      ],
      [
        [0, 3],
        [1, 4],
      ],
    ),
    [/^Each image is a single number\.$/u],
  ],
  ['test images among those to train', set(usual, [...tests, usual[1]]), [/^1 image to test is among those to train/u]],
  ['twins to train', set([...usual, usual[0], usual[1]], tests), [/^2 images to train are there more than once/u]],
  [
    'images of two classes',
    set([...usual, [1, 1, 200]], [...tests, [0, 200, 1]]),
    [
      /^1 image to test is among/u,
      /^2 images are the same as one of another class, pixel by pixel \(“a” and “b”\)\.$/u,
      /^1 image to train is there more than once/u,
    ],
  ],
])('%s', (_, images, expected) => {
  expect(warningsAbout(images)).toEqual(expected.map((text) => expect.stringMatching(text)));
});

test('few twins among many images are nothing to speak of, and all of them are found', () => {
  // All different, but for the last: pixels whose lower bits are all the same, as in pictures of few shades.
  const row = (i: number): Row => [i % 2, ...Array.from({ length: 12 }, (__, bit) => ((i >> bit) & 1 ? 128 : 0))];
  const rows = Array.from({ length: 4000 }, (_, i) => row(i + 1));
  expect(warningsAbout(set(rows.slice(0, 3990), rows.slice(3990)))).toEqual([]);
  expect(warningsAbout(set([...rows.slice(0, 3980), rows[10]], rows.slice(3980)))).toEqual([]);
  expect(warningsAbout(set(rows, [rows[0], rows[1999], rows[3999], row(4001), row(4002)]))).toEqual([
    expect.stringMatching(/^3 images to test are among those to train/u),
  ]);
});
