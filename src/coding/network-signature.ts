/** How a network file of Parsimony is told from others, without reading it. */
import { grouped } from '../math/number-text.ts';
import { CodingError } from './errors.ts';

/** “PNET” between bytes that text transfer would spoil, as PNG has it. */
export const NETWORK_SIGNATURE = [0x89, 0x50, 0x4e, 0x45, 0x54, 0x0d, 0x0a, 0x1a] as const;

/** What the name of a network file ends in, without the dot. */
export const NETWORK_FILE_ENDING = 'parsimony-net';

/** Whether bytes begin as a network file does; the first eight are enough. */
export const looksLikeNetworkFile = (bytes: Uint8Array): boolean => NETWORK_SIGNATURE.every((byte, i) => bytes[i] === byte);

/** Largest file that is opened: VGG-16 in the codec `coo` without compression has 183 MB. */
const MAX_FILE_BYTES = 256e6;

/** @throws CodingError (size) for a file that is longer than any that is opened */
export function requireOpenable(bytes: number): void {
  if (bytes <= MAX_FILE_BYTES) return;
  throw new CodingError(
    'size',
    `This network file has ${grouped(Math.ceil(bytes / 1e6))} MB; at most ${MAX_FILE_BYTES / 1e6} MB are opened. Write it in a smaller codec, or packed.`,
  );
}

/** The bytes of a file, of which nothing is read if it is too long. @throws CodingError (size) */
export async function networkBytes(file: Pick<Blob, 'size' | 'arrayBuffer'>): Promise<Uint8Array<ArrayBuffer>> {
  requireOpenable(file.size);
  return new Uint8Array(await file.arrayBuffer());
}
