/** Writes a zip archive (PKWARE APPNOTE 6.3) of a few files of some megabytes, each deflated where that makes it shorter. */
import { crc32 } from './crc32.ts';
import { deflateRaw } from './deflate.ts';

export interface ZipFile {
  /** With “/” between folders. */
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What reads it must know: folders and deflate (2.0); and that names are UTF-8. */
const VERSION = 20;
const UTF_8 = 0x0800;
const [STORED, DEFLATED] = [0, 8];
const LOCAL = 0x04034b50;
const ENTRY = 0x02014b50;
const END = 0x06054b50;
/** What sizes and offsets have room for; more would need zip64. */
const MOST_BYTES = 0xffffffff;
const MOST_FILES = 0xffff;

/** Little-endian numbers of two and four bytes, one after another. */
function numbers(...fields: readonly (readonly [bytes: 2 | 4, value: number])[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [bytes]) => sum + bytes, 0)));
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  }
  return new Uint8Array(view.buffer);
}

/** Time and date in the two-second steps of MS-DOS, in UTC, so that an archive says the same wherever it is made. */
function dosTime(date: Date): readonly [time: number, day: number] {
  const year = Math.min(Math.max(date.getUTCFullYear(), 1980), 2107) - 1980;
  return [
    (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1),
    (year << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate(),
  ];
}

/**
 * @param onFile before each file, with its place
 * @throws RangeError for two files of one name, or more than a plain archive holds
 */
export async function zipOf(files: readonly ZipFile[], date: Date, onFile: (place: number) => void = () => {}): Promise<Blob> {
  if (new Set(files.map(({ name }) => name)).size < files.length) throw new RangeError('An archive cannot hold two files of one name.');
  const [time, day] = dosTime(date);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const [place, { name, bytes }] of files.entries()) {
    onFile(place);
    const packed = await deflateRaw(bytes);
    const [method, content] = packed.length < bytes.length ? [DEFLATED, packed] : [STORED, bytes];
    const path = new TextEncoder().encode(name);
    const common = [
      [2, VERSION],
      [2, UTF_8],
      [2, method],
      [2, time],
      [2, day],
      [4, crc32(bytes)],
      [4, content.length],
      [4, bytes.length],
      [2, path.length],
      // Without extra fields.
      [2, 0],
    ] as const;
    const head = numbers([4, LOCAL], ...common);
    // Without a comment, on the first disk, with no attributes.
    directory.push(numbers([4, ENTRY], [2, VERSION], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]), path);
    parts.push(head, path, content);
    at += head.length + path.length + content.length;
  }
  const directoryBytes = directory.reduce((sum, { length }) => sum + length, 0);
  if (at + directoryBytes > MOST_BYTES || files.length > MOST_FILES) {
    throw new RangeError('An archive of more than 4 GB or 65,535 files cannot be made: leave some of it out.');
  }
  const end = numbers([4, END], [2, 0], [2, 0], [2, files.length], [2, files.length], [4, directoryBytes], [4, at], [2, 0]);
  return new Blob([...parts, ...directory, end], { type: 'application/zip' });
}
