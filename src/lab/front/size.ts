/** What a cut network weighs, as the lab's network files hold it. */
import { matrixBytes, modelBytes, type MatrixSize } from '../../coding/codec-size.ts';
import type { DenseShape } from './network.ts';

export interface CutSize {
  /** Numbers that are kept. */
  readonly kept: number;
  /** Bytes of what is kept: 4 a number and, for where they are, the fewest that one of the lab's formats takes. */
  readonly bytes: number;
  /** Bytes of all numbers, at 4 each. */
  readonly before: number;
  /** How many times smaller that is. */
  readonly times: number;
}

/** Each layer is written in the format that is the shortest for it. */
export function cutSize({ layers, size }: DenseShape, numbers: Float32Array): CutSize {
  const matrices = layers.map(({ inputs, outputs, weights, end }): MatrixSize => {
    let nonzero = 0;
    for (let i = weights; i < end; i++) if (numbers[i] !== 0) nonzero++;
    return { rows: outputs, columns: inputs + 1, nonzero };
  });
  const kept = matrices.reduce((sum, { nonzero }) => sum + nonzero, 0);
  const before = matrices.reduce((sum, matrix) => sum + matrixBytes('dense', matrix), 0);
  const bytes = kept === size ? before : modelBytes('min', matrices);
  return { kept, bytes, before, times: before / bytes };
}
