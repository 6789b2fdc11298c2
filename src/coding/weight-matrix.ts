/** Weights as the codecs see them: one matrix per tensor, the biases its last column. */
import type { MatrixSize } from './codec-size.ts';
import { elementCount } from '../math/element-count.ts';

/** A trainable tensor with the biases that belong to it. */
export interface WeightTensor {
  readonly name: string;
  /**
   * The output axis first: [outputs, inputs] for a dense layer, [outputs, inputs, height, width] for a convolution. A vector, such as a
   * normalisation's scale, has one axis.
   */
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: Float32Array;
  /** One per output, or null. */
  readonly bias: Float32Array | null;
}

/** Entries as the bits of their float32, row-major, so that nothing changes on the way, NaN's payload included. */
export interface WeightMatrix extends MatrixSize {
  readonly bits: Uint32Array;
}

/** Rows and columns of the matrix of a tensor: outputs × (inputs·height·width + 1 if it has biases); a vector is one row, its biases appended. */
export function matrixShape(shape: readonly number[], hasBias: boolean): { rows: number; columns: number } {
  if (shape.length < 2) {
    const length = shape.length === 0 ? 1 : shape[0];
    return { rows: 1, columns: hasBias ? 2 * length : length };
  }
  const [rows, ...rest] = shape;
  return { rows, columns: elementCount(rest) + (hasBias ? 1 : 0) };
}

/** The size of a tensor's matrix, counted where the weights are: cheap enough to ask for at every move of a slider. */
export function matrixSize({ shape, values, bias }: WeightTensor): MatrixSize {
  const inBias = bias === null ? 0 : countNonzero(bitsOf(bias));
  return { ...matrixShape(shape, bias !== null), nonzero: countNonzero(bitsOf(values)) + inBias };
}

/**
 * The matrix of a tensor.
 * @throws RangeError if its values or biases are not as many as its shape says.
 */
export function toMatrix({ name, shape, values, bias }: WeightTensor): WeightMatrix {
  const { rows, columns } = matrixShape(shape, bias !== null);
  const inner = rows === 0 ? 0 : values.length / rows;
  const expected = elementCount(shape);
  if (values.length !== expected) {
    throw new RangeError(`The tensor “${name}” of shape [${shape.join(', ')}] has ${values.length} values: give ${expected}.`);
  }
  const outputs = shape.length === 0 ? 1 : shape[0];
  if (bias !== null && bias.length !== outputs) {
    throw new RangeError(`The tensor “${name}” has ${bias.length} biases for ${outputs} outputs: give one per output.`);
  }
  const bits = new Uint32Array(rows * columns);
  const from = bitsOf(values);
  const biasBits = bias === null ? new Uint32Array(0) : bitsOf(bias);
  const biasesPerRow = columns - inner;
  for (let row = 0; row < rows; row++) {
    bits.set(from.subarray(row * inner, (row + 1) * inner), row * columns);
    bits.set(biasBits.subarray(row * biasesPerRow, (row + 1) * biasesPerRow), row * columns + inner);
  }
  return { rows, columns, nonzero: countNonzero(bits), bits };
}

/** The tensor of a matrix that `toMatrix` made. */
export function fromMatrix(name: string, shape: readonly number[], hasBias: boolean, bits: Uint32Array): WeightTensor {
  const { rows, columns } = matrixShape(shape, hasBias);
  const biasesPerRow = hasBias ? (shape.length < 2 ? columns / 2 : 1) : 0;
  const inner = columns - biasesPerRow;
  const values = new Uint32Array(rows * inner);
  const bias = new Uint32Array(rows * biasesPerRow);
  for (let row = 0; row < rows; row++) {
    values.set(bits.subarray(row * columns, row * columns + inner), row * inner);
    bias.set(bits.subarray(row * columns + inner, (row + 1) * columns), row * biasesPerRow);
  }
  return { name, shape, values: new Float32Array(values.buffer), bias: hasBias ? new Float32Array(bias.buffer) : null };
}

/** Whether these are the bits of a zero. −0, which masks leave behind, is one: a network computes the same with +0 in its place. */
export function isZero(bits: number): boolean {
  return bits << 1 === 0;
}

/** ℓ0 of a matrix. */
export function countNonzero(bits: Uint32Array): number {
  let count = 0;
  for (let i = 0; i < bits.length; i++) if (!isZero(bits[i])) count++;
  return count;
}

/** The same memory, read as bits. */
function bitsOf(values: Float32Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length);
}
