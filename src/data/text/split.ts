/**
 * Which bytes of a text train, validate and test: one rule for every text. Blocks of 8192 bytes go round in twenties, of which the tenth
 * validates and the last tests, so that no part is of another century or another chapter.
 */
import { bytesText, grouped } from '../../math/number-text.ts';

/** `interleaved`: by blocks. `none`: the whole text trains, for archives of it. */
export type TextSplit = 'interleaved' | 'none';

export type TextPart = 'train' | 'validation' | 'test';

/** Of each part, bytes or their number. */
export type TextParts<Value> = Readonly<Record<TextPart, Value>>;

const BLOCK = 8192;
const ROUND = 20;
const VALIDATES = 9;
const TESTS = 19;

/** Bytes of a whole round: a shorter text has no test block. */
const LEAST = BLOCK * ROUND;

/** Why a text of so many bytes is not split so, as the end of a sentence that begins with the setting; null where it is. */
export function splitRefusal(bytes: number, split: TextSplit): string | null {
  if (split === 'none' || bytes >= LEAST) return null;
  return `would leave nothing to test: the text has ${bytesText(bytes)}, and at least ${grouped(LEAST)} are needed. Choose “None”, or a longer text`;
}

/** Bytes of each part of a text of so many. */
export function partSizes(bytes: number, split: TextSplit): TextParts<number> {
  const [validation, test] = [VALIDATES, TESTS].map((place) => sizeOf(blocksAt(bytes, place)));
  if (split === 'interleaved') return { train: bytes - validation - test, validation, test };
  return { train: bytes, validation: validation || bytes, test: test || bytes };
}

/**
 * The parts of a text, each in order. With `none` the whole text trains; what is measured then are the blocks that `interleaved` would
 * have kept, or the whole text where it is too short for one: parts of what was trained.
 */
export function partsOf(text: Uint8Array, split: TextSplit): TextParts<Uint8Array> {
  const joined = (ranges: readonly Range[]): Uint8Array => {
    const all = new Uint8Array(sizeOf(ranges));
    let at = 0;
    for (const [start, end] of ranges) {
      all.set(text.subarray(start, end), at);
      at += end - start;
    }
    return all;
  };
  const kept = [VALIDATES, TESTS].map((place) => joined(blocksAt(text.length, place)));
  if (split === 'none') {
    const [validation, test] = kept.map((part) => (part.length > 0 ? part : text));
    return { train: text, validation, test };
  }
  const places = Array.from({ length: ROUND }, (_, place) => place).filter((place) => place !== VALIDATES && place !== TESTS);
  const train = joined(places.flatMap((place) => blocksAt(text.length, place)).sort(([a], [b]) => a - b));
  return { train, validation: kept[0], test: kept[1] };
}

type Range = readonly [start: number, end: number];

/** The blocks at a place of each round. */
function blocksAt(bytes: number, place: number): Range[] {
  const ranges: Range[] = [];
  for (let start = place * BLOCK; start < bytes; start += LEAST) ranges.push([start, Math.min(bytes, start + BLOCK)]);
  return ranges;
}

const sizeOf = (ranges: readonly Range[]): number => ranges.reduce((sum, [start, end]) => sum + end - start, 0);
