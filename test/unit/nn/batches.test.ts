/** Batches of chosen images, in any order, against the images themselves. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Dataset, DatasetSplit } from '../../../src/data/dataset.ts';
import { fileOrder, randomSplit, selection, type ImageSource } from '../../../src/nn/batches.ts';
import { startOn } from './start.ts';

const IMAGES = 10;
const FEATURES = 12;

/** Ten images of 2 × 3 pixels with two channels; pixel p of image i is (20 i + p) mod 256, its label i mod 7. */
const pixels = Uint8Array.from({ length: IMAGES * FEATURES }, (_, at) => 20 * Math.floor(at / FEATURES) + (at % FEATURES));
const split: DatasetSplit = {
  count: IMAGES,
  batch: (start, count) =>
    Promise.resolve({
      images: pixels.subarray(start * FEATURES, (start + count) * FEATURES),
      labels: Uint8Array.from({ length: count }, (_, i) => (start + i) % 7),
    }),
};
const dataset = {
  manifest: { shape: [2, 3, 2], classes: Array.from({ length: 7 }, String), normalisation: { mean: [0, 0.5], std: [1, 0.5] } },
  splits: { train: split, test: split },
} as unknown as Dataset;

beforeAll(() => startOn('wasm'));

/** Which image each row of a pass is, checked value by value. */
async function pass(source: ImageSource, number: number): Promise<number[][]> {
  const batches: number[][] = [];
  for (let index = 0; index < source.count; index++) {
    const { inputs, targets, size, dispose } = await source.batch(index, number);
    const [values, labels] = [inputs.dataSync(), targets.dataSync()];
    expect(inputs.shape).toEqual([size, FEATURES]);
    const rows = Array.from({ length: size }, (_, row) => Math.round((values[row * FEATURES] * 255) / 20));
    rows.forEach((image, row) => {
      expect(labels[row]).toBe(image % 7);
      for (let p = 0; p < FEATURES; p++) {
        const scaled = (20 * image + p) / 255;
        expect(Math.abs(values[row * FEATURES + p] - (p % 2 === 0 ? scaled : (scaled - 0.5) / 0.5))).toBeLessThan(1e-6);
      }
    });
    batches.push(rows);
    dispose();
  }
  return batches;
}

describe('batches', () => {
  test('file order, the last one small', async () => {
    expect(await pass(fileOrder(dataset, 'train', 4), 3)).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ]);
  });

  test('chosen images in the order given', async () => {
    const source = selection(dataset, 'train', { indices: [9, 0, 4], batchSize: 2 });
    expect([source.samples, source.count, source.features, source.classes]).toEqual([3, 2, FEATURES, 7]);
    expect(await pass(source, 0)).toEqual([[9, 0], [4]]);
    expect(await pass(source, 1)).toEqual([[9, 0], [4]]);
  });

  test('shuffled: every pass has each image once, in an order of its own that repeats with the seed', async () => {
    const make = (shuffleSeed: number): ImageSource =>
      selection(dataset, 'train', { indices: [1, 2, 3, 5, 6, 7, 8, 9], batchSize: 3, shuffleSeed });
    const [first, second] = [(await pass(make(0), 0)).flat(), (await pass(make(0), 1)).flat()];
    for (const order of [first, second]) expect(order.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 5, 6, 7, 8, 9]);
    expect(second).not.toEqual(first);
    expect((await pass(make(0), 0)).flat()).toEqual(first);
    expect((await pass(make(1), 0)).flat()).not.toEqual(first);
  });

  test('random sets are apart, and no larger than what there is', () => {
    const [train, validation] = randomSplit(123, 100, [60, 25]);
    expect([train.length, validation.length]).toEqual([60, 25]);
    expect(new Set([...train, ...validation]).size).toBe(85);
    expect(randomSplit(123, 100, [60, 25])[0]).toEqual(train);
    expect(() => randomSplit(1, 10, [6, 5])).toThrow(/need 11, but there are 10/u);
  });
});
