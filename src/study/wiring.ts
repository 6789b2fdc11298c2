/** A small chain of dense layers, number by number, to be drawn. */
import type { WeightTensor } from '../coding/weight-matrix.ts';

type Numbers = readonly number[] | Float32Array;

/** Numbers of a chain of dense layers with biases: weights as outputs × inputs, row-major. */
export interface Wiring<OfNumbers extends Numbers = Numbers> {
  readonly weights: readonly OfNumbers[];
  readonly biases: readonly OfNumbers[];
}

/**
 * @param most numbers that a network may have to be drawn
 * @returns null for a larger one, and for one that is no chain of dense layers with biases
 */
export function wiringOf(tensors: readonly WeightTensor[], most: number): Wiring<Float32Array> | null {
  const weights: Float32Array[] = [];
  const biases: Float32Array[] = [];
  let before: number | null = null;
  let size = 0;
  for (const { shape, values, bias } of tensors) {
    if (shape.length !== 2 || bias === null || (before !== null && shape[1] !== before)) return null;
    weights.push(values);
    biases.push(bias);
    before = shape[0];
    size += values.length + bias.length;
  }
  return size > most || size === 0 ? null : { weights, biases };
}
