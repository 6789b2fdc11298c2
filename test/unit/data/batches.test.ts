import { assert, asyncProperty, integer } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchCount, batchRange, type BatchRange } from '../../../src/data/batches.ts';
import type { DatasetSplit, StoredImages } from '../../../src/data/dataset.ts';

async function* batches(split: DatasetSplit, size: number): AsyncGenerator<BatchRange & StoredImages> {
  for (let index = 0; index < batchCount(split.count, size); index++) {
    const range = batchRange(split.count, size, index);
    yield { ...range, ...(await split.batch(range.start, range.count)) };
  }
}

/** A split of one-byte images 0, 1, 2, … with labels that follow them. */
const splitOf = (count: number): DatasetSplit => ({
  count,
  batch: (start, size) =>
    Promise.resolve({
      images: Uint8Array.from({ length: size }, (_, i) => start + i),
      labels: Uint8Array.from({ length: size }, (_, i) => (start + i) % 10),
    }),
});

describe('batches', () => {
  it('are those of the paper for MNIST', () => {
    expect(batchCount(60_000, 512)).toBe(118);
    expect(batchRange(60_000, 512, 117)).toEqual({ index: 117, start: 59_904, count: 96 });
    expect(batchCount(10_000, 512)).toBe(20);
    expect(batchRange(10_000, 512, 19)).toEqual({ index: 19, start: 9728, count: 272 });
  });

  it('hold every image once, in file order, all but the last full', async () => {
    await assert(
      asyncProperty(integer({ min: 0, max: 250 }), integer({ min: 1, max: 300 }), async (images, size) => {
        const seen: number[] = [];
        const counts: number[] = [];
        for await (const batch of batches(splitOf(images), size)) {
          expect(batch.index).toBe(counts.length);
          expect(batch.start).toBe(seen.length);
          expect(batch.images).toHaveLength(batch.count);
          expect([...batch.labels]).toEqual([...batch.images].map((image) => image % 10));
          seen.push(...batch.images);
          counts.push(batch.count);
        }
        expect(seen).toEqual(Array.from({ length: images }, (_, i) => i));
        expect(counts).toHaveLength(batchCount(images, size));
        expect(counts.slice(0, -1).every((count) => count === size)).toBe(true);
        expect(counts.every((count) => count >= 1 && count <= size)).toBe(true);
      }),
    );
  });

  it('are refused where there are none', () => {
    expect(() => batchRange(10, 5, 2)).toThrow(/Batch 2 was asked for; there are 2/);
    expect(() => batchRange(10, 5, -1)).toThrow(RangeError);
    expect(() => batchCount(10, 0)).toThrow(/Batch size 0/);
    expect(() => batchCount(-1, 5)).toThrow(RangeError);
    expect(() => batchCount(10, 2.5)).toThrow(RangeError);
  });
});
