/**
 * Names in zip archives. One that is UTF-8 is taken as such, whether the archive says so or not. Any other is in the alphabet of the
 * computer that packed it, which no archive says: the alphabet is found out from all such names together, by rules that give everybody the
 * same names, since these become the names of classes.
 */

interface Alphabet {
  /** As TextDecoder has it, and as people know it. */
  readonly label: string;
  readonly title: string;
  /** Whether what was read by it is likely to be meant. */
  readonly isLikely: (text: string, names: readonly Uint8Array[]) => boolean;
}

const HAN = /^[\p{Script=Han}\p{Script=Bopomofo}\p{ASCII}\u3000-\u303f\uff00-\uffef·—…“”‘’]*$/u;
const JAPANESE = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{ASCII}\u3000-\u303f\u30fc\uff00-\uffef]*$/u;
/** Two together, and not beside Latin letters: “château” of CP437 reads “chフeau”, and “ân” reads “ハ”. */
const KANA = /(?<![a-z])(?:[\p{Script=Han}\u3041-\u30fa][\u3041-\u30fa]|[\u3041-\u30fa]\p{Script=Han})(?![a-z])/iu;
const CYRILLIC = /^[\p{Script=Cyrillic}\p{ASCII}№]*$/u;
/** Three in a row, which no accented letters of a western alphabet stand in, and none beside a Latin letter. */
const RUSSIAN_WORD = /\p{Script=Cyrillic}{3}/u;
const MIXED_WORD = /[a-z]\p{Script=Cyrillic}|\p{Script=Cyrillic}[a-z]/iu;

/** Whether some pair of bytes lies where an alphabet has its usual characters; no western alphabet has two such letters in a row. */
const hasPair = (names: readonly Uint8Array[], [from, to]: readonly [number, number]): boolean =>
  names.some((bytes) => {
    for (let at = 0; at < bytes.length; at++) {
      if (bytes[at] < 0x80) continue;
      if (bytes[at] >= from && bytes[at] <= to && bytes[at + 1] >= 0xa1) return true;
      at++;
    }
    return false;
  });

/** In this order. What is left is CP437, the alphabet of the format itself. */
const ALPHABETS: readonly Alphabet[] = [
  { label: 'shift_jis', title: 'Shift JIS', isLikely: (text) => JAPANESE.test(text) && KANA.test(text) },
  // Where GB 2312 has its hanzi, which all common ones are.
  { label: 'gbk', title: 'GBK', isLikely: (text, names) => HAN.test(text) && hasPair(names, [0xb0, 0xf7]) },
  // The 5,401 usual ones.
  { label: 'big5', title: 'Big5', isLikely: (text, names) => HAN.test(text) && hasPair(names, [0xa4, 0xc6]) },
  { label: 'ibm866', title: 'CP866', isLikely: (text) => CYRILLIC.test(text) && RUSSIAN_WORD.test(text) && !MIXED_WORD.test(text) },
];

const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/** Names that decide; further ones are read by what these say. */
const MOST_ASKED = 2000;

export interface NameReader {
  /** How names that are no UTF-8 are read; null where all are UTF-8. */
  readonly alphabet: string | null;
  /** @param fromUnix whether the archive was made where a backslash is a letter like others */
  read(bytes: Uint8Array, fromUnix: boolean): string;
}

/** A reader for the names of one archive. */
export function nameReader(names: Iterable<Uint8Array>): NameReader {
  const foreign: Uint8Array[] = [];
  for (const bytes of names) {
    if (foreign.length < MOST_ASKED && decoded(bytes, 'utf-8') === null) foreign.push(bytes);
  }
  const alphabet = ALPHABETS.find(({ label, isLikely }) => {
    const texts = foreign.map((bytes) => decoded(bytes, label));
    return foreign.length > 0 && texts.every((text) => text !== null) && isLikely(texts.join('/'), foreign);
  });
  return {
    alphabet: foreign.length === 0 ? null : (alphabet?.title ?? 'CP437'),
    read(bytes, fromUnix) {
      const text = decoded(bytes, 'utf-8') ?? (alphabet ? decoded(bytes, alphabet.label) : null);
      if (text === null) return separated(inCp437(bytes), fromUnix, true);
      return separated(text, fromUnix, false);
    },
  };
}

/**
 * Some programs for Windows write its own separator. In letters that may be halves of a pair, one that follows such a half is left alone:
 * 5C is the second byte of many characters of East Asian alphabets.
 */
function separated(text: string, fromUnix: boolean, mayBeHalves: boolean): string {
  if (fromUnix && text.includes('/')) return text;
  return mayBeHalves ? text.replaceAll(/([\u0080-\uffff])([^])|\\/gu, (all, half) => (half ? all : '/')) : text.replaceAll('\\', '/');
}

function decoded(bytes: Uint8Array, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    // Not of that alphabet, or one that this engine does not know.
    return null;
  }
}

const inCp437 = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : CP437[byte - 0x80])).join('');
