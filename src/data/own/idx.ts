/**
 * IDX, the format of MNIST: a magic number 00 00 TT DD with the type of the numbers and how many dimensions, the dimensions as big-endian
 * 32-bit numbers, then the numbers, the last dimension fastest.
 */
import { bytesText, grouped } from '../../math/number-text.ts';
import { unusable } from './file.ts';
import { elementCount } from '../../math/element-count.ts';

/** The code of unsigned bytes, the only numbers that pixels and labels are. */
const BYTES = 0x08;
const TYPES: Readonly<Record<number, string>> = {
  0x09: 'signed bytes',
  0x0b: '16-bit numbers',
  0x0c: '32-bit numbers',
  0x0d: 'floats',
  0x0e: 'doubles',
};

export type Idx =
  | { readonly kind: 'labels'; readonly count: number; readonly values: Uint8Array }
  | { readonly kind: 'images'; readonly count: number; readonly shape: readonly [number, number, number]; readonly values: Uint8Array };

/** Whether the bytes begin like IDX of any type. */
export const looksLikeIdx = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && bytes[0] === 0 && bytes[1] === 0 && bytes[2] >= 0x08 && bytes[3] > 0;

/**
 * Images have three dimensions (count, height, width) or four (and channels), labels one.
 * @throws {DatasetError} naming the file and what to do
 */
export function parseIdx(bytes: Uint8Array, path: string): Idx {
  if (!looksLikeIdx(bytes)) {
    const [first] =
      bytes.length >= 4 ? [new DataView(bytes.buffer, bytes.byteOffset).getUint32(0).toString(16).padStart(8, '0')] : ['too few bytes'];
    throw unusable(
      path,
      `is no IDX file: it begins with ${first}, not with 00000803 (images) or 00000801 (labels)`,
      'Give the files as MNIST has them, with or without gzip',
    );
  }
  const [, , type, rank] = bytes;
  if (type !== BYTES) {
    throw unusable(
      path,
      `holds ${TYPES[type] ?? 'numbers of an unknown type'}, not unsigned bytes`,
      'Convert pixels to 8 bits and labels to 0 … 255',
    );
  }
  if (rank !== 1 && rank !== 3 && rank !== 4) {
    throw unusable(path, `has ${rank} dimensions`, 'Images have three (count, height, width) or four (and channels), labels one');
  }
  const header = 4 + 4 * rank;
  if (bytes.length < header)
    throw unusable(path, `is cut off after ${bytesText(bytes.length)}, inside its header`, 'Copy or download it again');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const sizes = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  if (sizes.some((size) => size === 0))
    throw unusable(path, `says that it is ${sizes.map(grouped).join(' × ')}, which is nothing`, 'Give a file with images in it');
  const wanted = elementCount(sizes);
  if (bytes.length - header !== wanted) {
    throw unusable(
      path,
      `should hold ${sizes.map(grouped).join(' × ')} = ${bytesText(wanted)} after its header and holds ${grouped(bytes.length - header)}`,
      bytes.length - header < wanted ? 'It is cut off: copy or download it again' : 'Its header does not fit its content: write it again',
    );
  }
  const values = bytes.subarray(header);
  const [count, height, width, channels = 1] = sizes;
  return rank === 1 ? { kind: 'labels', count, values } : { kind: 'images', count, shape: [height, width, channels], values };
}
