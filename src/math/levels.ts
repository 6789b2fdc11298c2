/** Numbers as text of one letter each: quantised, for pictures of weights in records and files, where a number as digits takes five times that. */

/** Letters of base64url: the last of them has no level, so that 0 has one in the middle. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-';
const HALF = (ALPHABET.length - 1) / 2;

export interface Levels {
  /** The largest magnitude, which the outermost levels stand for. */
  readonly scale: number;
  /** One letter per number: level −31 is A, 0 is f, 31 is “-”. */
  readonly text: string;
}

/**
 * Rounds to 63 levels, equally spaced from −scale to scale. A number that is not 0 keeps its sign: it becomes the lowest level at least.
 * @param values finite
 */
export function toLevels(values: ArrayLike<number>): Levels {
  let scale = 0;
  for (let i = 0; i < values.length; i++) scale = Math.max(scale, Math.abs(values[i]));
  let text = '';
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const level = value === 0 ? 0 : Math.sign(value) * Math.max(1, Math.round((HALF * Math.abs(value)) / scale));
    text += ALPHABET[HALF + level];
  }
  return { scale, text };
}

/** @throws RangeError at a letter that stands for no level */
export function fromLevels({ scale, text }: Levels): Float32Array {
  return Float32Array.from(text, (letter) => {
    const at = ALPHABET.indexOf(letter);
    if (at < 0) throw new RangeError(`“${letter}” stands for no level: the text may hold letters, digits and “-” only.`);
    return ((at - HALF) / HALF) * scale;
  });
}
