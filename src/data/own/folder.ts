/** Pictures in folders that are called like their classes. */
import { decodeInBrowser, looksLikeJpeg, looksLikeWebp } from './browser-picture.ts';
import { listed, readOwnFile, unusable, type OwnFile } from './file.ts';
import { Gathering } from './gathering.ts';
import type { OwnReading } from './reading.ts';
import { commonFolders, isTestName } from './names.ts';
import { warningsAboutFolders, type ClassFolder } from './folder-sense.ts';
import type { Picture } from './picture.ts';
import { decodePng, looksLikePng } from './png.ts';
import { requireClasses, whichTest } from './split.ts';

/** Of one picture: four times what the largest, of 1,024 × 1,024 pixels with four samples of 16 bits, takes unpacked. */
const MAX_PICTURE_BYTES = 2 ** 25;
/** Of a class in a manifest. */
const MAX_NAME = 60;

interface Place extends ClassFolder {
  readonly file: OwnFile;
}

/** @throws {DatasetError} naming the file and what to do */
export async function picturesIn(
  files: readonly OwnFile[],
  onProgress: (read: number, all: number) => void = () => undefined,
): Promise<OwnReading> {
  const places = placesOf(files.toSorted((a, b) => (a.path < b.path ? -1 : 1)));
  const named = classNames(places);
  const { classes } = named;
  const indexOf = new Map(classes.map(({ folder }, index) => [folder, index]));
  const labels = Uint8Array.from(places, ({ className }) => indexOf.get(className) ?? 0);
  const isTest = Uint8Array.from(places, (place) => (place.isTest ? 1 : 0));
  const testGiven = isTest.includes(1) && isTest.includes(0);
  const flags = testGiven ? isTest : whichTest(labels, classes.length);
  requireClasses({
    classes: classes.map(({ name }) => name),
    parts: [labels],
    flags: testGiven ? null : flags,
    exampleOf: (label) => places[labels.indexOf(label)].file.path,
  });
  const gathering = new Gathering(flags);
  for (const [index, { file }] of places.entries()) {
    gathering.add(await decoded(file), labels[index], file.path);
    onProgress(index + 1, places.length);
  }
  return {
    images: { ...gathering.images(), classes: classes.map(({ name }) => name), testGiven },
    notes: [...named.notes, ...gathering.notes()],
    warnings: warningsAboutFolders(places),
  };
}

function placesOf(files: readonly OwnFile[]): Place[] {
  const common = commonFolders(files.map(({ path }) => path));
  return files.map((file) => {
    const folders = file.path.split('/').slice(0, -1);
    // One way of writing “é” and the other are one class.
    const className = folders.at(-1)?.normalize('NFC');
    if (className === undefined) throw unusable(file.path, 'lies in no folder', 'Put the images of each class into a folder with its name');
    const above = folders.slice(0, -1);
    // What all lie in says nothing, such as an archive “test.zip”.
    return { file, className, above: above.join('/'), isTest: above.slice(common).some(isTestName) };
  });
}

interface ClassName {
  readonly folder: string;
  readonly name: string;
}

/** The classes that folders are called after, and what is said where a name is too long for the list of them. */
function classNames(places: readonly Place[]): { readonly classes: readonly ClassName[]; readonly notes: readonly string[] } {
  const folders = [...new Set(places.map(({ className }) => className))].sort();
  const taken = new Set<string>();
  const classes = folders.map((folder): ClassName => {
    let name = shortened(folder, '');
    for (let number = 2; taken.has(name); number++) name = shortened(folder, ` (${number})`);
    taken.add(name);
    return { folder, name };
  });
  const changed = classes.filter(({ folder, name }) => folder !== name);
  return {
    classes,
    notes:
      changed.length > 0 ? [`Names of classes were cut to ${MAX_NAME} letters: ${listed(changed.map(({ name }) => `“${name}”`))}.`] : [],
  };
}

function shortened(name: string, ending: string): string {
  if (name.length + ending.length <= MAX_NAME) return name + ending;
  // Not in the middle of a letter that is two numbers.
  return `${name.slice(0, MAX_NAME - 1 - ending.length).replace(/[\ud800-\udbff]$/u, '')}…${ending}`;
}

async function decoded(file: OwnFile): Promise<Picture> {
  const bytes = await readOwnFile(file, MAX_PICTURE_BYTES);
  // By what it is rather than by what it is called.
  if (looksLikePng(bytes)) return await decodePng(bytes, file.path);
  if (looksLikeJpeg(bytes) || looksLikeWebp(bytes)) return await decodeInBrowser(bytes, file.path);
  throw unusable(file.path, 'is no PNG, JPEG or WebP, whatever its name says', 'Convert it to PNG, or leave it out');
}
