/**
 * IDX, the format of MNIST: a magic number 00 00 TT DD with the type of the numbers and how many dimensions, the dimensions as big-endian
 * 32-bit numbers, then the numbers, big-endian, the last dimension fastest.
 */
import { elementCount } from '../../math/element-count.ts';
import { bytesText, grouped } from '../../math/number-text.ts';
import { contentOf, unusable, type OwnFile } from './file.ts';

export interface IdxType {
  readonly title: string;
  readonly bytes: number;
  readonly isWhole: boolean;
  readonly read: (view: DataView, at: number) => number;
}

const BYTES: IdxType = { title: 'bytes', bytes: 1, isWhole: true, read: (view, at) => view.getUint8(at) };
const TYPES: Readonly<Record<number, IdxType>> = {
  0x08: BYTES,
  0x09: { title: 'signed bytes', bytes: 1, isWhole: true, read: (view, at) => view.getInt8(at) },
  0x0b: { title: '16-bit numbers', bytes: 2, isWhole: true, read: (view, at) => view.getInt16(at) },
  0x0c: { title: '32-bit numbers', bytes: 4, isWhole: true, read: (view, at) => view.getInt32(at) },
  0x0d: { title: 'floats', bytes: 4, isWhole: false, read: (view, at) => view.getFloat32(at) },
  0x0e: { title: 'doubles', bytes: 8, isWhole: false, read: (view, at) => view.getFloat64(at) },
};

/** Images of one data set: EMNIST, the largest of its kind, has 814,255. */
export const MAX_IMAGES = 4_000_000;
const MAX_RANK = 4;
/** Bytes that hold any header that is read. */
export const HEAD_BYTES = 4 + 4 * MAX_RANK;

export interface IdxHeader {
  readonly type: IdxType;
  /** Count first. */
  readonly sizes: readonly number[];
}

export const isBytes = ({ type }: IdxHeader): boolean => type === BYTES;
/** “24 × 8 × 8” */
export const sizesText = ({ sizes }: Pick<IdxHeader, 'sizes'>): string => sizes.map(grouped).join(' × ');

/** Whether the bytes begin like IDX of any type. */
export const looksLikeIdx = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && bytes[0] === 0 && bytes[1] === 0 && bytes[2] >= 0x08 && bytes[2] <= 0x0f && bytes[3] > 0;

/** That a file is none, with what it begins with. */
export function noIdx(head: Uint8Array, path: string): Error {
  const isTar = /\.(tar(\.\w+)?|tgz)$/iu.test(path);
  const known = isTar ? { title: 'a tar archive' } : FORMATS.find(({ magic }) => magic.every((byte, i) => head[i] === byte));
  const first = Array.from(head.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return unusable(
    path,
    known
      ? `is ${known.title}, which is not read`
      : `is no IDX file: it begins with ${head.length >= 4 ? first : 'too few bytes'}, not with 00000803 (images) or 00000801 (labels)`,
    'Give pictures in a folder for each class, or IDX files as MNIST has them, with or without gzip',
  );
}

/** What people try as well, by how it begins. */
const FORMATS: readonly { readonly title: string; readonly magic: readonly number[] }[] = [
  { title: 'an array of NumPy', magic: [0x93, 0x4e, 0x55, 0x4d] },
  { title: 'a zip archive inside of another, or without the ending .zip', magic: [0x50, 0x4b, 0x03, 0x04] },
  { title: 'a RAR archive', magic: [0x52, 0x61, 0x72, 0x21] },
  { title: 'a 7z archive', magic: [0x37, 0x7a, 0xbc, 0xaf] },
  { title: 'packed by xz', magic: [0xfd, 0x37, 0x7a, 0x58] },
  { title: 'packed by bzip2', magic: [0x42, 0x5a, 0x68] },
  { title: 'packed by Zstandard', magic: [0x28, 0xb5, 0x2f, 0xfd] },
  { title: 'an HDF5 or MATLAB file', magic: [0x89, 0x48, 0x44, 0x46] },
  { title: 'a MATLAB file', magic: [0x4d, 0x41, 0x54, 0x4c] },
  { title: 'a Parquet file', magic: [0x50, 0x41, 0x52, 0x31] },
];

/**
 * What a file says of itself. Images have three dimensions (count, height, width) or four (and channels), or two where each is one row;
 * labels have one, or two.
 * @param head its first bytes, `HEAD_BYTES` of them or all that there are
 * @throws {DatasetError} naming the file and what to do, also where it announces more than can be held
 */
export function readIdxHeader(head: Uint8Array, path: string): IdxHeader {
  if (!looksLikeIdx(head)) throw noIdx(head, path);
  const [, , code, rank] = head;
  const type = TYPES[code];
  if (!type) throw unusable(path, `holds numbers of an unknown type (${code})`, 'Write it again with bytes, 00 00 08 at its start');
  if (rank > MAX_RANK)
    throw unusable(path, `has ${rank} dimensions`, 'Images have three (count, height, width) or four (and channels), labels one');
  if (head.length < headerBytes(rank))
    throw unusable(path, `is cut off after ${bytesText(head.length)}, inside its header`, 'Copy or download it again');
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const sizes = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  if (sizes.includes(0))
    throw unusable(path, `says that it is ${sizes.map(grouped).join(' × ')}, which is nothing`, 'Give a file with images in it');
  if (sizes[0] > MAX_IMAGES)
    throw unusable(path, `announces ${grouped(sizes[0])} images or labels`, `At most ${grouped(MAX_IMAGES)} can be held: take fewer`);
  return { type, sizes };
}

const headerBytes = (rank: number): number => 4 + 4 * rank;

/**
 * Goes through the numbers of a file, piece by piece.
 * @param visit numbers that follow each other, each of `header.type`, and the index of the first
 * @throws {DatasetError} if there are fewer or more than its header says
 */
export async function eachPiece(
  file: OwnFile,
  { type, sizes }: IdxHeader,
  visit: (piece: DataView, first: number, count: number) => void,
): Promise<void> {
  const count = elementCount(sizes);
  const wanted = count * type.bytes;
  let skip = headerBytes(sizes.length);
  let done = 0;
  let rest: Uint8Array = new Uint8Array();
  const wrong = (holds: string, remedy: string): Error =>
    unusable(
      file.path,
      `should hold ${sizes.map(grouped).join(' × ')} = ${bytesOfText(count, type)} after its header and holds ${holds}`,
      remedy,
    );
  const tooLong = (): Error => wrong('more', 'Its header does not fit its content: write it again');
  for await (const whole of contentOf(file)) {
    const piece = whole.subarray(Math.min(skip, whole.length));
    skip -= whole.length - piece.length;
    if (piece.length === 0) continue;
    const bytes = rest.length > 0 ? joined(rest, piece) : piece;
    const numbers = Math.floor(bytes.length / type.bytes);
    if (done * type.bytes + bytes.length > wanted) throw tooLong();
    if (numbers > 0) visit(new DataView(bytes.buffer, bytes.byteOffset, numbers * type.bytes), done, numbers);
    done += numbers;
    rest = bytes.slice(numbers * type.bytes);
  }
  if (done < count) throw wrong(grouped(done * type.bytes + rest.length), 'It is cut off: copy or download it again');
}

const bytesOfText = (count: number, { bytes, title }: IdxType): string =>
  bytes === 1 ? bytesText(count) : `${grouped(count)} ${title} = ${bytesText(count * bytes)}`;

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
