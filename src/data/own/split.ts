/** Which images test, where nobody said: every fifth of each class. And whether each class has enough of them. */
import { grouped } from '../../math/number-text.ts';
import { elementCount } from '../../math/element-count.ts';
import { requireFew } from './classes.ts';
import { unusable, unusableSet } from './file.ts';
import type { OwnSplit } from './reading.ts';

/** Where no test images are given, every so-manieth image of a class tests. */
export const TEST_EVERY = 5;
/** An image each for training and testing, and one to validate, of each class. */
const LEAST_OF_CLASS = 3;

/** 1 for each image that tests. */
export function whichTest(labels: Uint8Array, classes: number): Uint8Array {
  const seen = new Uint32Array(classes);
  return labels.map((label) => (++seen[label] % TEST_EVERY === 0 ? 1 : 0));
}

interface Labelled {
  readonly classes: readonly string[];
  /** A class for each image: of those to train and of those to test, or of all. */
  readonly parts: readonly Uint8Array[];
  /** Which of the only part test; null where there are two parts. */
  readonly flags: Uint8Array | null;
  /** A file that has images of that class. */
  readonly exampleOf: (label: number) => string;
}

/** @throws {DatasetError} where nothing could be learned or tested, naming a class and one of its files */
export function requireClasses({ classes, parts, flags, exampleOf }: Labelled): void {
  if (classes.length < 2)
    throw unusable(exampleOf(0), `and all other images are of one class, “${classes[0]}”`, 'Give images of at least two');
  requireFew(classes, exampleOf(0));
  const has = new Uint32Array(classes.length);
  for (const labels of parts) for (const label of labels) has[label]++;
  const poor = has.findIndex((count) => count < LEAST_OF_CLASS);
  if (poor >= 0) {
    throw unusable(
      exampleOf(poor),
      `is of class “${classes[poor]}”, which has only ${has[poor] === 1 ? 'one image' : `${has[poor]} images`}`,
      `Give at least ${LEAST_OF_CLASS} of each class: to train, to validate and to test`,
    );
  }
  if (flags && !flags.includes(1)) {
    throw unusableSet(
      exampleOf(0),
      `There are ${grouped(flags.length)} images, too few of each class to keep some for testing. Give at least ${TEST_EVERY} images of a class, or test images of their own.`,
    );
  }
}

/** Takes the images that test out of a part, in its own memory. */
export function splitOff({ count, images, labels }: OwnSplit, flags: Uint8Array): readonly [train: OwnSplit, test: OwnSplit] {
  const size = images.length / count;
  const tests = flags.reduce((sum, flag) => sum + flag, 0);
  const test = { count: tests, images: new Uint8Array(tests * size), labels: new Uint8Array(tests) };
  let [trained, tested] = [0, 0];
  for (let i = 0; i < count; i++) {
    if (flags[i]) {
      test.images.set(images.subarray(i * size, (i + 1) * size), tested * size);
      test.labels[tested++] = labels[i];
    } else {
      images.copyWithin(trained * size, i * size, (i + 1) * size);
      labels[trained++] = labels[i];
    }
  }
  return [{ count: trained, images: images.subarray(0, trained * size), labels: labels.subarray(0, trained) }, test];
}

/** Room for so many images of a split. */
export const emptySplit = (count: number, shape: readonly number[]): OwnSplit => ({
  count,
  images: new Uint8Array(count * elementCount(shape)),
  labels: new Uint8Array(count),
});
