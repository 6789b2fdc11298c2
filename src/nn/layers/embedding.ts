/** A table of vectors, one for each token. */
import * as tf from '../tf.ts';
import type { Layer } from './layer.ts';
import { Parameter } from './parameter.ts';

export class Embedding implements Layer {
  readonly parameters: readonly Parameter[];
  readonly #table: Parameter;

  /** @param values row-major, tokens × width */
  constructor(name: string, tokens: number, width: number, values: Float32Array) {
    this.#table = new Parameter(`${name}/weight`, 'embedding', values, [tokens, width]);
    this.parameters = [this.#table];
  }

  /** @param inputs tokens, int32, [batch, length] @returns [batch, length, width] */
  forward(inputs: tf.Tensor): tf.Tensor {
    return tf.gather(this.#table.variable, inputs);
  }

  dispose(): void {
    this.#table.dispose();
  }
}
