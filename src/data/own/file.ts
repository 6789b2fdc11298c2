/** Files that a person gives as a data set of their own. They come from anywhere, so each is bounded and checked. */
import { DatasetError } from '../errors.ts';
import { concatenate, readStream } from '../download.ts';

/** The most that a file may hold, unpacked: a quarter of what a split may, so that reading and checking it fit beside each other. */
export const MAX_FILE_BYTES = 2 ** 28;

export interface OwnFile {
  /** With the folders above it, as far as they are known. */
  readonly path: string;
  readonly blob: Blob;
  /** Its bytes, where `blob` is an archive that has it inside. */
  readonly unpacked?: () => Promise<Uint8Array>;
}

export const unusable = (path: string, what: string, remedy: string): DatasetError =>
  new DatasetError('unusable', path, `${path} ${what}. ${remedy}.`);

export const tooLarge = (path: string): DatasetError =>
  unusable(path, `holds more than ${MAX_FILE_BYTES / 2 ** 20} MB`, 'Take fewer or smaller images');

/** The bytes of a file, unpacked if they are gzip. @throws {DatasetError} if there are too many, or they are no sound gzip */
export async function readOwnFile({ path, blob, unpacked }: OwnFile): Promise<Uint8Array> {
  if (!unpacked && blob.size > MAX_FILE_BYTES) throw tooLarge(path);
  const bytes = unpacked ? await unpacked() : new Uint8Array(await blob.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  return await inflate(
    bytes,
    'gzip',
    MAX_FILE_BYTES,
    () => tooLarge(path),
    () => unusable(path, 'begins like gzip, but cannot be unpacked', 'It may be cut off or damaged: copy or download it again'),
  );
}

/** Unpacks, and stops as soon as there is more than `most`. @throws what `over` or `damaged` make */
export async function inflate(
  bytes: Uint8Array,
  format: 'gzip' | 'deflate' | 'deflate-raw',
  most: number,
  over: () => Error,
  damaged: () => Error,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream(format));
  const pieceByPiece = readStream(stream)[Symbol.asyncIterator]();
  for (;;) {
    const next = await pieceByPiece.next().catch(() => {
      throw damaged();
    });
    if (next.done) return concatenate(pieces, length);
    length += next.value.length;
    if (length > most) {
      await pieceByPiece.return?.(undefined);
      throw over();
    }
    pieces.push(next.value);
  }
}
