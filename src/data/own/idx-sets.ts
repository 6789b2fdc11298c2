/** Which IDX files belong together: images and labels, to train and to test, of one data set or of several in one archive. */
import { grouped } from '../../math/number-text.ts';
import { DatasetError } from '../errors.ts';
import { headOf, listed, unusableSet, type OwnFile } from './file.ts';
import { commonFolders, isTestName } from './names.ts';
import { HEAD_BYTES, looksLikeIdx, noIdx, readIdxHeader, sizesText, type IdxHeader } from './idx.ts';

export interface IdxFile {
  readonly file: OwnFile;
  readonly header: IdxHeader;
}

export interface IdxPair {
  readonly images: IdxFile;
  readonly labels: IdxFile;
}

export interface IdxSet {
  /** What its files have in common; empty where there is one set only. */
  readonly name: string;
  readonly train: IdxPair;
  readonly test: IdxPair | null;
}

/** One of several data sets that were given together. */
export interface SetChoice {
  readonly name: string;
  /** “112,800 to train, 18,800 to test, 28 × 28” */
  readonly about: string;
}

/** That files hold several data sets, of which one has to be named. */
export class SeveralSets extends DatasetError {
  readonly choices: readonly SetChoice[];

  constructor(file: string, choices: readonly SetChoice[]) {
    super(
      'unusable',
      file,
      `There are ${choices.length} data sets in it: ${listed(
        choices.map(({ name }) => name),
        12,
      )}. Choose one of them, or give the files of one alone.`,
    );
    this.name = 'SeveralSets';
    this.choices = choices;
  }
}

/** Beside pictures there may be thousands of other files; without any, so many are looked into. */
const MOST_LOOKED_INTO = 1000;

/** What says which of the files of a set it is; the rest of its name is the set's. */
const ROLES = /^(train|training|t10k|test|testing|test\d+k|images?|labels?|idx\d*|ubyte|u?int\d*|bytes?|floats?|doubles?|gz|data)$/iu;

const setNameOf = (path: string): string =>
  path
    .split('/')
    .at(-1)
    ?.split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !ROLES.test(word))
    .join('-') ?? '';

/** Its folder does not matter where it says no more than which role a file has. */
const groupOf = ({ file: { path } }: IdxFile): string => {
  const folders = path.split('/').slice(0, -1);
  return [...folders.filter((part) => !ROLES.test(part)), setNameOf(path)].join('/');
};

/** Files that are IDX, and those that are not. @throws {DatasetError} if none is, or one announces what cannot be */
export async function idxFilesIn(files: readonly OwnFile[]): Promise<{ readonly idx: IdxFile[]; readonly others: OwnFile[] }> {
  if (files.length > MOST_LOOKED_INTO) {
    throw unusableSet(
      files[0].path,
      `There is no picture among the ${grouped(files.length)} files (${listed(files.map(({ path }) => path))}). Give pictures as PNG, JPEG or WebP in a folder for each class, or IDX files.`,
    );
  }
  const heads: { readonly file: OwnFile; readonly head: Uint8Array }[] = [];
  for (const file of files) heads.push({ file, head: await headOf(file, HEAD_BYTES) });
  const idx = heads.filter(({ head }) => looksLikeIdx(head));
  if (idx.length === 0) throw noIdx(heads[0].head, heads[0].file.path);
  return {
    idx: idx.map(({ file, head }) => ({ file, header: readIdxHeader(head, file.path) })),
    others: heads.filter(({ head }) => !looksLikeIdx(head)).map(({ file }) => file),
  };
}

/**
 * The data set in some IDX files, and those that are not of it.
 * @param others files that are none, for messages
 * @param wanted the name of one, where there are several
 * @throws {SeveralSets} where there are and none is named
 * @throws {DatasetError} where files do not go together
 */
export function setIn(
  files: readonly IdxFile[],
  others: readonly OwnFile[],
  wanted: string | undefined,
): { readonly set: IdxSet; readonly rest: readonly IdxFile[] } {
  const groups = new Map<string, IdxFile[]>();
  for (const file of files) groups.set(groupOf(file), [...(groups.get(groupOf(file)) ?? []), file]);
  const sets = named([...groups].flatMap(([name, own]) => setOf(name, own) ?? []));
  const used = sets.flatMap(filesOf);
  // Two files, or four, may be called anything, and one set whose files all have names of their own is no group.
  const isWhole = sets.length > 0 && (used.length === files.length || (files.length !== 2 && files.length !== 4));
  if (!isWhole) return { set: wholeSet(files, others), rest: [] };
  if (sets.length === 1) return { set: sets[0], rest: files.filter((file) => !used.includes(file)) };
  const chosen = sets.find(({ name }) => name === wanted);
  if (!chosen) throw new SeveralSets(files[0].file.path, sets.map(aboutSet));
  return { set: chosen, rest: [] };
}

const filesOf = ({ train, test }: IdxSet): IdxFile[] => [train, ...(test ? [test] : [])].flatMap(({ images, labels }) => [images, labels]);

/** Sets by what tells them apart: without the words that all of their names share. */
function named(sets: readonly IdxSet[]): IdxSet[] {
  if (sets.length < 2) return sets.map((set) => ({ ...set, name: '' }));
  const words = sets.map(({ name }) => name.split(/[-/]/u));
  const shared = words[0].filter((word) => words.every((own) => own.includes(word)));
  return sets.map((set, index) => ({ ...set, name: words[index].filter((word) => !shared.includes(word)).join(' ') || set.name }));
}

function aboutSet({ name, train, test }: IdxSet): SetChoice {
  const [count, ...shape] = train.images.header.sizes;
  const tests = test ? `, ${grouped(test.images.header.sizes[0])} to test` : '';
  return { name, about: `${grouped(count)} to train${tests}, ${shape.map(grouped).join(' × ')}` };
}

/** Images have more dimensions than labels, which have one, or two with something beside the label. */
function pairOf(files: readonly IdxFile[]): IdxPair | null {
  if (files.length !== 2) return null;
  const [images, labels] = files.toSorted((a, b) => b.header.sizes.length - a.header.sizes.length);
  const [most, least] = [images.header.sizes.length, labels.header.sizes.length];
  return most > least && most >= 2 && least <= 2 ? { images, labels } : null;
}

/** The set that files make; null where they make none. */
function setOf(name: string, files: readonly IdxFile[]): IdxSet | null {
  if (files.length === 2) {
    const train = pairOf(files);
    return train && { name, train, test: null };
  }
  const common = commonFolders(files.map(({ file }) => file.path));
  const [train, test] = [false, true].map((isTest) =>
    pairOf(files.filter(({ file: { path } }) => isTestName(path.split('/').slice(common).join('/')) === isTest)),
  );
  return train && test && { name, train, test };
}

/** All files as one set. @throws {DatasetError} saying what is missing, or too much */
function wholeSet(files: readonly IdxFile[], others: readonly OwnFile[]): IdxSet {
  const found = setOf('', files);
  if (found) return found;
  const names = files.map(({ file, header }) => `${file.path} (${sizesText(header)})`);
  throw unusableSet(
    files[0].file.path,
    `${files.length === 1 ? 'One IDX file was' : `${grouped(files.length)} IDX files were`} given: ${listed(names, 6)}` +
      `${others.length > 0 ? `, and what is none: ${listed(others.map(({ path }) => path))}` : ''}. ` +
      'Give two, images and labels, or four with those for testing, whose names hold “test” or “t10k”.',
  );
}
