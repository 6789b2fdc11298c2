/** What a cut network weighs, as the lab's network files hold it. */
import { modelBytes, type MatrixSize } from '../../coding/codec-size.ts';
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

/** Each layer is written in the format that is the shortest for it. @param kept numbers of each layer that are not 0 */
export function cutSize({ layers, size }: DenseShape, kept: readonly number[]): CutSize {
  const matrices = layers.map(({ inputs, outputs }, layer): MatrixSize => ({ rows: outputs, columns: inputs + 1, nonzero: kept[layer] }));
  const all = kept.reduce((sum, count) => sum + count, 0);
  const before = modelBytes('dense', matrices);
  const bytes = all === size ? before : modelBytes('min', matrices);
  return { kept: all, bytes, before, times: before / bytes };
}
