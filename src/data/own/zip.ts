/**
 * The files in a zip archive (PKWARE APPNOTE 6.3, zip64 among it), found by its central directory. Only that is read at once; each file is
 * cut out of the archive and unpacked piece by piece when its turn comes, so an archive may be larger than what fits in memory.
 */
import { crc32 } from '../../coding/crc32.ts';
import { readStream } from '../download.ts';
import { inflated, unusable, type OwnFile } from './file.ts';
import { nameReader } from './zip-names.ts';

const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const END_BYTES = 22;
const END_64_BYTES = 56;
const LOCATOR_64_BYTES = 20;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MAX_COMMENT = 0xffff;
/** A directory of 200,000 files with paths of 100 letters takes 30 MB. */
const MAX_DIRECTORY_BYTES = 2 ** 26;
/** What a field holds whose number stands in the part for zip64. */
const ELSEWHERE = 0xffffffff;
/** Ids of extra fields: numbers for zip64, and a name in UTF-8 (Info-ZIP). */
const ZIP_64 = 0x0001;
const UNICODE_NAME = 0x7075;
/** Systems that write a backslash only where it is part of a name: Unix, macOS. */
const UNIX = [3, 19];

const STORED = 0;
const DEFLATED = 8;
const METHODS: Readonly<Record<number, string>> = {
  6: 'Implode',
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'XZ',
  98: 'PPMd',
  99: 'AES',
};

const COPY = 'It may be cut off or damaged: copy or download it again';
const PLAIN = 'Unpack it and add the folder, or make a plain zip without a password';

export const isZipName = (path: string): boolean => /\.zip$/iu.test(path);

export interface ZipContent {
  readonly files: readonly OwnFile[];
  /** Files that are there more than once; the last one counts, as where an archive is unpacked. */
  readonly twins: readonly string[];
  /** How names that are no UTF-8 were read; null where all are. */
  readonly alphabet: string | null;
}

/** Where the central directory is, and by how much its offsets fall short because something stands before the archive. */
interface Directory {
  readonly entries: number;
  readonly start: number;
  readonly bytes: number;
  readonly shift: number;
}

/** What the directory says of a file. */
interface Entry {
  readonly name: Uint8Array;
  readonly fromUnix: boolean;
  readonly flags: number;
  readonly method: number;
  readonly sum: number;
  readonly bytes: number;
  readonly packedBytes: number;
  readonly start: number;
}

/**
 * The files of an archive, each under the archive's name without its ending, as if that were a folder.
 * @throws {DatasetError} naming the archive and what to do, where it is none, or is encrypted, split or of a kind that is not read
 */
export async function filesInZip({ path, blob }: OwnFile): Promise<ZipContent> {
  const directory = await directoryOf(path, blob);
  const { start, bytes, shift } = directory;
  const entries = entriesIn(path, await viewOf(blob.slice(start, start + bytes)), directory.entries);
  requireApart(path, entries);
  const names = nameReader(entries.map(({ name }) => name));
  const folder = path.replace(/\.zip$/iu, '');
  const found = new Map<string, OwnFile>();
  const twins = new Set<string>();
  for (const entry of entries) {
    const name = plainPath(names.read(entry.name, entry.fromUnix));
    // Folders have entries of their own, which end in a slash.
    if (name === null) continue;
    const inside = `${folder}/${name}`;
    if (found.has(inside)) twins.add(inside);
    // The place of the last one, too: whoever packed it meant it.
    found.set(inside, { path: inside, blob, open: () => unpacked(blob, inside, entry, shift) });
  }
  return { files: [...found.values()], twins: [...twins], alphabet: names.alphabet };
}

/** Files in one place are how a small archive is made to unpack to more than any disk holds. @throws {DatasetError} */
function requireApart(path: string, entries: readonly Entry[]): void {
  let end = 0;
  for (const { start, packedBytes } of entries.toSorted((a, b) => a.start - b.start)) {
    if (start < end) throw unusable(path, 'holds files that overlap, which no usual program makes', PLAIN);
    end = start + LOCAL_BYTES + packedBytes;
  }
}

/** Without “./”, “../” and doubled separators; null for a folder. Nothing is written to where a path says, so it may say what it likes. */
function plainPath(name: string): string | null {
  const parts = name.split('/').filter((part) => !['', '.', '..'].includes(part));
  return name.endsWith('/') || parts.length === 0 ? null : parts.join('/');
}

/** The end of the archive is said at the very end, before a comment; for zip64 that leads to another such record. */
async function directoryOf(path: string, blob: Blob): Promise<Directory> {
  const room = END_BYTES + MAX_COMMENT + LOCATOR_64_BYTES + END_64_BYTES;
  const tail = await viewOf(blob.slice(Math.max(0, blob.size - room)));
  const tailStart = blob.size - tail.byteLength;
  const at = endIn(tail);
  if (at === null) throw unusable(path, 'is no zip archive, or its end is missing', COPY);
  const large = await end64(blob, tail, at, tailStart);
  const [disk, , here, entries] = large?.counts ?? [4, 6, 8, 10].map((offset) => tail.getUint16(at + offset, true));
  const [bytes, said] = large?.place ?? [12, 16].map((offset) => tail.getUint32(at + offset, true));
  const end = large?.at ?? tailStart + at;
  if (disk !== 0 || here !== entries)
    throw unusable(path, 'is a part of an archive that was split', 'Join the parts, or unpack them and add the folder');
  if (bytes > MAX_DIRECTORY_BYTES)
    throw unusable(path, `has a directory of ${Math.round(bytes / 2 ** 20)} MB`, 'Make several smaller archives');
  // The directory ends where its end is said, so that what was put before the archive, such as a program that unpacks it, is found out.
  const start = end - bytes;
  // Written to a pipe, some archives send for their start to a part for zip64 that they lack.
  const isSaid = said !== ELSEWHERE || large !== null;
  if (start < (isSaid ? said : 0)) throw unusable(path, 'is shorter than its directory says', COPY);
  if (entries * ENTRY_BYTES > bytes) throw unusable(path, 'has a damaged directory', COPY);
  return { entries, start, bytes, shift: isSaid ? start - said : 0 };
}

/** Where the record of the end is; bytes that some downloads have behind it, and behind its comment, do not matter. */
function endIn(tail: DataView): number | null {
  let withMore: number | null = null;
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END) continue;
    const end = at + END_BYTES + tail.getUint16(at + 20, true);
    if (end === tail.byteLength) return at;
    if (end < tail.byteLength) withMore ??= at;
  }
  return withMore;
}

/** What the end of a zip64 archive says; null for another. */
async function end64(
  blob: Blob,
  tail: DataView,
  end: number,
  tailStart: number,
): Promise<{ readonly at: number; readonly counts: readonly number[]; readonly place: readonly number[] } | null> {
  const locator = end - LOCATOR_64_BYTES;
  if (locator < 0 || tail.getUint32(locator, true) !== LOCATOR_64) return null;
  // It stands before its locator, or, with what later versions may add, where that says.
  for (const at of [tailStart + locator - END_64_BYTES, numberAt(tail, locator + 8)]) {
    if (at < 0 || at + END_64_BYTES > blob.size) continue;
    const view = await viewOf(blob.slice(at, at + END_64_BYTES));
    if (view.getUint32(0, true) !== END_64) continue;
    const counts = [view.getUint32(16, true), view.getUint32(20, true), numberAt(view, 24), numberAt(view, 32)];
    return { at, counts, place: [numberAt(view, 40), numberAt(view, 48)] };
  }
  return null;
}

function entriesIn(path: string, view: DataView, count: number): Entry[] {
  const damaged = () => unusable(path, 'has a damaged directory', COPY);
  const entries: Entry[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_BYTES > view.byteLength || view.getUint32(at, true) !== ENTRY) throw damaged();
    const [flags, method, nameBytes, extraBytes, commentBytes] = [8, 10, 28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const extraAt = at + ENTRY_BYTES + nameBytes;
    if (extraAt + extraBytes > view.byteLength) throw damaged();
    const name = new Uint8Array(view.buffer, view.byteOffset + at + ENTRY_BYTES, nameBytes);
    const extra = extraIn(new DataView(view.buffer, view.byteOffset + extraAt, extraBytes));
    const sizes = extra.get(ZIP_64);
    let next = 0;
    const [bytes, packedBytes, start] = [24, 20, 42].map((offset) => {
      const value = view.getUint32(at + offset, true);
      if (value !== ELSEWHERE || !sizes || next + 8 > sizes.byteLength) return value;
      next += 8;
      return numberAt(sizes, next - 8);
    });
    entries.push({
      name: nameInUtf8(extra.get(UNICODE_NAME), name) ?? name,
      fromUnix: UNIX.includes(view.getUint8(at + 5)),
      flags,
      method,
      sum: view.getUint32(at + 16, true),
      bytes,
      packedBytes,
      start,
    });
    at = extraAt + extraBytes + commentBytes;
  }
  return entries;
}

/** Extra fields by their ids. */
function extraIn(view: DataView): Map<number, DataView> {
  const fields = new Map<number, DataView>();
  for (let at = 0; at + 4 <= view.byteLength;) {
    const [id, bytes] = [view.getUint16(at, true), view.getUint16(at + 2, true)];
    if (at + 4 + bytes > view.byteLength) break;
    fields.set(id, new DataView(view.buffer, view.byteOffset + at + 4, bytes));
    at += 4 + bytes;
  }
  return fields;
}

/** The name that an extra field has in UTF-8, if it is still that of the entry. */
function nameInUtf8(field: DataView | undefined, name: Uint8Array): Uint8Array | null {
  if (!field || field.byteLength < 5 || field.getUint8(0) !== 1 || field.getUint32(1, true) !== crc32(name)) return null;
  return new Uint8Array(field.buffer, field.byteOffset + 5, field.byteLength - 5);
}

/** The bytes of a file, checked against what the directory says of them. */
async function* unpacked(
  archive: Blob,
  path: string,
  { flags, method, sum, bytes, packedBytes, start }: Entry,
  shift: number,
): AsyncGenerator<Uint8Array> {
  if (flags & 1) throw unusable(path, 'is encrypted', PLAIN);
  if (method !== STORED && method !== DEFLATED)
    throw unusable(path, `is packed by ${METHODS[method] ?? `method ${method}`}, and only Deflate is read`, PLAIN);
  const damaged = (): Error => unusable(path, 'cannot be unpacked', COPY);
  // The local header repeats the name and may have other extra fields than the directory.
  const at = start + shift;
  const header = await viewOf(archive.slice(at, at + LOCAL_BYTES));
  if (header.byteLength < LOCAL_BYTES || header.getUint32(0, true) !== LOCAL) throw damaged();
  const data = at + LOCAL_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
  const packed = archive.slice(data, data + packedBytes).stream();
  let [length, found] = [0, 0];
  for await (const piece of method === STORED ? readStream(packed) : inflated(packed, 'deflate-raw', damaged)) {
    length += piece.length;
    if (length > bytes) throw damaged();
    found = crc32(piece, found);
    yield piece;
  }
  if (length !== bytes || found !== sum) throw damaged();
}

const viewOf = async (blob: Blob): Promise<DataView> => new DataView(await blob.arrayBuffer());

/** 64 bits as a number: exact up to 2⁵³, far beyond every archive. */
const numberAt = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));
