/**
 * Weights of 16 and 8 bits in a network file. A codec writes 32-bit words and knows nothing of what they mean: so it is given small words, and
 * of each, which come last in every codec, the file keeps the lower half or quarter.
 */
import { smallestCodec, type Codec, type MatrixSize } from './codec-size.ts';
import { CodingError } from './errors.ts';
import { roundWeights, weightLevels, type WeightBits } from './rounded-weights.ts';
import { fromMatrix, toMatrix, type WeightMatrix, type WeightTensor } from './weight-matrix.ts';

/** Bits of a weight that is kept in less than a float32. */
export type NarrowBits = Exclude<WeightBits, 32>;

/** A tensor in few bits: a word for each weight, and for 8 bits the scales of its values and of its biases. */
interface NarrowTensor {
  readonly matrix: WeightMatrix;
  readonly scales: readonly number[];
}

/** Bytes of the scales before the payload of a tensor. */
const scaleBytes = (bits: NarrowBits, bias: boolean): number => (bits === 8 ? (bias ? 8 : 4) : 0);

/** How many words at the end of a payload are weights. */
function weightWords(codec: Codec, size: MatrixSize): number {
  const written = codec === 'min' ? smallestCodec(size) : codec;
  return written === 'dense' ? size.rows * size.columns : size.nonzero;
}

/** Bytes by which a payload of 32 bits a weight is longer than that of fewer bits; a negative number where the scales weigh more. */
export function savedBytes(codec: Codec, size: MatrixSize, bits: NarrowBits, bias: boolean): number {
  return weightWords(codec, size) * (4 - bits / 8) - scaleBytes(bits, bias);
}

/** Rounds a tensor; what rounds to 0 is none of its weights any more. @throws RangeError for weights that are not finite */
export function narrow(tensor: WeightTensor, bits: NarrowBits): NarrowTensor {
  const scales: number[] = [];
  // The words as the bits of a float32, which is how a matrix has them.
  const words = (values: Float32Array): Float32Array => {
    if (bits === 16) return asFloats(asWords(roundWeights(values, 16)).map((word) => (word === 0x80000000 ? 0 : word >>> 16)));
    const { scale, levels } = weightLevels(values);
    scales.push(scale);
    return asFloats(Uint32Array.from(levels, (level) => level & 0xff));
  };
  const values = words(tensor.values);
  return { matrix: toMatrix({ ...tensor, values, bias: tensor.bias && words(tensor.bias) }), scales };
}

/** What the file keeps of the payload that a codec made of `narrow` words. */
export function narrowPayload(payload: Uint8Array, codec: Codec, { matrix, scales }: NarrowTensor, bits: NarrowBits): Uint8Array {
  const bytes = bits / 8;
  const words = weightWords(codec, matrix);
  const first = payload.length - 4 * words;
  const kept = new Uint8Array(4 * scales.length + first + bytes * words);
  const view = new DataView(kept.buffer);
  scales.forEach((scale, i) => view.setFloat32(4 * i, scale, true));
  kept.set(payload.subarray(0, first), 4 * scales.length);
  for (let word = 0; word < words; word++) {
    const at = first + 4 * word;
    kept.set(payload.subarray(at, at + bytes), 4 * scales.length + first + bytes * word);
  }
  return kept;
}

/** The payload as the codec made it, and the scales. */
export function widenPayload(
  kept: Uint8Array,
  codec: Codec,
  size: MatrixSize,
  bits: NarrowBits,
  bias: boolean,
): { payload: Uint8Array; scales: number[] } {
  const bytes = bits / 8;
  const words = weightWords(codec, size);
  const head = scaleBytes(bits, bias);
  const first = kept.length - head - bytes * words;
  if (first < 0) throw new CodingError('content', 'A weight matrix cannot be read: it ends before its weights.');
  const payload = new Uint8Array(first + 4 * words);
  payload.set(kept.subarray(head, head + first));
  for (let word = 0; word < words; word++) {
    const at = head + first + bytes * word;
    payload.set(kept.subarray(at, at + bytes), first + 4 * word);
  }
  const view = new DataView(kept.buffer, kept.byteOffset, head);
  return { payload, scales: Array.from({ length: head / 4 }, (_, i) => view.getFloat32(4 * i, true)) };
}

/** The tensor whose words a codec has given back. @throws CodingError for words and scales that are not written */
export function widen(
  { name, shape, bias }: { readonly name: string; readonly shape: readonly number[]; readonly bias: boolean },
  words: Uint32Array,
  bits: NarrowBits,
  scales: readonly number[],
): WeightTensor {
  const tensor = fromMatrix(name, shape, bias, words);
  if (!scales.every((scale) => scale >= 0 && scale < Infinity)) refuse(`the tensor “${name}” has no scale that is a number`);
  const values = (floats: Float32Array, scale: number): Float32Array => {
    const found = asWords(floats);
    if (bits === 16) return asFloats(found.map((word) => word << 16));
    if (found.includes(0x80)) refuse(`the tensor “${name}” has a level of −128, which is none`);
    return Float32Array.from(found, (word) => ((word << 24) >> 24) * scale);
  };
  return { ...tensor, values: values(tensor.values, scales[0]), bias: tensor.bias && values(tensor.bias, scales[1]) };
}

const asWords = (floats: Float32Array): Uint32Array<ArrayBuffer> => new Uint32Array(floats.slice().buffer);
const asFloats = (words: Uint32Array<ArrayBuffer>): Float32Array<ArrayBuffer> => new Float32Array(words.buffer);

function refuse(what: string): never {
  throw new CodingError('content', `This is no valid network file: ${what}.`);
}
