/** Taking neurons out of the network of a job, with everything that goes with them (arXiv 2505.17469, code). */
import { activationAt } from '../../nn/layers/activation.ts';
import { Dense } from '../../nn/layers/dense.ts';
import { Dropout } from '../../nn/layers/dropout.ts';
import type { Parameter, Part } from '../../nn/layers/parameter.ts';
import type { Network } from '../../nn/models/network.ts';
import type { Term } from '../../nn/optimizer/term.ts';
import * as tf from '../../nn/tf.ts';
import { deleteNeurons, withoutNeurons, type DenseValues } from './dense-graph.ts';
import type { Trained } from './state.ts';

/** A dense layer with its bias. */
type Biased = Dense & { readonly bias: Parameter };

/**
 * Takes out the hidden neurons of dense layers that no weight leads to, and adds what they always give to the biases that follow. The
 * network computes the same. Variables, masks, the optimiser's memory and what terms have lose the same rows and columns.
 * @returns how many neurons went
 */
export async function deleteIdleNeurons({ network, optimizer, terms }: Pick<Trained, 'network' | 'optimizer' | 'terms'>): Promise<number> {
  let gone = 0;
  for (const layers of denseRuns(network)) {
    const values = await Promise.all(layers.map((layer) => valuesOf(layer, ({ variable }) => variable)));
    const smaller = deleteNeurons(values, (x, index) => activationAt(x, layers[index].activation));
    const lost = values.slice(0, -1).reduce((sum, { outputs }, index) => sum + outputs - smaller.kept[index].length, 0);
    if (lost === 0) continue;
    gone += lost;
    const folded = await Promise.all(terms.map((term) => biasesBeside(term, layers, smaller.kept)));
    for (const [index, layer] of layers.entries()) {
      const part = partOf(smaller.kept[index] ?? null, smaller.kept[index - 1] ?? null);
      for (const parameter of layer.parameters) {
        const before = parameter.variable;
        parameter.keep(part);
        optimizer.follow(before, parameter.variable, part);
        for (const term of terms) term.keep?.(parameter, part, optimizer);
      }
      layer.bias.replace(smaller.layers[index].bias, layer.bias.shape);
      for (const [place, term] of terms.entries()) {
        const biases = folded[place]?.[index];
        if (biases) tf.tidy(() => term.beside?.(layer.bias)?.values.assign(tf.tensor(biases, [...layer.bias.shape])));
      }
    }
  }
  return gone;
}

/** Dense layers that follow one another, if only with dropout between, which a constant does not mind when it is tested. */
function denseRuns({ layers = [] }: Network): Biased[][] {
  const runs: Biased[][] = [[]];
  for (const layer of layers) {
    if (layer instanceof Dense && layer.bias) runs[runs.length - 1].push(layer as Biased);
    else if (!(layer instanceof Dropout)) runs.push([]);
  }
  return runs.filter(({ length }) => length > 1);
}

/** Rows and columns of a matrix, or entries of a bias, that stay; null for all. */
function partOf(rows: readonly number[] | null, columns: readonly number[] | null): Part {
  return (tensor) =>
    tf.tidy(() => {
      const high = rows ? tf.gather(tensor, tf.tensor1d([...rows], 'int32'), 0) : tensor;
      const narrow = columns && tensor.rank === 2 ? tf.gather(high, tf.tensor1d([...columns], 'int32'), 1) : high;
      return narrow === tensor ? tf.mul(tensor, 1) : narrow;
    });
}

async function valuesOf({ weights, bias, inputs, outputs }: Biased, of: (parameter: Parameter) => tf.Tensor): Promise<DenseValues> {
  const [matrix, offsets] = [await of(weights).data(), await of(bias).data()] as Float32Array[];
  return { weights: matrix.slice(), bias: offsets.slice(), inputs, outputs };
}

/**
 * The biases of each layer in the network that a term has beside θ, to which what neurons that go give there is added as it is in θ. Null
 * where it has none.
 */
async function biasesBeside(term: Term, layers: readonly Biased[], kept: readonly (readonly number[])[]): Promise<Float32Array[] | null> {
  if (!term.beside) return null;
  const player = (own: 'values' | 'gates') => (parameter: Parameter) => term.beside?.(parameter)?.[own] ?? parameter.variable;
  const result: Float32Array[] = [];
  let given: (unit: number) => number = () => 0;
  for (const [index, layer] of layers.entries()) {
    const [w, gamma] = [await valuesOf(layer, player('values')), await valuesOf(layer, player('gates'))];
    const gated: DenseValues = { ...w, weights: w.weights.map((value, i) => value * gamma.weights[i]) };
    const folded = index === 0 ? w.bias : withoutNeurons(gated, kept[index - 1], given);
    given = (unit) => activationAt(folded[unit] * gamma.bias[unit], layer.activation);
    result.push(index === layers.length - 1 ? folded : Float32Array.from(kept[index], (unit) => folded[unit]));
  }
  return result;
}
