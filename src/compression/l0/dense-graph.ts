/** Dense networks as plain arrays: what is connected with what, and neurons that can go (arXiv 2505.17469, appendix and code). */

/** One dense layer; it is changed in place. */
export interface DenseValues {
  /** Row-major, outputs × inputs. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  readonly inputs: number;
  readonly outputs: number;
}

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

/**
 * Takes out the hidden neurons without incoming weights; what such a neuron always gives, act(b), goes into the biases of the next layer.
 * Outputs stay.
 * @throws RangeError if a layer would lose all of its neurons
 */
export function deleteNeurons(layers: readonly DenseValues[], activation: (x: number) => number): DenseValues[] {
  const result: DenseValues[] = [];
  let current = layers[0];
  for (let index = 0; index < layers.length - 1; index++) {
    const { weights, bias, inputs, outputs } = current;
    const next = layers[index + 1];
    const rows = Array.from({ length: outputs }, (_, row) => row);
    const kept = rows.filter((row) => weights.subarray(row * inputs, (row + 1) * inputs).some((weight) => weight !== 0));
    if (kept.length === 0) throw new RangeError(`Hidden layer ${index + 1} would lose all of its ${outputs} neurons: prune less.`);
    const keptSet = new Set(kept);
    const nextBias = Float32Array.from(next.bias, (value, row) =>
      rows.reduce((sum, unit) => (keptSet.has(unit) ? sum : sum + next.weights[row * next.inputs + unit] * activation(bias[unit])), value),
    );
    result.push({
      weights: Float32Array.from(kept.flatMap((row) => [...weights.subarray(row * inputs, (row + 1) * inputs)])),
      bias: Float32Array.from(kept, (row) => bias[row]),
      inputs,
      outputs: kept.length,
    });
    const columns = Float32Array.from({ length: next.outputs * kept.length }, (_, at) => {
      const row = Math.floor(at / kept.length);
      return next.weights[row * next.inputs + kept[at % kept.length]];
    });
    current = { weights: columns, bias: nextBias, inputs: kept.length, outputs: next.outputs };
  }
  return [...result, current];
}
