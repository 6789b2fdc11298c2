/** Bytes of a text as they are seen one by one. */

export interface ByteSign {
  /** What stands in its place. */
  readonly text: string;
  /** What it is called. */
  readonly name: string;
  /** Whether that is the character itself, and not a sign for it. */
  readonly isPlain: boolean;
}

/** Of bytes that have no shape, as fonts everywhere have it. */
const SIGNS: Readonly<Record<number, Pick<ByteSign, 'text' | 'name'> | undefined>> = {
  9: { text: '⇥', name: 'tab' },
  10: { text: '↵', name: 'line break' },
  13: { text: '0D', name: 'carriage return' },
};

/** A byte by itself: the character of ASCII, a sign, or its number in hexadecimal. */
export function signOf(byte: number): ByteSign {
  const character = String.fromCodePoint(byte);
  if (byte === 32) return { text: character, name: 'space', isPlain: true };
  if (byte > 32 && byte < 127) return { text: character, name: `“${character}”`, isPlain: true };
  const text = byte.toString(16).toUpperCase().padStart(2, '0');
  return { ...(SIGNS[byte] ?? { text, name: `byte ${text}` }), isPlain: false };
}

const ORDINALS = ['first', 'second', 'third', 'fourth'];

/** Bytes in a row. A character of several bytes stands at the first of them, and a dot at each of the others. */
export function signsOf(bytes: Uint8Array): ByteSign[] {
  const signs: ByteSign[] = [];
  while (signs.length < bytes.length) {
    const rest = bytes.subarray(signs.length);
    const character = characterAt(rest);
    if (character === null) signs.push(signOf(rest[0]));
    else signs.push(...signsOfCharacter(character, lengthAt(rest)));
  }
  return signs;
}

const signsOfCharacter = (character: string, length: number): ByteSign[] =>
  Array.from({ length }, (_, place) => ({
    text: place === 0 ? character : '·',
    name: `${ORDINALS[place]} of the ${length} bytes of “${character}”`,
    isPlain: place === 0,
  }));

/** Bytes of a character of UTF-8, by the first of them. */
const lengthAt = ([first]: Uint8Array): number => (first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1);

/** One character, of one or two units of UTF-16. */
const SINGLE = /^.$/su;
/** What has no shape of its own. */
const UNSEEN = /^[\p{Other}\p{Separator}\p{Mark}\uFFFD]/u;

/** The character that bytes begin with; null for one of a single byte, one that cannot be seen, and what is no UTF-8. */
function characterAt(bytes: Uint8Array): string | null {
  const length = lengthAt(bytes);
  if (length === 1) return null;
  // What RFC 3629 forbids is decoded to U+FFFD.
  const character = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, length));
  return SINGLE.test(character) && !UNSEEN.test(character) ? character : null;
}
