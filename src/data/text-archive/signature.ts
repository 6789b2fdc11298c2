/** How an archive of a text is told from other files, without reading it. */
import { CodingError } from '../../coding/errors.ts';
import { grouped } from '../../math/number-text.ts';

/** “PTXT” between bytes that text transfer would spoil, as PNG has it. */
export const TEXT_SIGNATURE = [0x89, 0x50, 0x54, 0x58, 0x54, 0x0d, 0x0a, 0x1a] as const;

/** Whether bytes begin as an archive does; the first eight are enough. */
export const looksLikeTextArchive = (bytes: Uint8Array): boolean => TEXT_SIGNATURE.every((byte, i) => bytes[i] === byte);

/** What the name of an archive ends in, without the dot. */
export const TEXT_FILE_ENDING = 'parsimony-text';

/** Largest archive that is opened: of the longest text, with a network of 60 MB. */
const MAX_FILE_BYTES = 128e6;

/** The bytes of a file, of which nothing is read if it is too long. @throws CodingError (size) */
export async function archiveBytes(file: Pick<Blob, 'size' | 'arrayBuffer'>): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size > MAX_FILE_BYTES) {
    throw new CodingError(
      'size',
      `This archive has ${grouped(Math.ceil(file.size / 1e6))} MB; at most ${MAX_FILE_BYTES / 1e6} MB are opened.`,
    );
  }
  return new Uint8Array(await file.arrayBuffer());
}
