/** Dense networks as plain arrays: what is connected with what, and neurons that can go (arXiv 2505.17469, appendix and code). */

/** One dense layer; it is changed in place. */
export interface DenseValues {
  /** Row-major, outputs × inputs. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  readonly inputs: number;
  readonly outputs: number;
}

/** The numbers of dense layers, one array a parameter. */
export const numbersOf = (layers: readonly DenseValues[]): Float32Array[] => layers.flatMap(({ weights, bias }) => [weights, bias]);

/**
 * Sets to 0 what cannot matter: weights from a source that is always 0 or to a target that reaches no output, and biases of such targets.
 * A neuron can differ from 0 if it has a bias or a weight from one that can, which takes an activation with f(0) = 0.
 * @returns how many numbers went
 */
export function pruneUnconnected(layers: readonly DenseValues[]): number {
  let gone = 0;
  let live = new Uint8Array(layers[0].inputs).fill(1);
  const sources = layers.map(({ weights, bias, inputs, outputs }) => {
    const from = live;
    live = Uint8Array.from({ length: outputs }, (_, row) =>
      Number(bias[row] !== 0 || from.some((alive, column) => alive === 1 && weights[row * inputs + column] !== 0)),
    );
    return from;
  });
  let reaching = new Uint8Array(layers[layers.length - 1].outputs).fill(1);
  for (let index = layers.length - 1; index >= 0; index--) {
    const { weights, bias, inputs, outputs } = layers[index];
    const feeding = new Uint8Array(inputs);
    for (let row = 0; row < outputs; row++) {
      if (reaching[row] === 0 && bias[row] !== 0) {
        bias[row] = 0;
        gone++;
      }
      for (let column = 0; column < inputs; column++) {
        const at = row * inputs + column;
        if (weights[at] === 0) continue;
        if (reaching[row] === 1 && sources[index][column] === 1) feeding[column] = 1;
        else {
          weights[at] = 0;
          gone++;
        }
      }
    }
    reaching = feeding;
  }
  return gone;
}

export interface Smaller {
  readonly layers: DenseValues[];
  /** The neurons that stay of each hidden layer, by their place in it. */
  readonly kept: readonly (readonly number[])[];
}

/**
 * Takes out the hidden neurons without incoming weights; what such a neuron always gives, act(b), goes into the biases of the next layer.
 * Outputs stay, and so does the first neuron of a layer that would lose all of its own.
 * @param activation of each hidden layer
 */
export function deleteNeurons(layers: readonly DenseValues[], activation: (x: number, layer: number) => number): Smaller {
  const smaller: DenseValues[] = [];
  const kept: number[][] = [];
  let current = layers[0];
  for (let index = 0; index < layers.length - 1; index++) {
    const { weights, bias, inputs, outputs } = current;
    const next = layers[index + 1];
    const rows = Array.from({ length: outputs }, (_, row) => row);
    const fed = rows.filter((row) => weights.subarray(row * inputs, (row + 1) * inputs).some((weight) => weight !== 0));
    const stay = fed.length > 0 ? fed : [0];
    smaller.push({ ...part(current, stay, null), bias: Float32Array.from(stay, (row) => bias[row]) });
    kept.push(stay);
    current = { ...part(next, null, stay), bias: withoutNeurons(next, stay, (unit) => activation(bias[unit], index)) };
  }
  return { layers: [...smaller, current], kept };
}

/** The biases of a layer whose other inputs than `stay` are constants that are taken out. @param given the constant of an input */
export function withoutNeurons(next: DenseValues, stay: readonly number[], given: (unit: number) => number): Float32Array {
  const { weights, inputs } = next;
  const staying = new Set(stay);
  const gone = Array.from({ length: inputs }, (_, unit) => unit).filter((unit) => !staying.has(unit));
  return Float32Array.from(next.bias, (value, row) => gone.reduce((sum, unit) => sum + weights[row * inputs + unit] * given(unit), value));
}

/** Some outputs and inputs of a layer; null for all. */
function part(
  { weights, inputs, outputs }: DenseValues,
  rows: readonly number[] | null,
  columns: readonly number[] | null,
): Omit<DenseValues, 'bias'> {
  const [height, width] = [rows?.length ?? outputs, columns?.length ?? inputs];
  const at = (place: number): number => (rows?.[Math.floor(place / width)] ?? Math.floor(place / width)) * inputs;
  return {
    weights: Float32Array.from({ length: height * width }, (_, place) => weights[at(place) + (columns?.[place % width] ?? place % width)]),
    inputs: width,
    outputs: height,
  };
}
