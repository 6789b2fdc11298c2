/** Pictures in folders that are called like their classes. */
import { elementCount } from '../../math/element-count.ts';
import { decodeInBrowser, looksLikeJpeg, looksLikeWebp } from './browser-picture.ts';
import { counted, listed, readOwnFile, unusable, type OwnFile } from './file.ts';
import type { OwnImages, OwnReading, OwnSplit } from './reading.ts';
import { requireRoom, type Shape } from './limits.ts';
import { commonFolders, isTestName } from './names.ts';
import type { Picture } from './picture.ts';
import { decodePng, looksLikePng } from './png.ts';
import { emptySplit, requireClasses, whichTest } from './split.ts';

/** Of one picture: four times what the largest, of 1,024 × 1,024 pixels with four samples of 16 bits, takes unpacked. */
const MAX_PICTURE_BYTES = 2 ** 25;
/** Names that folders have by their purpose, and classes hardly ever. */
const ROLES = /^(train|training|test|testing|val|valid|validation|images?|pictures?)$/iu;
/** Of a class in a manifest. */
const MAX_NAME = 60;

interface Place {
  readonly file: OwnFile;
  readonly className: string;
  /** The folders above that of the class. */
  readonly above: string;
  readonly isTest: boolean;
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
    warnings: wordsAboutFolders(places),
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

/** Folders of one name in different places are one class, which may not have been meant. */
function wordsAboutFolders(places: readonly Place[]): string[] {
  const where = new Map<string, Set<string>>();
  for (const { className, above, isTest } of places) {
    if (isTest) continue;
    where.set(className, (where.get(className) ?? new Set()).add(above));
  }
  const roles = [...new Set(places.map(({ className }) => className))].filter((name) => ROLES.test(name));
  const several = [...where].filter(([, above]) => above.size > 1);
  const [name, above] = several[0] ?? ['', new Set<string>()];
  const warnings =
    roles.length === 0
      ? []
      : [
          `${listed(roles.map((role) => `“${role}”`))} ${roles.length === 1 ? 'is taken for a class' : 'are taken for classes'}: images of a class lie in a folder with its name, which may lie in a folder “train” or “test”.`,
        ];
  if (several.length === 0) return warnings;
  return [
    ...warnings,
    `Folders of the same name are one class: “${name}” lies in ${listed([...above].map((folder) => (folder === '' ? 'the topmost folder' : folder)))}` +
      `${several.length > 1 ? `, and so with ${counted(several.length - 1, 'other class', 'other classes')}` : ''}. Their images were put together.`,
  ];
}

async function decoded(file: OwnFile): Promise<Picture> {
  const bytes = await readOwnFile(file, MAX_PICTURE_BYTES);
  // By what it is rather than by what it is called.
  if (looksLikePng(bytes)) return await decodePng(bytes, file.path);
  if (looksLikeJpeg(bytes) || looksLikeWebp(bytes)) return await decodeInBrowser(bytes, file.path);
  throw unusable(file.path, 'is no PNG, JPEG or WebP, whatever its name says', 'Convert it to PNG, or leave it out');
}

/** Puts pictures of one size side by side, those to train and those to test apart, and counts what was done to them. */
class Gathering {
  private readonly flags: Uint8Array;
  private splits: readonly [train: OwnSplit, test: OwnSplit] | null = null;
  private shape: Shape = [0, 0, 0];
  private firstPath = '';
  private index = 0;
  private readonly filled = [0, 0];
  private readonly done = { laidOnWhite: 0, rounded: 0, byBrowser: 0, grey: 0 };

  /** @param flags 1 for each picture that tests */
  constructor(flags: Uint8Array) {
    this.flags = flags;
  }

  /** @throws {DatasetError} where it does not fit those before it */
  add(picture: Picture, label: number, path: string): void {
    const { height, width, channels } = picture;
    if (!this.splits) {
      this.firstPath = path;
      this.makeRoom([height, width, channels]);
    }
    if (height !== this.shape[0] || width !== this.shape[1]) {
      throw unusable(
        path,
        `has ${width} × ${height} pixels, and ${this.firstPath} has ${this.shape[1]} × ${this.shape[0]}`,
        'All images of a data set have the same size: resize or take it out',
      );
    }
    if (channels > this.shape[2]) this.makeRoom([height, width, channels]);
    const isTest = this.flags[this.index++];
    const split = this.splits?.[isTest];
    if (!split) return;
    const at = this.filled[isTest]++;
    const size = elementCount(this.shape);
    split.images.set(widened(picture.pixels, channels, this.shape[2]), at * size);
    split.labels[at] = label;
    this.done.laidOnWhite += Number(picture.isLaidOnWhite);
    this.done.rounded += Number(picture.depth > 8);
    this.done.byBrowser += Number(picture.format !== 'png');
    this.done.grey += Number(channels === 1);
  }

  images(): Pick<OwnImages, 'shape' | 'train' | 'test'> {
    const [train, test] = this.splits ?? [emptySplit(0, this.shape), emptySplit(0, this.shape)];
    return { shape: this.shape, train, test };
  }

  notes(): string[] {
    const { laidOnWhite, rounded, byBrowser, grey } = this.done;
    const are = (count: number, what: string): string => `${counted(count, 'picture')} ${count === 1 ? 'is' : 'are'} ${what}`;
    return [
      ...(laidOnWhite > 0 ? [`${are(laidOnWhite, 'transparent in places')}: that was laid on white.`] : []),
      ...(rounded > 0 ? [`${are(rounded, 'of 16 bits')}, rounded to 8.`] : []),
      ...(byBrowser > 0
        ? [
            `${are(byBrowser, 'JPEG or WebP')}, decoded by this browser: another browser may get slightly other pixels, and so another SHA-256. Links to such a study need PNGs to be sure.`,
          ]
        : []),
      ...(grey > 0 && this.shape[2] > 1 ? [`${are(grey, 'grey')} among ones in colour: each got three equal channels.`] : []),
    ];
  }

  /** For all pictures, at the first of them; and again at the first in colour, with those before it widened. */
  private makeRoom(shape: Shape): void {
    const tests = this.flags.reduce((sum, flag) => sum + flag, 0);
    requireRoom(this.flags.length, shape, this.firstPath);
    const before = this.splits;
    this.splits = [emptySplit(this.flags.length - tests, shape), emptySplit(tests, shape)];
    for (const [split, { images, labels }] of before?.entries() ?? []) {
      const filled = this.filled[split] * elementCount(this.shape);
      this.splits[split].images.set(widened(images.subarray(0, filled), this.shape[2], shape[2]));
      this.splits[split].labels.set(labels);
    }
    this.shape = shape;
  }
}

/** Grey pixels as colours of three equal channels. */
const widened = (pixels: Uint8Array, from: number, to: number): Uint8Array =>
  from === to ? pixels : Uint8Array.from({ length: pixels.length * to }, (_, i) => pixels[Math.floor(i / to)]);
