/** Batches in file order, as in the DTC paper's notebook: never shuffled, the last one as small as it comes out. */

export interface BatchRange {
  readonly index: number;
  /** First image. */
  readonly start: number;
  /** Images in it. */
  readonly count: number;
}

/** Batches that `images` make; MNIST's 60,000 make 118 of 512, the last with 96. */
export function batchCount(images: number, size: number): number {
  checkWhole('Number of images', images, 0);
  checkWhole('Batch size', size, 1);
  return Math.ceil(images / size);
}

/**
 * Where batch `index` lies.
 *
 * @throws {RangeError} for a batch that does not exist
 */
export function batchRange(images: number, size: number, index: number): BatchRange {
  const batchesInAll = batchCount(images, size);
  if (!Number.isInteger(index) || index < 0 || index >= batchesInAll) {
    throw new RangeError(`Batch ${index} was asked for; there are ${batchesInAll}.`);
  }
  const start = index * size;
  return { index, start, count: Math.min(size, images - start) };
}

function checkWhole(what: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${what} ${value}: give a whole number from ${least} on.`);
  }
}
