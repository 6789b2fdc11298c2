/**
 * A transformer that is given one symbol after another, in plain arithmetic: keys and values of earlier places are kept, so that a place
 * takes as many multiplications as the network has weights. Through `forward` each symbol of a text that it writes would take the work of
 * a whole chunk, and on a GPU a transfer.
 */
import { exp } from '../../math/elementary.ts';
import { activationAt, type Activation } from '../layers/activation.ts';
import { LAYER_NORM_EPSILON } from '../layers/layer-norm.ts';
import type { Stepwise } from './network.ts';

export interface StepwiseOptions {
  readonly width: number;
  readonly blocks: number;
  readonly heads: number;
  readonly length: number;
  readonly vocabulary: number;
  /** One normalisation for both halves of a block, and the embedding twice. */
  readonly faithful: boolean;
  readonly gelu: Activation;
  /** What is added to the embedding of each place, [length, width]. */
  readonly positions: Float32Array;
}

interface Affine {
  /** [outputs, inputs], row-major. */
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

interface Norm {
  readonly scale: Float32Array;
  readonly offset: Float32Array;
}

interface BlockWeights {
  readonly attentionNorm: Norm;
  readonly project: Affine;
  readonly merge: Affine;
  readonly wideNorm: Norm;
  readonly expand: Affine;
  readonly contract: Affine;
  /** Of the places so far, [length, width]. */
  readonly keys: Float32Array;
  readonly values: Float32Array;
}

export class StepwiseTransformer implements Stepwise {
  readonly #options: StepwiseOptions;
  readonly #embedding: Float32Array;
  readonly #blocks: readonly BlockWeights[];
  readonly #norm: Norm;
  readonly #output: Affine;
  readonly #logits: Float32Array;
  #place = 0;

  /**
   * @param numbers of each parameter, in the order in which the network has them
   * @throws RangeError where there are more or fewer of them
   */
  constructor(options: StepwiseOptions, numbers: readonly Float32Array[]) {
    const { width, blocks, length, vocabulary, faithful } = options;
    const expected = 5 + blocks * (faithful ? 10 : 12);
    if (numbers.length !== expected) throw new RangeError(`A transformer has ${expected} parameters, and ${numbers.length} came.`);
    this.#options = options;
    let next = 0;
    const take = (): Float32Array => numbers[next++];
    const affine = (): Affine => ({ weights: take(), bias: take() });
    const norm = (): Norm => ({ scale: take(), offset: take() });
    this.#embedding = take();
    this.#blocks = Array.from({ length: blocks }, () => {
      const attentionNorm = norm();
      const [project, merge] = [affine(), affine()];
      const wideNorm = faithful ? attentionNorm : norm();
      const [expand, contract] = [affine(), affine()];
      const [keys, values] = [new Float32Array(length * width), new Float32Array(length * width)];
      return { attentionNorm, project, merge, wideNorm, expand, contract, keys, values };
    });
    this.#norm = norm();
    this.#output = affine();
    this.#logits = new Float32Array(vocabulary);
  }

  begin(): void {
    this.#place = 0;
  }

  advance(symbol: number): Float32Array {
    const { width, length, vocabulary, faithful, gelu, positions } = this.#options;
    const place = this.#place++;
    if (place >= length) throw new RangeError(`A sequence has ${length} places: begin another one.`);
    if (!(symbol < vocabulary)) throw new RangeError(`There is no symbol ${symbol} among ${vocabulary}.`);
    const factor = Math.sqrt(width) * (faithful ? 2 : 1);
    const stream = new Float32Array(width);
    for (let i = 0; i < width; i++) stream[i] = factor * this.#embedding[symbol * width + i] + positions[place * width + i];
    for (const block of this.#blocks) {
      add(stream, apply(block.merge, this.#attend(block, normalised(block.attentionNorm, stream), place)));
      const wide = apply(block.expand, normalised(block.wideNorm, stream));
      add(
        stream,
        apply(
          block.contract,
          wide.map((x) => activationAt(x, gelu)),
        ),
      );
    }
    return apply(this.#output, normalised(this.#norm, stream), this.#logits);
  }

  /** What the heads gather from all places so far. */
  #attend({ project, keys, values }: BlockWeights, inputs: Float32Array, place: number): Float32Array {
    const { width, heads } = this.#options;
    const size = width / heads;
    const projected = apply(project, inputs);
    keys.set(projected.subarray(width, 2 * width), place * width);
    values.set(projected.subarray(2 * width), place * width);
    const gathered = new Float32Array(width);
    const shares = new Float64Array(place + 1);
    for (let first = 0; first < width; first += size) {
      let largest = -Infinity;
      for (let at = 0; at <= place; at++) {
        let score = 0;
        for (let i = first; i < first + size; i++) score += projected[i] * keys[at * width + i];
        shares[at] = score / Math.sqrt(size);
        largest = Math.max(largest, shares[at]);
      }
      let sum = 0;
      for (let at = 0; at <= place; at++) sum += shares[at] = exp(shares[at] - largest);
      for (let i = first; i < first + size; i++) {
        let value = 0;
        for (let at = 0; at <= place; at++) value += shares[at] * values[at * width + i];
        gathered[i] = value / sum;
      }
    }
    return gathered;
  }
}

/** W x + b. */
function apply({ weights, bias }: Affine, inputs: Float32Array, outputs: Float32Array = new Float32Array(bias.length)): Float32Array {
  const { length } = inputs;
  for (let row = 0; row < bias.length; row++) {
    let sum = bias[row];
    const start = row * length;
    for (let i = 0; i < length; i++) sum += weights[start + i] * inputs[i];
    outputs[row] = sum;
  }
  return outputs;
}

function add(to: Float32Array, summands: Float32Array): void {
  for (let i = 0; i < to.length; i++) to[i] += summands[i];
}

/** Layer normalisation (arXiv 1607.06450). */
function normalised({ scale, offset }: Norm, inputs: Float32Array): Float32Array {
  const { length } = inputs;
  let [mean, variance] = [0, 0];
  for (const x of inputs) mean += x / length;
  for (const x of inputs) variance += ((x - mean) * (x - mean)) / length;
  const factor = 1 / Math.sqrt(variance + LAYER_NORM_EPSILON);
  return inputs.map((x, i) => (x - mean) * factor * scale[i] + offset[i]);
}
