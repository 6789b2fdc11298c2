/** A chain of dense layers on the page, as one array of numbers: quick to cut, to look at and to compute with. */
import type { WeightTensor } from '../../coding/weight-matrix.ts';

export interface DenseLayer {
  readonly inputs: number;
  readonly outputs: number;
  /** Where its weights begin in the numbers: outputs × inputs, row-major. */
  readonly weights: number;
  /** Where its biases begin, which follow the weights. */
  readonly biases: number;
  /** Where they end. */
  readonly end: number;
}

export interface DenseShape {
  readonly layers: readonly DenseLayer[];
  /** Numbers of all layers. */
  readonly size: number;
}

export interface DenseNetwork {
  readonly shape: DenseShape;
  /** Layer after layer, weights before biases: the order in which a network file has them. */
  readonly numbers: Float32Array<ArrayBuffer>;
}

/** The shape of layers of these widths, inputs first. */
export function denseShape(widths: readonly number[]): DenseShape {
  let at = 0;
  const layers = widths.slice(1).map((outputs, index): DenseLayer => {
    const inputs = widths[index];
    const weights = at;
    const biases = weights + outputs * inputs;
    at = biases + outputs;
    return { inputs, outputs, weights, biases, end: at };
  });
  return { layers, size: at };
}

/** The network of a file. @throws RangeError unless it is a chain of dense layers with biases */
export function denseNetwork(tensors: readonly WeightTensor[]): DenseNetwork {
  const [first] = tensors;
  const shape = denseShape([first?.shape[1] ?? 0, ...tensors.map((tensor) => tensor.shape[0])]);
  const numbers = new Float32Array(shape.size);
  for (const [index, { name, shape: own, values, bias }] of tensors.entries()) {
    const { inputs, weights, biases } = shape.layers[index];
    if (own.length !== 2 || own[1] !== inputs || bias === null)
      throw new RangeError(`“${name}” is no dense layer with biases that takes what the one before it gives.`);
    numbers.set(values, weights);
    numbers.set(bias, biases);
  }
  return { shape, numbers };
}
