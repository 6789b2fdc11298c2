/** The bytes of a network's weights in each codec (arXiv 2505.17469, section 1; its own number is `values`). */
import { log2Binomial } from '../math/log-gamma.ts';

/**
 * How a weight matrix is written. Every codec but `dense` writes the non-zero entries only; a number is a float32, an index a 32-bit
 * integer.
 * - `dense`: every entry
 * - `values`: the non-zero entries alone, where they are costs nothing. The paper's number; not a code one could read back
 * - `coo`: row, column and value of each
 * - `csr`: column and value of each, and where each row starts; `csc` the same by columns
 * - `lil`: column and value of each, and the length of each row
 * - `bitmask`: one bit per entry, then the values
 * - `entropy`: the positions at their information content, then the values
 * - `min`: for each matrix the smallest of these that can be read back, and a byte that says which
 */
export const CODECS = ['dense', 'values', 'coo', 'csr', 'csc', 'lil', 'bitmask', 'entropy', 'min'] as const;
export type Codec = (typeof CODECS)[number];

/** What each counts, in a clause. */
export const codecWords: Readonly<Record<Codec, string>> = {
  dense: 'every number, 4 bytes each',
  values: 'the numbers that are not zero, 4 bytes each; where they stand is not counted',
  coo: 'row, column and value of each number that is not zero',
  csr: 'column and value of each, and where rows begin',
  csc: 'row and value of each, and where columns begin',
  lil: 'column and value of each, and how many a row has',
  bitmask: 'a bit for each place, then the values',
  entropy: 'places by an arithmetic code, as short as can be, then the values',
  min: 'for each layer the shortest of those that can be read back',
};

/** What `min` chooses from; of equally small ones the first. */
export const SELF_CONTAINED = ['dense', 'coo', 'csr', 'csc', 'lil', 'bitmask', 'entropy'] as const;
export type SelfContainedCodec = (typeof SELF_CONTAINED)[number];

/** A weight matrix with its biases as the last column; a convolution has a row per output channel. */
export interface MatrixSize {
  readonly rows: number;
  readonly columns: number;
  readonly nonzero: number;
}

/**
 * The bytes of one matrix; a whole number except for `entropy` and `min`, which count the positions in fractions of a bit.
 * @throws RangeError if the sizes are not counts with nonzero ≤ rows·columns.
 */
export function matrixBytes(codec: Codec, size: MatrixSize): number {
  const { rows, columns, nonzero } = size;
  const cells = rows * columns;
  if (![rows, columns, nonzero].every((count) => Number.isSafeInteger(count) && count >= 0) || nonzero > cells) {
    throw new RangeError(`A ${rows} × ${columns} matrix cannot have ${nonzero} non-zero entries: give counts that fit.`);
  }
  switch (codec) {
    case 'dense':
      return 4 * cells;
    case 'values':
      return 4 * nonzero;
    case 'coo':
      return 12 * nonzero;
    case 'csr':
      return 8 * nonzero + 4 * (rows + 1);
    case 'csc':
      return 8 * nonzero + 4 * (columns + 1);
    case 'lil':
      return 8 * nonzero + 4 * rows;
    case 'bitmask':
      return 4 * nonzero + Math.ceil(cells / 8);
    case 'entropy':
      return 4 * nonzero + log2Binomial(cells, nonzero) / 8;
    case 'min':
      return 1 + matrixBytes(smallestCodec(size), size);
  }
}

/** The codec that `min` chooses for a matrix. */
export function smallestCodec(size: MatrixSize): SelfContainedCodec {
  return SELF_CONTAINED.reduce((best, codec) => (matrixBytes(codec, size) < matrixBytes(best, size) ? codec : best));
}

/** The bytes of a network: the sum over its matrices. The decoder and the architecture cost nothing, as in the paper. */
export function modelBytes(codec: Codec, matrices: readonly MatrixSize[]): number {
  return matrices.reduce((sum, matrix) => sum + matrixBytes(codec, matrix), 0);
}
