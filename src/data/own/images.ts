/** Images of one's own from a pair (or two) of IDX files, or from a folder of PNGs by class; either may come as a zip archive. */
import { grouped } from '../../math/number-text.ts';
import { DatasetError } from '../errors.ts';
import { readOwnFile, unusable, type OwnFile } from './file.ts';
import { parseIdx, type Idx } from './idx.ts';
import { decodePng } from './png.ts';
import { filesInZip, isZipName } from './zip.ts';
import { elementCount } from '../../math/element-count.ts';

export interface OwnSplit {
  readonly count: number;
  /** count × height × width × channels. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

export interface OwnImages {
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly classes: readonly string[];
  readonly train: OwnSplit;
  readonly test: OwnSplit;
  /** Whether the test images were given as such; else every fifth of each class is one. */
  readonly testGiven: boolean;
}

/** Where no test images are given, every so-manieth image of a class tests. */
const TEST_EVERY = 5;
const MAX_CLASSES = 256;
/** Of one split: what a data set of the lab may have. */
const MAX_BYTES = 2 ** 29;
/** An image each for training and testing, and one to validate, of each class. */
const LEAST_OF_CLASS = 3;
const MAX_FILES = 200_000;

const isTestName = (path: string): boolean => /(^|[^a-z])(t10k|test)([^a-z]|$)/iu.test(path);

/**
 * Reads a data set from files: PNGs in folders named like their classes (in folders `train` and `test`, if there are such), or IDX files of
 * images and labels, of which those with “test” or “t10k” in their names are for testing. A zip archive counts as a folder with its name.
 * @param onProgress files read, of how many
 * @throws {DatasetError} of kind `unusable`, naming the file and what to do
 */
export async function readOwnImages(
  files: readonly OwnFile[],
  onProgress: (read: number, all: number) => void = () => undefined,
): Promise<OwnImages> {
  // Operating systems put files of their own into every folder.
  const isMeant = ({ path }: OwnFile): boolean =>
    !path.split('/').some((part) => part.startsWith('.') || part === 'Thumbs.db' || part === '__MACOSX');
  const unzipped = await Promise.all(files.filter(isMeant).map(async (file) => (isZipName(file.path) ? filesInZip(file) : [file])));
  const given = unzipped.flat().filter(isMeant);
  const pictures = given.filter(({ path }) => /\.png$/iu.test(path));
  if (given.length === 0)
    throw new DatasetError(
      'unusable',
      '',
      'No file was given, or only an empty archive. Choose IDX files, or a folder or zip archive that has a folder of PNGs for each class.',
    );
  if (given.length > MAX_FILES)
    throw unusable(
      given[0].path,
      `is one of ${grouped(given.length)} files`,
      `At most ${grouped(MAX_FILES)} can be read: take fewer, or make IDX files of them`,
    );
  const read = pictures.length > 0 ? await fromFolder(given, pictures, onProgress) : await fromIdx(given, onProgress);
  for (const split of [read.train, read.test]) {
    if (split.images.length > MAX_BYTES) {
      throw new DatasetError(
        'unusable',
        given[0].path,
        `The images take ${Math.round(split.images.length / 1e6)} MB; at most ${MAX_BYTES / 2 ** 20} MB can be held. Take fewer or smaller images.`,
      );
    }
  }
  return read;
}

async function fromIdx(files: readonly OwnFile[], onProgress: (read: number, all: number) => void): Promise<OwnImages> {
  const names = files.map(({ path }) => path).join(', ');
  if (files.length !== 2 && files.length !== 4) {
    throw new DatasetError(
      'unusable',
      files[0].path,
      `${files.length === 1 ? 'One file was' : `${grouped(files.length)} files were`} given (${names.slice(0, 200)}). Give two IDX files, images and labels, or four with those for testing; or a folder or zip archive of PNGs.`,
    );
  }
  const parsed: { readonly path: string; readonly idx: Idx }[] = [];
  for (const [index, file] of files.entries()) {
    parsed.push({ path: file.path, idx: parseIdx(await readOwnFile(file), file.path) });
    onProgress(index + 1, files.length);
  }
  const pair = (
    test: boolean,
  ): { readonly path: string; readonly images: Extract<Idx, { kind: 'images' }>; readonly labels: Uint8Array } => {
    const own = files.length === 2 ? parsed : parsed.filter(({ path }) => isTestName(path) === test);
    const images = own.filter((each) => each.idx.kind === 'images');
    const labels = own.filter((each) => each.idx.kind === 'labels');
    const [first] = images;
    if (images.length !== 1 || labels.length !== 1 || first?.idx.kind !== 'images') {
      throw new DatasetError(
        'unusable',
        names,
        `Among ${names.slice(0, 200)} there are ${images.length} files of images and ${labels.length} of labels ${files.length === 4 ? `for ${test ? 'testing' : 'training'}` : ''}. Give one of each; the names of those for testing hold “test” or “t10k”.`,
      );
    }
    if (first.idx.count !== labels[0].idx.count) {
      throw unusable(
        labels[0].path,
        `has ${grouped(labels[0].idx.count)} labels for the ${grouped(first.idx.count)} images of ${first.path}`,
        'Give the two files that belong together',
      );
    }
    return { path: first.path, images: first.idx, labels: labels[0].idx.values };
  };
  const training = pair(false);
  const { shape } = training.images;
  requireShape(shape, training.path);
  const testing = files.length === 4 ? pair(true) : null;
  if (testing && testing.images.shape.join() !== shape.join()) {
    throw unusable(
      testing.path,
      `has images of ${testing.images.shape.join(' × ')}, and ${training.path} of ${shape.join(' × ')}`,
      'All images of a data set have the same size',
    );
  }
  const classes =
    1 + [training.labels, testing?.labels ?? training.labels].reduce((most, labels) => labels.reduce((a, b) => Math.max(a, b), most), 0);
  const names255 = Array.from({ length: classes }, (_, label) => String(label));
  const images = [training, ...(testing ? [testing] : [])].flatMap(({ images: { values, count }, labels }, part) =>
    Array.from({ length: count }, (_, i) => ({
      pixels: values.subarray(i * elementCount(shape), (i + 1) * elementCount(shape)),
      label: labels[i],
      test: testing ? part === 1 : null,
    })),
  );
  return assembled(shape, names255, images, training.path);
}

async function fromFolder(
  files: readonly OwnFile[],
  pictures: readonly OwnFile[],
  onProgress: (read: number, all: number) => void,
): Promise<OwnImages> {
  const other = files.find(({ path }) => !/\.png$/iu.test(path) && /\.(jpe?g|gif|bmp|tiff?|webp|avif)$/iu.test(path));
  if (other) throw unusable(other.path, 'is an image, but no PNG', 'Convert it to PNG, or take it out of the folder');
  const sorted = pictures.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const placed = sorted.map((file) => ({ file, parts: file.path.split('/').slice(0, -1) }));
  const bare = placed.find(({ parts }) => parts.length === 0);
  if (bare) throw unusable(bare.file.path, 'lies in no folder', 'Put the images of each class into a folder with its name');
  const classOf = ({ parts }: (typeof placed)[number]): string => parts[parts.length - 1];
  const classes = [...new Set(placed.map(classOf))].sort();
  const indexOf = new Map(classes.map((name, index) => [name, index]));
  const splits = placed.map(({ parts }) => (parts.slice(0, -1).some(isTestName) ? 'test' : 'train'));
  const testGiven = splits.includes('test') && splits.includes('train');
  const images: Labelled[] = [];
  let shape: OwnImages['shape'] | null = null;
  let first = '';
  let total = 0;
  for (const [index, place] of placed.entries()) {
    const { path } = place.file;
    const picture = await decodePng(await readOwnFile(place.file), path);
    const own = [picture.height, picture.width, picture.channels] as const;
    if (!shape) [shape, first] = [own, path];
    // Grey images among colour ones are colour images with three equal channels; the other way round nothing fits.
    const pixels =
      shape[2] === 3 && own[2] === 1
        ? Uint8Array.from({ length: 3 * picture.pixels.length }, (_, i) => picture.pixels[Math.floor(i / 3)])
        : picture.pixels;
    if (own[0] !== shape[0] || own[1] !== shape[1]) {
      throw unusable(
        path,
        `has ${own[1]} × ${own[0]} pixels, and ${first} has ${shape[1]} × ${shape[0]}`,
        'All images of a data set have the same size: resize or take it out',
      );
    }
    if (pixels.length !== elementCount(shape))
      throw unusable(path, `is in colour, and ${first} is grey`, 'Convert all images to the same: grey or colour');
    total += pixels.length;
    if (total > MAX_BYTES) throw unusable(path, `brings the images to more than ${MAX_BYTES / 2 ** 20} MB`, 'Take fewer or smaller images');
    images.push({ pixels, label: indexOf.get(classOf(place)) ?? 0, test: testGiven ? splits[index] === 'test' : null });
    onProgress(index + 1, placed.length);
  }
  return assembled(shape ?? [0, 0, 0], classes, images, first);
}

function requireShape(shape: OwnImages['shape'], path: string): void {
  if (shape[0] > 1024 || shape[1] > 1024 || shape[2] > 16) {
    throw unusable(
      path,
      `has images of ${shape.map(grouped).join(' × ')}`,
      'Sides may have up to 1,024 pixels, and an image up to 16 channels',
    );
  }
}

interface Labelled {
  readonly pixels: Uint8Array;
  readonly label: number;
  /** Null where nobody said. */
  readonly test: boolean | null;
}

function assembled(shape: OwnImages['shape'], classes: readonly string[], images: readonly Labelled[], path: string): OwnImages {
  if (classes.length < 2) throw unusable(path, 'and all other images are of one class', 'Give images of at least two');
  if (classes.length > MAX_CLASSES)
    throw unusable(path, `is one of ${grouped(classes.length)} classes`, `At most ${MAX_CLASSES} can be told apart: join some`);
  const testGiven = images.some(({ test }) => test !== null);
  const seen = classes.map(() => 0);
  const tests = images.map(({ label, test }) => test ?? ++seen[label] % TEST_EVERY === 0);
  const has = classes.map(() => ({ all: 0, test: 0 }));
  for (const [index, { label }] of images.entries()) {
    has[label].all++;
    if (tests[index]) has[label].test++;
  }
  // Labels of IDX files may leave out a number; folders cannot be empty.
  const poor = has.findIndex(({ all }) => all > 0 && all < LEAST_OF_CLASS);
  if (poor >= 0) {
    throw unusable(
      path,
      `belongs to images of which class “${classes[poor]}” has only ${has[poor].all}`,
      `Give at least ${LEAST_OF_CLASS} of each class: to train, to validate and to test`,
    );
  }
  if (!tests.includes(true)) {
    throw unusable(
      path,
      `belongs to ${images.length} images, too few to keep some for testing`,
      `Give at least ${TEST_EVERY} images of a class, or test images of their own`,
    );
  }
  const split = (test: boolean): OwnSplit => {
    const own = images.filter((_, index) => tests[index] === test);
    const values = new Uint8Array(own.length * elementCount(shape));
    for (const [index, { pixels }] of own.entries()) values.set(pixels, index * elementCount(shape));
    return { count: own.length, images: values, labels: Uint8Array.from(own, ({ label }) => label) };
  };
  return { shape, classes, train: split(false), test: split(true), testGiven };
}
