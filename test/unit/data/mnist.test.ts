/** The real MNIST as `npm test` prepared it, against what is published about it. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noCache } from '../../../src/data/cache.ts';
import { availableDatasets } from '../../../src/data/catalogue.ts';
import { openDataset, type Dataset } from '../../../src/data/dataset.ts';
import { forgetDatasets } from '../../../src/data/stored-dataset.ts';
import { serveDatasets, type DatasetServer } from './dataset-server.ts';

const folder = new URL('../../../public/data/mnist/', import.meta.url);

let server: DatasetServer;
let mnist: Dataset;
beforeAll(async () => {
  const files = new Map(readdirSync(folder).map((file) => [`mnist/${file}`, readFileSync(new URL(file, folder))]));
  server = await serveDatasets(files);
  mnist = await openDataset({ baseUrl: server.baseUrl, name: 'mnist', cache: noCache });
  await mnist.ready;
});
afterAll(async () => {
  forgetDatasets();
  await server.close();
});

const countByClass = (labels: Uint8Array): number[] => {
  const counts = Array.from({ length: 10 }, () => 0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
};

describe('MNIST', () => {
  it('has the published labels, first ones and counts by class', async () => {
    const { train, test } = mnist.splits;
    expect([train.count, test.count]).toEqual([60_000, 10_000]);
    const trainLabels = (await train.batch(0, 60_000)).labels;
    const testLabels = (await test.batch(0, 10_000)).labels;
    expect([...trainLabels.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect([...testLabels.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    expect(countByClass(trainLabels)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect(countByClass(testLabels)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  });

  it('has the published mean 0.1307 and standard deviation 0.3081', async () => {
    const { images } = await mnist.splits.train.batch(0, 60_000);
    let sum = 0;
    let squares = 0;
    for (const pixel of images) {
      sum += pixel;
      squares += pixel * pixel;
    }
    const mean = sum / images.length / 255;
    expect(mean.toFixed(4)).toBe('0.1307');
    expect(Math.sqrt(squares / images.length / 255 ** 2 - mean ** 2).toFixed(4)).toBe('0.3081');
  });

  it('has its first five the right way up', async () => {
    const { images } = await mnist.splits.train.batch(0, 1);
    // Row 5 of the first training image, as printed in many tutorials.
    const row = [...images.subarray(5 * 28, 6 * 28)];
    expect(row.slice(12, 24)).toEqual([3, 18, 18, 18, 126, 136, 175, 26, 166, 255, 247, 127]);
    expect(row.slice(0, 12).every((pixel) => pixel === 0)).toBe(true);
  });

  it('says of itself what a job needs', () => {
    expect(mnist.manifest).toMatchObject({
      shape: [28, 28, 1],
      classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
      normalisation: { mean: [0.1307], std: [0.3081] },
    });
  });
});

describe('the catalogue', () => {
  it('tells which datasets the server has', async () => {
    const [first, ...others] = await availableDatasets(server.baseUrl);
    expect(first).toMatchObject({ name: 'mnist', manifest: { title: 'MNIST' } });
    expect(first?.error).toBeUndefined();
    expect(others.map(({ name }) => name)).toContain('cifar-10');
    for (const other of others) {
      expect(other).toMatchObject({ error: { kind: 'missing' } });
      expect(other.manifest).toBeUndefined();
    }
  });
});
