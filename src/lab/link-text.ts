/**
 * What mail and chat programs make of an address. They write `#` as `%23`, `=` as `=3D`, signs as HTML entities, break lines and quote
 * them, and append points, brackets and their own parameters; none of it means that a result was damaged.
 */

/** More ways to read a link are not tried: the longest that is offered has a hundred lines of a mail. */
const MOST_READINGS = 256;
/** Signs of emphasis at the end of a link that may not be its own. */
const MOST_EMPHASIS = 8;

/** Soft hyphens, joiners, marks of direction, byte order marks: nothing of it is seen, and programs put it where a line may break. */
const unseen = /\p{Default_Ignorable_Code_Point}|[\u202A-\u202E]/gu;

/** A break within a link, with the sign of a quoted-printable one before it and those of a quoted mail behind it. */
const breaks = /=?\s[\s>|]*/u;

const named: Readonly<Record<string, string>> = {
  num: '#',
  equals: '=',
  period: '.',
  lowbar: '_',
  hyphen: '-',
  shy: '',
  nbsp: ' ',
  amp: '&',
};

/**
 * The fragment of a result link in an address or a text, from its `r=` on; null if there is none. What a program appended is still there.
 * @param address may begin with the fragment
 */
export function resultFragment(address: string): string | null {
  return /(?:^|#)\s*(?<fragment>r\s*=[^]*)$/u.exec(plain(address))?.groups?.fragment ?? null;
}

/** Where an address was meant to lead in which a program has escaped the `#` of a result link; null if it is none of these. */
export function meantAddress(address: string): string | null {
  const escaped = /(?:%(?:25)*23|&#35;)r(?:=|%(?:25)*3d|&#61;)/iu.exec(address);
  const fragment = escaped && resultFragment(address.slice(escaped.index));
  return fragment ? `${address.slice(0, escaped.index)}#${fragment}` : null;
}

/** Version and data of a fragment; null if it has none. */
export function partsOfFragment(fragment: string): { readonly version: number; readonly data: string } | null {
  // “=3D” is how quoted-printable writes “=”.
  const parts = /^[#\s]*r\s*=\s*(?:3D)?(?<version>\d{1,6})\s*\.(?<data>[^]*)$/u.exec(plain(fragment));
  return parts?.groups ? { version: Number(parts.groups.version), data: parts.groups.data } : null;
}

/**
 * What the data of a link may have been before something was appended to it or it was broken into lines, the likeliest first. Only one of
 * them unpacks, since packed data know where they end.
 * @returns at least one
 */
export function* readingsOf(data: string): Generator<string> {
  const pieces: string[] = [];
  for (const piece of data.trim().split(breaks)) {
    const own = /^[\w-]*/u.exec(piece)![0];
    pieces.push(own);
    if (own.length < piece.length) break;
  }
  let left = MOST_READINGS;
  const counts = [pieces.length, ...Array.from({ length: pieces.length - 1 }, (_value, index) => index + 1)];
  for (const count of counts) {
    const text = pieces.slice(0, count).join('');
    // Signs of emphasis are letters of base64url as well.
    const most = /[-_]*$/u.exec(text.slice(-MOST_EMPHASIS))![0].length;
    for (let taken = 0; taken <= most; taken++) {
      if (left-- === 0) return;
      yield text.slice(0, text.length - taken);
    }
  }
}

/** Without escapes, each of which may itself have been escaped, and without what is not seen. */
function plain(text: string): string {
  let read = text;
  for (let round = 0; round < 3; round++) {
    read = read
      .replaceAll(/(?:%[0-9a-f]{2})+/giu, decoded)
      .replaceAll(
        /&(?:#(?<decimal>\d{1,5})|#x(?<hex>[0-9a-f]{1,4})|(?<name>[a-z]{3,6}));/giu,
        (entity: string, decimal?: string, hex?: string, name?: string) =>
          name === undefined
            ? String.fromCharCode(decimal === undefined ? Number.parseInt(hex!, 16) : Number(decimal))
            : (named[name.toLowerCase()] ?? entity),
      );
  }
  return read.replaceAll(unseen, '');
}

function decoded(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    // Cut off within a letter: whatever it was, it is no part of a link.
    return escapes;
  }
}
