/**
 * The files in a zip archive (PKWARE APPNOTE 6.3), found by its central directory. Only that is read at once; each file is cut out of the
 * archive and unpacked when its turn comes, so an archive may be larger than what fits in memory.
 */
import { crc32 } from '../../coding/crc32.ts';
import { inflate, MAX_FILE_BYTES, tooLarge, unusable, type OwnFile } from './file.ts';

const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END = 0x06054b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MAX_COMMENT = 0xffff;
/** A directory of 200,000 files with paths of 100 letters takes 30 MB. */
const MAX_DIRECTORY_BYTES = 2 ** 26;

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

/**
 * The files of an archive, each under the archive's name without its ending, as if that were a folder.
 * @throws {DatasetError} naming the archive and what to do, where it is none, or is encrypted, split or of a kind that is not read
 */
export async function filesInZip({ path, blob }: OwnFile): Promise<OwnFile[]> {
  const { entries, start, bytes } = await directoryOf(path, blob);
  const directory = await viewOf(blob.slice(start, start + bytes));
  const folder = path.replace(/\.zip$/iu, '');
  const found: OwnFile[] = [];
  let at = 0;
  for (let index = 0; index < entries; index++) {
    if (at + ENTRY_BYTES > directory.byteLength || directory.getUint32(at, true) !== ENTRY)
      throw unusable(path, 'has a damaged directory', COPY);
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((offset) => directory.getUint16(at + offset, true));
    if (at + ENTRY_BYTES + nameBytes > directory.byteLength) throw unusable(path, 'has a damaged directory', COPY);
    const name = nameIn(new Uint8Array(directory.buffer, directory.byteOffset + at + ENTRY_BYTES, nameBytes));
    // Folders have entries of their own, which end in a slash.
    if (!name.endsWith('/')) found.push(fileAt(blob, `${folder}/${name}`, directory, at));
    at += ENTRY_BYTES + nameBytes + extraBytes + commentBytes;
  }
  return found;
}

/** Where the central directory is: said at the very end, before a comment. */
async function directoryOf(
  path: string,
  blob: Blob,
): Promise<{ readonly entries: number; readonly start: number; readonly bytes: number }> {
  const tail = await viewOf(blob.slice(Math.max(0, blob.size - END_BYTES - MAX_COMMENT)));
  let at = tail.byteLength - END_BYTES;
  while (at >= 0 && !(tail.getUint32(at, true) === END && at + END_BYTES + tail.getUint16(at + 20, true) === tail.byteLength)) at--;
  if (at < 0) throw unusable(path, 'is no zip archive, or its end is missing', COPY);
  const [disk, , here, entries] = [4, 6, 8, 10].map((offset) => tail.getUint16(at + offset, true));
  const [bytes, start] = [12, 16].map((offset) => tail.getUint32(at + offset, true));
  if (entries === 0xffff || bytes === 0xffffffff || start === 0xffffffff) {
    throw unusable(
      path,
      'is a zip64 archive (65,535 files or 4 GB and more), which is not read',
      'Make several smaller archives, or unpack it and add the folder',
    );
  }
  if (disk !== 0 || here !== entries)
    throw unusable(path, 'is a part of an archive that was split', 'Join the parts, or unpack them and add the folder');
  if (bytes > MAX_DIRECTORY_BYTES)
    throw unusable(path, `has a directory of ${Math.round(bytes / 2 ** 20)} MB`, 'Make several smaller archives');
  if (start + bytes > blob.size) throw unusable(path, 'is shorter than its directory says', COPY);
  return { entries, start, bytes };
}

function fileAt(archive: Blob, path: string, directory: DataView, at: number): OwnFile {
  const [flags, method] = [8, 10].map((offset) => directory.getUint16(at + offset, true));
  const [sum, packedBytes, bytes, , start] = [16, 20, 24, 36, 42].map((offset) => directory.getUint32(at + offset, true));
  return {
    path,
    blob: archive,
    async unpacked() {
      if (flags & 1) throw unusable(path, 'is encrypted', PLAIN);
      if (method !== STORED && method !== DEFLATED)
        throw unusable(path, `is packed by ${METHODS[method] ?? `method ${method}`}, and only Deflate is read`, PLAIN);
      if ([packedBytes, bytes, start].includes(0xffffffff))
        throw unusable(path, 'has sizes that only zip64 can say, which is not read', PLAIN);
      if (bytes > MAX_FILE_BYTES || packedBytes > MAX_FILE_BYTES) throw tooLarge(path);
      const damaged = (): Error => unusable(path, 'cannot be unpacked', COPY);
      // The local header repeats the name and may have other extra fields than the directory.
      const header = await viewOf(archive.slice(start, start + LOCAL_BYTES));
      if (header.byteLength < LOCAL_BYTES || header.getUint32(0, true) !== LOCAL) throw damaged();
      const data = start + LOCAL_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
      const packed = new Uint8Array(await archive.slice(data, data + packedBytes).arrayBuffer());
      const raw = method === STORED ? packed : await inflate(packed, 'deflate-raw', bytes, damaged, damaged);
      if (raw.length !== bytes || crc32(raw) !== sum) throw damaged();
      return raw;
    },
  };
}

const viewOf = async (blob: Blob): Promise<DataView> => new DataView(await blob.arrayBuffer());

/**
 * UTF-8, as nearly every program writes it whether it says so or not; else byte by byte, which keeps different names apart. Some programs
 * for Windows write its own separator.
 */
function nameIn(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\\', '/');
  } catch {
    return Array.from(bytes, (byte) => String.fromCharCode(byte))
      .join('')
      .replaceAll('\\', '/');
  }
}
