/**
 * Prediction by partial matching (Cleary & Witten, IEEE Trans. Comm. 32(4), 1984; escapes by method C, Moffat 1990) with an arithmetic code:
 * what a classical compressor reaches that learns which byte follows which four. Whole numbers alone, so that it gives the same bytes on
 * every machine.
 */
import { bytesText } from '../math/number-text.ts';
import { ArithmeticDecoder, ArithmeticEncoder } from './arithmetic-coder.ts';
import { CodingError } from './errors.ts';
import { MOST_STRINGS, PpmContexts, type Choices } from './ppm-contexts.ts';

/** The length of the text, as a 32-bit integer, before the code. */
const LENGTH_BYTES = 4;

/** Bytes between two reports of how far it is: some 50 ms. */
const PIECE = 1 << 15;

/**
 * @param report is told the share that is done, and waited for
 * @param strings that the model keeps, of the code's two ends the same
 */
export async function ppmPack(
  bytes: Uint8Array,
  report: (share: number) => Promise<void> = async () => {},
  strings = MOST_STRINGS,
): Promise<Uint8Array<ArrayBuffer>> {
  const encoder = new ArithmeticEncoder();
  const contexts = new PpmContexts(bytes.length, strings);
  let byte = 0;
  const choose = (choices: Choices): number => {
    const { symbols, sizes, count, total } = choices;
    let [place, start] = [0, 0];
    while (place < count && symbols[place] !== byte) start += sizes[place++];
    encoder.encode(start, sizes[place], total);
    return place;
  };
  for (let at = 0; at < bytes.length; at++) {
    if (at % PIECE === 0) await report(at / bytes.length);
    byte = bytes[at];
    contexts.next(choose);
  }
  const code = encoder.finish().bytes;
  const packed = new Uint8Array(LENGTH_BYTES + code.length);
  new DataView(packed.buffer).setUint32(0, bytes.length, true);
  packed.set(code, LENGTH_BYTES);
  return packed;
}

/**
 * The text that `ppmPack` packed; any other code gives some text of the length that it announces.
 * @param limit most bytes that the text may have
 * @throws CodingError (damaged) if it announces no length, or a longer text
 * @internal Tests alone use it: that it gives the text back is what makes its bytes a length.
 */
export function ppmUnpack(packed: Uint8Array, limit: number, strings = MOST_STRINGS): Uint8Array<ArrayBuffer> {
  if (packed.length < LENGTH_BYTES) throw new CodingError('damaged', 'The packed text was cut off. Get the file again.');
  const length = new DataView(packed.buffer, packed.byteOffset, packed.length).getUint32(0, true);
  if (length > limit) {
    throw new CodingError(
      'damaged',
      `The packed text announces ${bytesText(length)} where at most ${limit} are expected. Get the file again.`,
    );
  }
  const decoder = new ArithmeticDecoder(packed.subarray(LENGTH_BYTES));
  const contexts = new PpmContexts(length, strings);
  const choose = (choices: Choices): number => {
    const { sizes, total } = choices;
    const target = decoder.target(total);
    let [place, start] = [0, 0];
    while (start + sizes[place] <= target) start += sizes[place++];
    decoder.consume(start, sizes[place], total);
    return place;
  };
  return Uint8Array.from({ length }, () => contexts.next(choose));
}
