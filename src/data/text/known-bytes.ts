/** What a network over the bytes of a text can read of what a person types. */

export interface KnownBytes {
  /** UTF-8 of the characters that it has symbols for. */
  readonly bytes: Uint8Array;
  /** The others, each once, in the order in which they were met. */
  readonly foreign: readonly string[];
}

/** @param alphabet byte values that there are symbols for */
export function knownBytes(typed: string, alphabet: Uint8Array): KnownBytes {
  const encoder = new TextEncoder();
  const bytes: number[] = [];
  const foreign = new Set<string>();
  for (const character of typed) {
    const own = encoder.encode(character);
    if (own.every((byte) => alphabet.includes(byte))) bytes.push(...own);
    else foreign.add(character);
  }
  return { bytes: Uint8Array.from(bytes), foreign: [...foreign] };
}
