/**
 * Weight matrices to bytes and back, in every codec. The bytes are as many as `matrixBytes` says; only `entropy`, which can be in `min`, takes
 * up to `maxOverheadBytes` more.
 */
import { bytesText, grouped } from '../math/number-text.ts';
import { SELF_CONTAINED, smallestCodec, type Codec, type MatrixSize, type SelfContainedCodec } from './codec-size.ts';
import { CodingError } from './errors.ts';
import { decodeSupport, encodeSupport } from './support-code.ts';
import { countNonzero, isZero, type WeightMatrix } from './weight-matrix.ts';

/**
 * A matrix in a codec. All words are little-endian: 32-bit indices, lengths and float32 bits.
 * - `dense`: every entry, row by row
 * - `values`: the non-zero entries, row by row; their positions have to be known
 * - `coo`: all rows, then all columns, then all values, in the order of the rows
 * - `csr`: rows + 1 offsets into the entries, then all columns, then all values; `csc` the same of the transpose
 * - `lil`: the number of entries of each row, then all columns, then all values
 * - `bitmask`: the support, first cell in the lowest bit of the first byte, then the values
 * - `entropy`: the support as `encodeSupport` codes it, then the values
 * - `min`: the place of a codec in `SELF_CONTAINED` as one byte, then the matrix in it
 */
export function encodeMatrix(codec: Codec, matrix: WeightMatrix): Uint8Array<ArrayBuffer> {
  switch (codec) {
    case 'dense':
      return toBytes(matrix.bits);
    case 'values':
      return toBytes(nonzeroWords(matrix));
    case 'coo':
      return encodeCoordinates(matrix);
    case 'csr':
      return encodeRows(matrix);
    case 'csc':
      return encodeRows({
        ...matrix,
        rows: matrix.columns,
        columns: matrix.rows,
        bits: transpose(matrix.bits, matrix.rows, matrix.columns),
      });
    case 'lil': {
      const { offsets, columns, values } = entriesByRow(matrix);
      return toBytes(
        offsets.slice(1).map((end, row) => end - offsets[row]),
        columns,
        values,
      );
    }
    case 'bitmask':
      return join(packBits(supportOf(matrix)), toBytes(nonzeroWords(matrix)));
    case 'entropy':
      return join(encodeSupport(supportOf(matrix)), toBytes(nonzeroWords(matrix)));
    case 'min': {
      const smallest = smallestCodec(matrix);
      return join(Uint8Array.of(SELF_CONTAINED.indexOf(smallest)), encodeMatrix(smallest, matrix));
    }
  }
}

/**
 * The entries of a matrix that `encodeMatrix` wrote, as float32 bits, row-major. Zeros come back as +0, except in `dense`.
 * @param support where the entries are: for `values`, which does not say.
 * @throws CodingError (content) if the bytes are not what `encodeMatrix` writes for a matrix of this size
 */
export function decodeMatrix(codec: Codec, bytes: Uint8Array, size: MatrixSize, support?: Uint8Array): Uint32Array<ArrayBuffer> {
  const bits = decodeUnchecked(codec, bytes, size, support);
  const found = countNonzero(bits);
  if (found !== size.nonzero) refuse(`it has ${grouped(found)} non-zero entries where ${grouped(size.nonzero)} are announced`);
  return bits;
}

function decodeUnchecked(codec: Codec, bytes: Uint8Array, size: MatrixSize, support?: Uint8Array): Uint32Array<ArrayBuffer> {
  const { rows, columns, nonzero } = size;
  switch (codec) {
    case 'dense':
      return toWords(bytes, rows * columns);
    case 'values':
      if (!support) throw new RangeError('The codec “values” does not say where the entries are: hand the support in.');
      return scatter(support, toWords(bytes, nonzero));
    case 'coo':
      return decodeCoordinates(bytes, size);
    case 'csr':
      return decodeRows(bytes, size);
    case 'csc':
      return transpose(decodeRows(bytes, { rows: columns, columns: rows, nonzero }), columns, rows);
    case 'lil': {
      const words = toWords(bytes, rows + 2 * nonzero);
      const offsets = new Float64Array(rows + 1);
      for (let row = 0; row < rows; row++) offsets[row + 1] = offsets[row] + words[row];
      return placeByRow(offsets, words.subarray(rows), size);
    }
    case 'bitmask': {
      const maskBytes = Math.ceil((rows * columns) / 8);
      const mask = unpackBits(bytes.subarray(0, maskBytes), rows * columns);
      return scatter(mask, toWords(bytes.subarray(maskBytes), nonzero));
    }
    case 'entropy': {
      const maskBytes = Math.max(0, bytes.length - 4 * nonzero);
      const coded = bytes.subarray(0, maskBytes);
      return scatter(readSupport(coded, rows * columns, nonzero), toWords(bytes.subarray(maskBytes), nonzero));
    }
    case 'min':
      return decodeUnchecked(readTag(bytes, size), bytes.subarray(1), size);
  }
}

/**
 * A support that `encodeSupport` coded.
 * @throws CodingError (content) if these are not the very bytes that it writes
 */
export function readSupport(coded: Uint8Array, cells: number, nonzero: number): Uint8Array<ArrayBuffer> {
  const support = decodeSupport(coded, cells, nonzero);
  const again = encodeSupport(support);
  if (again.length !== coded.length || again.some((byte, i) => byte !== coded[i]))
    refuse('the code of its positions is not one that the encoder writes');
  return support;
}

function readTag(bytes: Uint8Array, size: MatrixSize): SelfContainedCodec {
  const codec = SELF_CONTAINED[bytes[0]];
  if (codec === undefined) refuse(`its first byte, ${bytes[0]}, names no codec`);
  if (codec !== smallestCodec(size)) refuse(`it is in the codec “${codec}”, which is not the smallest for it`);
  return codec;
}

function encodeCoordinates(matrix: WeightMatrix): Uint8Array<ArrayBuffer> {
  const { offsets, columns, values } = entriesByRow(matrix);
  const rows = new Uint32Array(matrix.nonzero);
  for (let row = 0; row < matrix.rows; row++) rows.fill(row, offsets[row], offsets[row + 1]);
  return toBytes(rows, columns, values);
}

function decodeCoordinates(bytes: Uint8Array, size: MatrixSize): Uint32Array<ArrayBuffer> {
  const words = toWords(bytes, 3 * size.nonzero);
  const offsets = new Float64Array(size.rows + 1);
  for (let entry = 0; entry < size.nonzero; entry++) {
    const row = words[entry];
    if (row >= size.rows) refuse(`its entry ${entry} lies in row ${row} of ${size.rows}`);
    if (entry > 0 && row < words[entry - 1]) refuse(`its entry ${entry} is out of order`);
    offsets[row + 1]++;
  }
  for (let row = 0; row < size.rows; row++) offsets[row + 1] += offsets[row];
  return placeByRow(offsets, words.subarray(size.nonzero), size);
}

function encodeRows(matrix: WeightMatrix): Uint8Array<ArrayBuffer> {
  const { offsets, columns, values } = entriesByRow(matrix);
  return toBytes(offsets, columns, values);
}

function decodeRows(bytes: Uint8Array, size: MatrixSize): Uint32Array<ArrayBuffer> {
  const words = toWords(bytes, size.rows + 1 + 2 * size.nonzero);
  return placeByRow(Float64Array.from(words.subarray(0, size.rows + 1)), words.subarray(size.rows + 1), size);
}

/** Entries row by row: offsets[row] is the place of a row's first. */
function entriesByRow({ bits, rows, columns, nonzero }: WeightMatrix): { offsets: Uint32Array; columns: Uint32Array; values: Uint32Array } {
  const offsets = new Uint32Array(rows + 1);
  const at = new Uint32Array(nonzero);
  const values = new Uint32Array(nonzero);
  let entry = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = bits[row * columns + column];
      if (isZero(value)) continue;
      at[entry] = column;
      values[entry++] = value;
    }
    offsets[row + 1] = entry;
  }
  return { offsets, columns: at, values };
}

/** @param entries all columns, then all values. */
function placeByRow(offsets: Float64Array, entries: Uint32Array, { rows, columns, nonzero }: MatrixSize): Uint32Array<ArrayBuffer> {
  if (offsets[0] !== 0 || offsets[rows] !== nonzero) {
    refuse(`its rows take entries ${offsets[0]} to ${offsets[rows]} where 0 to ${nonzero} are announced`);
  }
  // Before any entry is read: an offset past the last would send the loop below out of the entries.
  for (let row = 0; row < rows; row++) if (offsets[row + 1] < offsets[row]) refuse(`its row ${row} ends before it starts`);
  const bits = new Uint32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let entry = offsets[row]; entry < offsets[row + 1]; entry++) {
      const column = entries[entry];
      if (column >= columns) refuse(`its entry ${entry} lies in column ${column} of ${columns}`);
      if (entry > offsets[row] && column <= entries[entry - 1]) refuse(`its entry ${entry} is out of order`);
      bits[row * columns + column] = entries[nonzero + entry];
    }
  }
  return bits;
}

function supportOf({ bits }: WeightMatrix): Uint8Array {
  return Uint8Array.from(bits, (entry) => (isZero(entry) ? 0 : 1));
}

/** Where the entries of a matrix are, as `encodeSupport` codes it. */
export function encodePositions(matrix: WeightMatrix): Uint8Array<ArrayBuffer> {
  return encodeSupport(supportOf(matrix));
}

function nonzeroWords({ bits }: WeightMatrix): Uint32Array {
  return bits.filter((entry) => !isZero(entry));
}

function scatter(support: Uint8Array, values: Uint32Array): Uint32Array<ArrayBuffer> {
  const ones = support.reduce((sum, bit) => sum + bit, 0);
  if (ones !== values.length) refuse(`its positions are ${grouped(ones)} where ${grouped(values.length)} are announced`);
  let next = 0;
  return Uint32Array.from(support, (bit) => (bit === 1 ? values[next++] : 0));
}

function packBits(support: Uint8Array): Uint8Array<ArrayBuffer> {
  const packed = new Uint8Array(Math.ceil(support.length / 8));
  support.forEach((bit, cell) => (packed[cell >> 3] |= bit << (cell & 7)));
  return packed;
}

function unpackBits(packed: Uint8Array, cells: number): Uint8Array {
  if (packed.length * 8 < cells) refuse(`its mask has ${bytesText(packed.length)} for ${grouped(cells)} entries`);
  if (cells % 8 !== 0 && packed[packed.length - 1] >> (cells % 8) !== 0) refuse('its mask has bits beyond the last entry');
  return Uint8Array.from({ length: cells }, (_, cell) => (packed[cell >> 3] >> (cell & 7)) & 1);
}

function transpose(bits: Uint32Array, rows: number, columns: number): Uint32Array<ArrayBuffer> {
  const turned = new Uint32Array(bits.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) turned[column * rows + row] = bits[row * columns + column];
  }
  return turned;
}

function toBytes(...parts: readonly Uint32Array[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(4 * parts.reduce((sum, part) => sum + part.length, 0)));
  let at = 0;
  for (const part of parts) {
    for (let i = 0; i < part.length; i++, at += 4) view.setUint32(at, part[i], true);
  }
  return new Uint8Array(view.buffer);
}

function toWords(bytes: Uint8Array, count: number): Uint32Array<ArrayBuffer> {
  if (bytes.length !== 4 * count) refuse(`it has ${bytesText(bytes.length)} where ${grouped(4 * count)} are needed`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const words = new Uint32Array(count);
  for (let i = 0; i < count; i++) words[i] = view.getUint32(4 * i, true);
  return words;
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}

function refuse(what: string): never {
  throw new CodingError('content', `A weight matrix cannot be read: ${what}.`);
}
