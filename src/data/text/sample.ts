/**
 * A piece of a text as records have it, which may be any bytes: a character for each byte, of the same number (Latin-1), since bytes need not
 * be UTF-8 and JSON holds no others. `visible` makes of it what is read.
 */

import { z } from '../zod.ts';
import { signOf } from './byte-signs.ts';

/** Bytes of a sample, at most. */
const MOST_BYTES = 120;

export const sampleSchema = z
  .string()
  .max(MOST_BYTES)
  .regex(/^[^\u{100}-\u{10ffff}]*$/u);

export const sampleText = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');

/** A part of a sample: characters as they are, or what stands for a byte that is none that could be seen. */
export interface VisiblePart {
  /** The byte that it begins with. */
  readonly at: number;
  readonly text: string;
  /** What it is, in words; null for characters. */
  readonly byte: string | null;
}

/** Well-formed UTF-8 of more than a byte (RFC 3629), in characters of a byte each. */
const SEQUENCE =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}/
    .source;
const PIECES = new RegExp(`((?:[ -~]|${SEQUENCE})+)|([^])`, 'g');

/** As it is read: text as UTF-8, and of all other bytes a sign or their number in hexadecimal. */
export function visible(sample: string): VisiblePart[] {
  return [...sample.matchAll(PIECES)].map(({ index: at, 0: piece, 1: characters }): VisiblePart => {
    if (characters === undefined) {
      const { text, name } = signOf(piece.charCodeAt(0));
      return { at, text, byte: name };
    }
    return { at, text: new TextDecoder().decode(Uint8Array.from(characters, (character) => character.charCodeAt(0))), byte: null };
  });
}
