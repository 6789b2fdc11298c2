/** Images of one's own: from IDX files, or from a folder of pictures by class; either may come as a zip archive. */
import { grouped } from '../../math/number-text.ts';
import { DatasetError } from '../errors.ts';
import { classesOf } from './classes.ts';
import { headOf, listed, unusable, unusableSet, type OwnFile } from './file.ts';
import { picturesIn } from './folder.ts';
import { labelsOf, layoutOfSet, pixelsOf } from './idx-images.ts';
import { looksLikeIdx } from './idx.ts';
import { idxFilesIn, setIn } from './idx-sets.ts';
import type { OwnReading } from './reading.ts';
import { warningsAbout } from './sense.ts';
import { splitOff, whichTest, requireClasses } from './split.ts';
import { isOfSystem, isOtherPictureName, isPictureName, leftOut } from './stray.ts';
import { filesInZip, isZipName } from './zip.ts';

interface ReadOptions {
  /** Name of the data set that is wanted, where there are several. */
  readonly set?: string | undefined;
  /** Files read, of how many. */
  readonly onProgress?: (read: number, all: number) => void;
}

const MAX_FILES = 200_000;

/**
 * Reads a data set from files: pictures in folders named like their classes (in folders `train` and `test`, if there are such), or IDX files
 * of images and labels, of which those with “test” or “t10k” in their names are for testing. A zip archive counts as a folder with its name.
 * @throws {SeveralSets} where there are several and none is wanted
 * @throws {DatasetError} of kind `unusable`, naming the file and what to do
 */
export async function readOwnImages(files: readonly OwnFile[], options: ReadOptions = {}): Promise<OwnReading> {
  try {
    return await readFiles(files, options);
  } catch (cause) {
    // Of the browser, about a file: no other part of reading throws such.
    if (!(cause instanceof DOMException)) throw cause;
    throw new DatasetError(
      'unusable',
      '',
      `A file could not be read (${cause.message}). It may have been moved or changed since it was chosen: choose the files again.`,
      { cause },
    );
  }
}

async function readFiles(files: readonly OwnFile[], options: ReadOptions): Promise<OwnReading> {
  const { given, ofSystem, notes } = await unzipped(files);
  if (given.length === 0) {
    throw unusableSet(
      '',
      `No file was given${ofSystem.length > 0 ? ` but what systems add or hide (${listed(ofSystem)})` : ', or only an empty archive'}. ` +
        'Choose IDX files, or a folder or zip archive that has a folder of pictures for each class.',
    );
  }
  if (given.length > MAX_FILES) {
    throw unusable(
      given[0].path,
      `is one of ${grouped(given.length)} files`,
      `At most ${grouped(MAX_FILES)} can be read: take fewer, or make IDX files of them`,
    );
  }
  const read = (await areIdx(given)) ? await fromIdx(given, options) : await fromFolder(given, options);
  return {
    images: read.images,
    notes: [...leftOut(ofSystem, read.others), ...notes, ...read.notes],
    warnings: [...read.warnings, ...warningsAbout(read.images)],
  };
}

/** Beside pictures so many other files are looked into: IDX files may have some with them that show what is in them. */
const MOST_BESIDE_PICTURES = 50;

/** Whether files are to be read as IDX rather than as pictures. @throws {DatasetError} for gzip that is damaged at its start */
async function areIdx(files: readonly OwnFile[]): Promise<boolean> {
  const others = files.filter(({ path }) => !isPictureName(path));
  if (others.length === files.length) return true;
  if (others.length > MOST_BESIDE_PICTURES) return false;
  let found = 0;
  for (const file of others) if (looksLikeIdx(await headOf(file, 4))) found++;
  return found >= 2;
}

/** What is in archives beside what is not, without what systems add. */
async function unzipped(
  files: readonly OwnFile[],
): Promise<{ readonly given: readonly OwnFile[]; readonly ofSystem: readonly string[]; readonly notes: readonly string[] }> {
  const found: OwnFile[] = [];
  const notes: string[] = [];
  for (const file of files) {
    if (!isZipName(file.path) || isOfSystem(file.path)) {
      found.push(file);
      continue;
    }
    const { files: inside, twins, alphabet } = await filesInZip(file);
    for (const one of inside) found.push(one);
    if (twins.length > 0)
      notes.push(`More than once in ${file.path}: ${listed(twins)}. The last one of each was taken, as where the archive is unpacked.`);
    if (alphabet)
      notes.push(
        `${file.path} does not say in which alphabet its names are: they were read as ${alphabet}. If they look wrong, pack it again with names in UTF-8.`,
      );
  }
  const given = found.filter(({ path }) => !isOfSystem(path));
  const paths = new Set(given.map(({ path }) => path));
  if (paths.size < given.length) {
    const seen = new Set<string>();
    const twin = given.find(({ path }) => seen.has(path) || !seen.add(path));
    throw unusable(twin?.path ?? '', 'was given twice, from two places', 'Give one of them, or rename a folder');
  }
  return { given, ofSystem: found.filter(({ path }) => isOfSystem(path)).map(({ path }) => path), notes };
}

interface Read extends OwnReading {
  /** Files that are no part of the data set. */
  readonly others: readonly OwnFile[];
}

async function fromIdx(files: readonly OwnFile[], { set: wanted, onProgress }: ReadOptions): Promise<Read> {
  const pictures = files.filter(({ path }) => isPictureName(path));
  const { idx, others } = await idxFilesIn(files.filter(({ path }) => !isPictureName(path)));
  const { set, rest } = setIn(idx, others, wanted);
  const pairs = [set.train, ...(set.test ? [set.test] : [])];
  const all = 2 * pairs.length;
  onProgress?.(0, all);
  const layout = layoutOfSet(set);
  // Labels before pixels: they are small, and most of what does not fit is found out by them.
  const labels = [];
  for (const pair of pairs) labels.push(await labelsOf(pair));
  const classes = classesOf(
    labels.map(({ values }) => values),
    set.train.labels.file.path,
  );
  const flags = set.test ? null : whichTest(classes.labels[0], classes.names.length);
  requireClasses({
    classes: classes.names,
    parts: classes.labels,
    flags,
    exampleOf: () => set.train.labels.file.path,
  });
  onProgress?.(pairs.length, all);
  const pixels = await pixelsOf(set, layout);
  onProgress?.(all, all);
  const parts = pixels.parts.map((images, i) => ({ count: classes.labels[i].length, images, labels: classes.labels[i] }));
  const [train, test] = flags ? splitOff(parts[0], flags) : parts;
  return {
    images: { shape: layout.shape, classes: classes.names, train, test, testGiven: set.test !== null },
    others: [...others, ...rest.map(({ file }) => file), ...pictures],
    notes: [...labels.flatMap(({ notes }) => notes), ...classes.notes, ...layout.notes, ...pixels.notes],
    warnings: [...classes.warnings, ...layout.warnings],
  };
}

async function fromFolder(files: readonly OwnFile[], { onProgress }: ReadOptions): Promise<Read> {
  const other = files.find(({ path }) => isOtherPictureName(path));
  if (other) throw unusable(other.path, 'is a picture of a kind that is not read', 'Convert it to PNG, or take it out of the folder');
  const pictures = files.filter(({ path }) => isPictureName(path));
  return { ...(await picturesIn(pictures, onProgress)), others: files.filter(({ path }) => !isPictureName(path)) };
}
