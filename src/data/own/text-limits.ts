/** How much a text of one's own may hold. */
import { bytesText } from '../../math/number-text.ts';
import { unusable } from './file.ts';

/** A worker holds it some three times: its bytes, its symbols, its parts. */
export const MAX_TEXT_BYTES = 64_000_000;

/** @throws {DatasetError} if a text has nothing in it, or too much */
export function requireText(bytes: number, path: string): void {
  if (bytes === 0) throw unusable(path, 'is empty', 'A text has at least one byte: choose another file');
  if (bytes > MAX_TEXT_BYTES)
    throw unusable(path, `has ${bytesText(bytes)}`, `A text may have up to ${bytesText(MAX_TEXT_BYTES)}: take a part of it`);
}
